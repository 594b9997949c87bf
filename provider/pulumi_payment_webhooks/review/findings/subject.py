"""
A resource that a preview is about: what becomes of it, and what it is before and after. Pure: no I/O.

The engine shows a replacement as up to three steps; here, each resource is one subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, cached_property

from ...pulumi_names import kind_in
from ...reconcile.declare.demands import HaltsAt
from ...reconcile.declare.meaning import Meaning, Role
from ...reconcile.declare.shapes import Field, ObjectOf, outputs_of, shape_of
from ...reconcile.resource import ResourceType
from ...registry import resource_type
from ...wording import Sentence, Shown, Words
from ..preview import SECRET, UNKNOWN, Step
from ..secrecy import conceal, short_url

Values = Mapping[str, object]

_NAME = re.compile(r"\w+")


class Fate(Enum):
    """What becomes of a resource."""

    CREATED = "created"
    CHANGED = "changed"
    REPLACED = "replaced"
    DELETED = "deleted"
    FORGOTTEN = "forgotten"
    """Pulumi no longer manages it, and the platform keeps it."""
    IMPORTED = "imported"
    SAME = "same"


class End(Enum):
    """What the deletion of a part means for the object of which it is a part."""

    RESET = "reset"
    """The object has the platform's default again."""
    WITH_WHOLE = "with whole"
    """The object is deleted as well."""
    FOR_SAME = "for same"
    """The object stays, and is another resource of the program from now on."""
    IN_WHOLE = "in whole"
    """The object declares it itself from now on."""


OPERATIONS_WITHOUT_EFFECT = frozenset({"same", "refresh", "read", "discard", "read-discard", "remove-pending-replace"})
"""What Pulumi does with a resource without changing it at the platform."""
_FATES = {
    "create": Fate.CREATED,
    "update": Fate.CHANGED,
    "delete": Fate.DELETED,
    "import": Fate.IMPORTED,
    "replace": Fate.REPLACED,
    "create-replacement": Fate.REPLACED,
    "delete-replaced": Fate.REPLACED,
    "import-replacement": Fate.REPLACED,
    "read-replacement": Fate.REPLACED,
    "discard-replaced": Fate.REPLACED,
}


OPERATIONS = OPERATIONS_WITHOUT_EFFECT | _FATES.keys()
"""What Pulumi does with a resource, as far as it is known."""


