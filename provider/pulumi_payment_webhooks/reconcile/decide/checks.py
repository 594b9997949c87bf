"""
What is wrong with a declaration, and its normal form. Pure: no I/O.

Every problem is found at once. Unknown values pass, and so does every rule that needs one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr, ValidationError

from ...pages import see
from ...wording import FieldName, Sentence, Words, closest, few, kind_of
from ..declare.declaration import UNKNOWN, Declaration, Path, Problem
from ..declare.shapes import Field, MapOf, ObjectOf, Scalar, SetOf, Shape, shape_of

_RELEASED = 98
"""Characters for the names of released fields in a message."""


@dataclass(frozen=True)
class Checked:
    """
    The outcome of a check.

    Args:
        inputs: The normal form: camelCase keys, sets as maps, defaults and derived values filled in.
        failures: What must be corrected before anything can happen.
        warnings: What does not stop the deployment.
    """

    inputs: dict[str, object]
    failures: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def check(
    declaration: type[Declaration],
    olds: Mapping[str, object],
    news: Mapping[str, object],
    *,
    account: Mapping[str, object] | None = None,
    parts: Collection[str] = (),
) -> Checked:
    """
    Bring *news* into normal form and find every problem.

    Args:
        declaration: The resource type.
        olds: The normal form of the last deployment: equal meanings keep their spelling. Empty when new.
        news: What the program wrote, by wire name; unknown values are :data:`UNKNOWN`.
        account: Values for the fields that the account's settings fill in.
        parts: Wire names of the parts that resources of their own declare.
    """
    shape = shape_of(declaration)
    walk = _Walk()
    filled = _adopted(shape, olds, _from_account(shape, news, account or {}))
    inputs = walk.members(shape, filled, ())
    inputs = _keep_spelling(shape, olds, inputs)
    view = _Declared(inputs, filled, olds)
    warnings: list[Problem] = []
    for rule in declaration.rules:
        if not any(walk.is_spoilt(path) or _is_unknown(view.get(path)) for path in rule.fields):
            (warnings if rule.warns else walk.problems).extend(rule.check(view))
    warnings += _released(shape, view, parts)
    return Checked(inputs, tuple(walk.problems), tuple(warnings))


def _released(shape: ObjectOf, view: _Declared, parts: Collection[str]) -> Iterator[Problem]:
    """That fields are no longer managed, in one warning: not those that another resource declares by now."""
    if any(one.replaces and view.changes(one.wire) for one in shape.fields):
        return
    released = [
        FieldName(one.wire)
        for one in shape.fields
        if one.kept and view.olds.get(one.wire) and view.get(one.wire) is None and one.wire not in parts
    ]
    if released:
        fields, page = few(released, room=_RELEASED), see("how-to/release")
        yield Problem((), Sentence("no longer managed; the platform keeps: {}; {}", fields, page))


def _from_account(shape: ObjectOf, news: Mapping[str, object], account: Mapping[str, object]) -> dict[str, object]:
    filled = {wire: value for wire, value in news.items() if value is not None}
    for one in shape.fields:
        if one.from_account and one.wire not in filled and account.get(one.wire) is not None:
            filled[one.wire] = account[one.wire]
    return filled


def _adopted(shape: ObjectOf, olds: Mapping[str, object], filled: dict[str, object]) -> dict[str, object]:
    """What exists is not adopted again: a deployed resource keeps what the program said of that when it was new."""
    adopting = {one.wire for one in shape.fields if one.adopts_once} if olds else set()
    kept = {wire: olds[wire] for wire in adopting if olds.get(wire) is not None}
    return {**{wire: value for wire, value in filled.items() if wire not in adopting}, **kept}


@dataclass
class _Walk:
    problems: list[Problem] = field(default_factory=list)

    def members(self, shape: ObjectOf, value: Mapping[str, object], path: Path) -> dict[str, object]:
        known = {one.wire for one in shape.fields}
        before = len(self.problems)
        for wire in sorted(value.keys() - known):
            self.refuse((*path, wire), _unknown_field(wire, shape))
        result: dict[str, object] = {}
        for one in shape.fields:
            if one.derived is None:
                self._member(one, value, path, result)
        for one in shape.fields:
            if one.derived is not None and len(self.problems) == before:
                unknown = any(_is_unknown(result.get(wire)) for wire in one.derived.needs)
                result[one.wire] = UNKNOWN if unknown else one.derived.compute(result)
        return result

    def _member(self, one: Field, value: Mapping[str, object], path: Path, result: dict[str, object]) -> None:
        given = value.get(one.wire)
        if given is None and one.required:
            remedy = "; give it, or set it for the whole stack" if one.from_account else ""
            reason = f"is required{remedy}"
            self.problems.append(Problem((*path, one.wire), reason, is_filled_by_settings=one.from_account))
        if given is None:
            given = one.default
        if given is not None:
            result[one.wire] = self.value(one.shape, given, (*path, one.wire))

    def value(self, shape: Shape, value: object, path: Path) -> Any:
        if value is UNKNOWN:
            return UNKNOWN
        match shape:
            case Scalar():
                return self._scalar(shape, value, path)
            case SetOf():
                return self._set(shape, value, path)
            case MapOf():
                return self._map(shape, value, path)
            case ObjectOf():
                if isinstance(value, Mapping):
                    return self.members(shape, {k: v for k, v in value.items() if v is not None}, path)
                return self.refuse(path, f"must be a mapping of fields, not {kind_of(value)}")

    def _scalar(self, shape: Scalar, value: object, path: Path) -> Any:
        try:
            valid = shape.adapter.validate_python(value)
        except ValidationError as invalid:
            return self.refuse(path, _reason(invalid, value))
        return valid.get_secret_value() if isinstance(valid, SecretStr) else valid

    def _set(self, shape: SetOf, value: object, path: Path) -> Any:
        if isinstance(value, Mapping):
            members = [member for member, is_in in value.items() if is_in is not False]
        elif isinstance(value, list | tuple | set | frozenset):
            members = list(value)
        else:
            return self.refuse(path, f"must be a list, not {kind_of(value)}")
        if any(_is_unknown(member) for member in members):
            return UNKNOWN
        if not all(isinstance(member, str) and member.strip() for member in members):
            return self.refuse(path, "must be a list of texts, none of them empty")
        if len(members) < shape.min_length:
            return self.refuse(path, "must name at least one")
        return dict.fromkeys(sorted(members), True)

    def _map(self, shape: MapOf, value: object, path: Path) -> Any:
        if not isinstance(value, Mapping):
            return self.refuse(path, f"must be a mapping, not {kind_of(value)}")
        if len(value) < shape.min_length:
            return self.refuse(path, "must name at least one")
        named = sorted(key for key in value if key.strip())
        if len(named) < len(value):
            self.refuse(path, "has an empty key")
        return {key: self.value(shape.value, value[key], (*path, key)) for key in named}

    def refuse(self, path: Path, reason: Words) -> None:
        self.problems.append(Problem(path, reason))

    def is_spoilt(self, dotted: str) -> bool:
        """Whether a problem was found at *dotted*, above it or below it."""
        path = tuple(dotted.split(".")) if dotted else ()
        return any(_overlap(problem.path, path) for problem in self.problems if path)


def _unknown_field(word: str, shape: ObjectOf) -> Words:
    names = {one.name: one.wire for one in shape.fields if not one.derived}
    if (meant := closest(word, names)) is None:
        return "is not a known field"
    return Sentence("is not a known field (did you mean '{}'?)", FieldName(names[meant]))


def _overlap(one: Path, other: Path) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _reason(invalid: ValidationError, value: object) -> Words:
    error = invalid.errors(include_input=False, include_url=False)[0]
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] in ("string_type", "secret_type"):
        return f"must be text, not {kind_of(value)}"
    return error["msg"][:1].lower() + error["msg"][1:]


def _is_unknown(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(_is_unknown(one) for one in value.values())
    return value is UNKNOWN


def _keep_spelling(shape: ObjectOf, olds: Mapping[str, object], inputs: dict[str, object]) -> dict[str, object]:
    kept = dict(inputs)
    for one in shape.fields:
        old, new = olds.get(one.wire), kept.get(one.wire)
        if isinstance(one.shape, ObjectOf) and isinstance(old, Mapping) and isinstance(new, Mapping):
            kept[one.wire] = _keep_spelling(one.shape, old, dict(new))
        elif old is not None and new is not None and one.same(old, new):
            kept[one.wire] = old
    return kept


@dataclass(frozen=True)
class _Declared:
    inputs: Mapping[str, object]
    written: Mapping[str, object]
    olds: Mapping[str, object]

    @property
    def is_new(self) -> bool:
        return not self.olds

    def get(self, path: str) -> object:
        return _at(self.inputs, path)

    def declares(self, path: str) -> bool:
        return _at(self.written, path) is not None

    def clears(self, path: str) -> bool:
        return _at(self.written, path) in ("", {})

    def changes(self, path: str) -> bool:
        return self.is_new or _at(self.inputs, path) != _at(self.olds, path)


def _at(value: object, path: str) -> object:
    for name in path.split("."):
        if value is UNKNOWN:
            break
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def problems_of(checked: Checked) -> Iterator[str]:
    """Every failure as one line, by wire name: for logs and tests."""
    yield from map(str, checked.failures)
