"""
What a program declares of an object that exists, so that it can adopt the object and change nothing. Pure: no I/O.

A property that cannot be declared is left out and reported, if the platform then keeps it. If a required property
cannot be declared, neither can the object.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..reconcile.decide.importing import select_importable
from ..reconcile.declare.declaration import UNKNOWN, Claim, Declaration, Path, Problem
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, ObjectOf, Scalar, shape_of
from ..reconcile.ports import ExistingObject, Status
from ..reconcile.resource import ResourceType
from ..wording import is_unicode

_ROUNDS = 50
"""Problems of one object, at most, before it is not declared."""
_NOT_UNICODE = "is not valid Unicode"


@dataclass(frozen=True)
class Candidate:
    """
    An object that exists.

    Args:
        resource: Its resource type.
        existing: The object.
        owner: Whose it is; empty where the platform names no owners.
        status: Its status.
        secret: Paths of what a program has made secret, in wire names; nothing of it may be written.
    """

    resource: ResourceType
    existing: ExistingObject
    owner: str = ""
    status: Status | None = None
    secret: frozenset[Path] = frozenset()

    @property
    def declaration(self) -> type[Declaration]:
        """The declaration of its type."""
        return self.resource.declaration

    @property
    def shape(self) -> ObjectOf:
        """What a program can declare of it."""
        return shape_of(self.declaration)


@dataclass(frozen=True)
class LeftOut:
    """
    Something of an object that a program does not declare, so that it is not managed.

    Args:
        path: Where, in wire names.
        why: What a preview would refuse.
    """

    path: Path
    why: Problem


@dataclass(frozen=True)
class Selected:
    """
    An object that a program declares.

    Args:
        found: The object.
        inputs: The declaration in normal form; unknown values are those that the platform does not show.
        left_out: What is not declared, and why.
        assumed: Wire names of texts that have to be declared and that the platform does not show; the program has a
            text in their place.
    """

    found: Candidate
    inputs: Mapping[str, Any] = field(repr=False)
    left_out: tuple[LeftOut, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def unread(self) -> list[Path]:
        """What it has and the platform does not show, such as a password."""
        return [path for path in _unknown(self.inputs, ()) if path not in self.found.secret]


@dataclass(frozen=True)
class Undeclarable:
    """
    An object that no program can declare as it is.

    Args:
        found: The object.
        problems: Why.
    """

    found: Candidate
    problems: tuple[Problem, ...]


FindProblems = Callable[[Mapping[str, object]], Sequence[Problem]]
"""What a preview would refuse of a declaration in normal form."""


def select(found: Candidate, find_problems: FindProblems) -> Selected | Undeclarable:
    """What to declare of *found*."""
    adoption = _adoption(found)
    if not adoption:
        return Undeclarable(found, (Problem((), "a program cannot adopt such an object"),))
    observed = _with_unknown(found)
    assumed = tuple(one.wire for one in found.shape.fields if _is_unnamed(one, observed))
    observed |= dict.fromkeys(assumed, f"{found.declaration.meaning.noun} {found.existing.observed.id}")
    declared = {**select_importable(found.declaration, observed, is_brief=True), **adoption}
    draft = _Draft(found.shape, observed, declared, lambda inputs: [*find_problems(inputs), *_unreadable(inputs, ())])
    problems = draft.complete()
    if problems:
        return Undeclarable(found, tuple(problems))
    return Selected(found, draft.declared, tuple(draft.left_out), assumed)


def _unreadable(value: object, at: Path) -> Iterator[Problem]:
    """Texts that Pulumi cannot take: the first of them would stop the whole program."""
    if isinstance(value, Mapping):
        if not all(map(is_unicode, value)):
            yield Problem(at, _NOT_UNICODE)
        for name, inner in value.items():
            yield from _unreadable(inner, (*at, name))
    elif isinstance(value, str) and not is_unicode(value):
        yield Problem(at, _NOT_UNICODE)


def _is_unnamed(one: Field, observed: Mapping[str, object]) -> bool:
    """Whether *one* is a name that has to be declared, and that the platform does not show."""
    return one.required and one.role is Role.NAME and observed.get(one.wire) is None


def refuse_shared_claims(selected: Sequence[Selected | Undeclarable]) -> Iterator[Selected | Undeclarable]:
    """*selected*; objects that have a natural key in common, which only one resource can declare, are refused."""
    claims = Counter(claim for one in selected for claim in _claims(one.found))
    for one in selected:
        shared = [claim for claim in _claims(one.found) if claims[claim] > 1]
        if isinstance(one, Selected) and shared:
            reason = f"another object has {shared[0].title} as well, so neither can be adopted"
            yield Undeclarable(one.found, (Problem((), reason),))
        else:
            yield one


def _claims(found: Candidate) -> Mapping[Claim, Path]:
    return found.resource.claims(found.existing.observed.fields)


def _adoption(found: Candidate) -> dict[str, object]:
    """How a program adopts *found*: by its id where the field takes one."""
    id = found.existing.observed.id
    for one in found.shape.fields:
        if one.adopts_once and isinstance(one.shape, Scalar):
            return {one.wire: id if str in one.shape.kinds else True}
    return {}


def _with_unknown(found: Candidate) -> dict[str, object]:
    """What was observed, with unknown values for what the platform does not show, and for what is secret."""
    observed: dict[str, Any] = dict(found.existing.observed.fields)
    for *above, last in (*(dotted.split(".") for dotted in found.existing.unseen), *found.secret):
        inner = observed
        for name in above:
            inner[name] = dict(inner.get(name) or {})
            inner = inner[name]
        inner[last] = UNKNOWN
    return observed


class _Draft:
    """
    A declaration that is changed until a preview accepts it.

    Args:
        shape: What can be declared.
        observed: What there is.
        declared: The first draft, which is changed.
        find_problems: What a preview would refuse.
    """

    def __init__(
        self,
        shape: ObjectOf,
        observed: Mapping[str, object],
        declared: Mapping[str, object],
        find_problems: FindProblems,
    ) -> None:
        self.declared: dict[str, Any] = _copy(declared)
        self.left_out: list[LeftOut] = []
        self._shape, self._observed, self._find_problems = shape, observed, find_problems
        self._dropped: set[Path] = set()

    def complete(self) -> Sequence[Problem]:
        """Add what rules insist on, drop what they refuse, and return the problems that remain."""
        for _ in range(_ROUNDS):
            problems = self._find_problems(self.declared)
            if not problems or not (any(self._add(one.path) for one in problems) or self._drop(problems)):
                return problems
        return self._find_problems(self.declared)

    def _add(self, path: Path) -> bool:
        """Declare what is at *path*, where it was left out because it is a default."""
        value, above = _at(self._observed, path), _at(self.declared, path[:-1])
        if not path or path in self._dropped or value is None or not isinstance(above, dict) or path[-1] in above:
            return False
        above[path[-1]] = value
        return True

    def _drop(self, problems: Sequence[Problem]) -> bool:
        """Leave out the cause of the first of *problems*: the member itself, an object around it, or another field."""
        first = problems[0]
        for length in range(len(first.path), 0, -1):
            path = first.path[:length]
            if _at(self.declared, path) is not None and self._may_be_left_out(path):
                self._leave_out(path, first)
                return True
        for one in self._shape.fields:
            path = (one.wire,)
            if one.wire in self.declared and self._may_be_left_out(path) and self._helps(one, problems):
                self._leave_out(path, first)
                return True
        return False

    def _helps(self, one: Field, problems: Sequence[Problem]) -> bool:
        """Whether leaving out the field *one* solves the first of *problems* and causes no new problem."""
        rest = {wire: value for wire, value in self.declared.items() if wire != one.wire}
        left = self._find_problems(rest)
        return problems[0] not in left and all(problem in problems for problem in left)

    def _may_be_left_out(self, path: Path) -> bool:
        """Whether the platform keeps what is at *path* where a program does not declare it."""
        found = _field_at(self._shape, path)
        return found is not None and not found.required and found.default is None and not found.adopts

    def _leave_out(self, path: Path, why: Problem) -> None:
        self._dropped.add(path)
        above = _at(self.declared, path[:-1])
        del above[path[-1]]
        if path[:-1] and not above:  # An empty object would ask for the platform's defaults.
            self._leave_out(path[:-1], why)
            return
        self.left_out.append(LeftOut(path, why))


def _at(value: Any, path: Path) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _unknown(value: Any, at: Path) -> Iterator[Path]:
    if value is UNKNOWN:
        yield at
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _unknown(inner, (*at, name))


def _field_at(shape: ObjectOf, path: Path) -> Field | None:
    one = next((one for one in shape.fields if one.wire == path[0]), None)
    if one is None or len(path) == 1:
        return one
    return _field_at(one.shape, path[1:]) if isinstance(one.shape, ObjectOf) else None


def _copy(value: Any) -> Any:
    return {name: _copy(one) for name, one in value.items()} if isinstance(value, Mapping) else value