@dataclass(frozen=True)
class Subject:
    """
    A resource of this package in a preview.

    Args:
        name: Its name in the program.
        resource: Its type.
        fate: What becomes of it.
        before: Its declared values before, or in a look for drift those that are stored; empty if it is new.
        after: The same after the deployment, or at the platform; empty if it is gone.
        added_before: What the platform had added to that.
        added_after: What it adds, as far as it is known.
        changed: The kind of each change by path, as the engine names it.
        is_dynamic: Whether its fields are spelled as in Python.
        id: The platform's id of it; empty if it is not known.
        former_name: The name of the resource that managed the object before, if that was another resource.
        whole: The name of the resource of which it is a part; empty if that is not known.
        end: Of a part that is deleted, what that means for the object of which it is a part.
        is_taken_out: Whether it is a part that its object itself declared before; `before` is that then.
        handed: Members that are parts of their own from now on, by wire name.
        is_drift: Whether the change has happened at the platform already, outside of Pulumi.
        account: The name of its `Provider` in the program; empty if it belongs to the account of the stack.
        is_retained: Whether `retain_on_delete` keeps the current object at the platform.
        is_retained_later: Whether it keeps the next object, and not yet the current one.
        is_protected: Whether `protect` forbids its deletion from now on.
        is_unprotected: Whether `protect` no longer forbids its deletion.
        is_deleted_with: Whether its object is left to the deletion of another resource.
        replacing: Wire names of the fields because of which it is replaced, or Pulumi's own reasons.
    """

    name: str
    resource: ResourceType
    fate: Fate
    before: Values
    after: Values
    added_before: Values
    added_after: Values
    changed: Mapping[str, str]
    is_dynamic: bool
    id: str = ""
    former_name: str = ""
    whole: str = ""
    end: End = End.RESET
    is_taken_out: bool = False
    handed: Set[str] = frozenset()
    is_drift: bool = False
    account: str = ""
    is_retained: bool = False
    is_retained_later: bool = False
    is_deleted_with: bool = False
    is_protected: bool = False
    is_unprotected: bool = False
    replacing: Sequence[str] = ()

    @property
    def meaning(self) -> Meaning:
        """What it is to people."""
        return self.resource.declaration.meaning

    @cached_property
    def shape(self) -> ObjectOf:
        """Its inputs."""
        return shape_of(self.resource.declaration)

    @cached_property
    def outputs(self) -> ObjectOf:
        """What the platform adds to it."""
        return outputs_of(self.resource.declaration)

    @property
    def present(self) -> Values:
        """Its values after the deployment, or before if it is gone then."""
        return self.after or self.before

    def field(self, role: Role) -> Field | None:
        """Its first field of *role*: of several URLs, the URL that receives the events."""
        return _fields_of(self.resource).get(role)

    def owner(self, values: Values) -> str:
        """The organization in *values*; empty if it has none or none may be shown."""
        field = self.field(Role.OWNER)
        value = values.get(field.wire) if field else None
        return value if isinstance(value, str) and value != SECRET else ""

    def url(self, values: Values) -> str:
        """The URL in *values* that receives the events, shortened; empty if it may not be shown or has none."""
        field = self.field(Role.ADDRESS)
        value = values.get(field.wire) if field else None
        return short_url(value) if isinstance(value, str) and value != SECRET else ""

    def spell(self, path: Sequence[str]) -> str:
        """A path of wire names in the language of its program."""
        names = _names_of(self.resource) if self.is_dynamic else {}
        parts = (names.get(one, one) for one in path)
        return "".join(f".{one}" if _NAME.fullmatch(one) else f'["{one}"]' for one in parts).removeprefix(".")

    def title(self, values: Values | None = None, *, begins: bool = True) -> Words:
        """What it is called in a sentence; *begins* says that the sentence begins with it."""
        noun = self.meaning.noun
        noun = noun[:1].upper() + noun[1:] if begins else noun
        owner = self.owner(self.present if values is None else values)
        part_of = self.part_of
        if owner:
            return Sentence("{} {} of organization {}", noun, Shown(self.name), Shown(owner))
        if self.whole and part_of:
            return Sentence("{} {} of {} {}", noun, Shown(self.name), part_of.wire, Shown(self.whole))
        return Sentence("{} {}", noun, Shown(self.name))

    @property
    def part_of(self) -> Field | None:
        """The field that names the object of which it is a part."""
        return next((one for one in self.shape.fields if one.part_of), None)

    @property
    def is_with_new_whole(self) -> bool:
        """Whether it is a part of an object that this deployment creates."""
        return self.part_of is not None and self.after.get(self.part_of.wire) is UNKNOWN

    @property
    def adopts(self) -> bool:
        """Whether it adopts what exists at the platform, in place of a creation."""
        return any(one.adopts and self.after.get(one.wire) for one in self.shape.fields)

    def needs_place_of(self, former: Subject) -> bool:
        """Whether the platform has no room for it as long as *former* is there."""
        claims = self.resource.claims
        return self.resource.is_exclusive and bool(claims(former.before).keys() & claims(self.after).keys())

    def halt(self, values: Values) -> Field | None:
        """The field with which *values* stop every delivery; None if they do not."""
        return next((one for one in self.shape.fields if _halts(one, values.get(one.wire))), None)

    def say(self, plan: str, found: str) -> str:
        """*plan* of what a deployment will do, *found* of what has happened at the platform."""
        return found if self.is_drift else plan

    @property
    def is_deleted(self) -> str:
        """The predicate of a deletion."""
        if self.is_drift:
            return "no longer exist at the platform" if self.meaning.is_plural else "no longer exists at the platform"
        return f"{self.are} {'no longer declared' if self.meaning.is_only_forgotten else 'deleted'}"

    @property
    def are(self) -> str:
        """The verb that its noun needs."""
        return "are" if self.meaning.is_plural else "is"


def _halts(field: Field, value: object) -> bool:
    return any(isinstance(one, HaltsAt) and value == one.value for one in field.markers)


@cache
def _fields_of(resource: ResourceType) -> Mapping[Role, Field]:
    fields = reversed(shape_of(resource.declaration).fields)
    return {one.role: one for one in fields if one.role}


@cache
def _names_of(resource: ResourceType) -> Mapping[str, str]:
    return resource.names


def subjects_of(steps: Iterable[Step], *, is_drift: bool = False) -> list[Subject]:
    """The resources of this package in *steps*, each once, in their order; *is_drift* says what the steps report."""
    grouped: dict[str, list[Step]] = {}
    for step in steps:
        if step.kind:
            grouped.setdefault(step.urn, []).append(step)
    return [subject for group in grouped.values() if (subject := _subject(group, is_drift))]


def _subject(steps: Sequence[Step], is_drift: bool) -> Subject | None:
    try:
        resource = resource_type(steps[0].kind)
    except KeyError:
        return None
    fate = _fate(steps, is_drift)
    if fate is None:
        return None
    old = next((one for one in steps if one.old_inputs or one.old_state), steps[0])
    new = next((one for one in steps if one.new_inputs or one.new_state), steps[-1])
    shapes = (shape_of(resource.declaration), outputs_of(resource.declaration))
    bags = conceal([old.old_inputs, new.new_inputs, old.old_state, new.new_state], shapes)
    return _overlaid(
        Subject(
            name=steps[0].name,
            resource=resource,
            fate=fate,
            before={} if fate is Fate.CREATED else bags[0],
            after={} if fate in (Fate.DELETED, Fate.FORGOTTEN) else bags[1],
            added_before=bags[2],
            added_after=bags[3],
            changed={path: kind for one in steps for path, kind in one.changed.items()},
            is_dynamic=kind_in(steps[0].type) is not None,
            id=old.id,
            whole=_whole(resource, new if new.sources else old),
            is_drift=is_drift,
            account=steps[0].account,
            is_retained=any(one.retained for one in steps) and not is_drift,
            is_retained_later=any(one.retained_later for one in steps),
            is_deleted_with=any(one.deleted_with for one in steps) and not is_drift,
            is_protected=any(one.protected for one in steps) and not is_drift,
            is_unprotected=any(one.unprotected for one in steps) and not is_drift,
            replacing=tuple(dict.fromkeys(key for one in steps for key in one.replace_keys)),
        )
    )


def _whole(resource: ResourceType, step: Step) -> str:
    fields = (one for one in shape_of(resource.declaration).fields if one.part_of)
    return next((name for one in fields for name in step.sources.get(one.wire, ())), "")


def _fate(steps: Sequence[Step], is_drift: bool) -> Fate | None:
    fates = {_FATES[one.op] for one in steps if one.op in _FATES}
    if Fate.REPLACED in fates or {Fate.CREATED, Fate.DELETED} <= fates:
        return Fate.REPLACED
    deletions = [one for one in steps if one.op == "delete"]
    if deletions and not is_drift and all(one.retained or one.deleted_with for one in deletions):
        return Fate.FORGOTTEN
    if fates:
        return min(fates, key=lambda one: list(Fate).index(one))
    return Fate.SAME if any(one.op in ("same", "refresh") for one in steps) else None


def _overlaid(subject: Subject) -> Subject:
    """*subject* with the stored values of fields that have drifted: they change, but not in the program."""
    tops = {path.partition(".")[0].partition("[")[0] for path in subject.changed}
    seen = {
        one.wire: subject.added_before[one.wire]
        for one in subject.shape.fields
        if one.wire in tops & subject.added_before.keys()
        and subject.before.get(one.wire) == subject.after.get(one.wire)
    }
    return replace(subject, before={**subject.before, **seen}) if seen else subject


def is_plain(value: object) -> bool:
    """Whether *value* is there and may be read."""
    return value is not None and value != SECRET and value is not UNKNOWN
