"""
The two sides of a comparison: what a stack declares, or what exists at a platform. Pure: no I/O.

A policy that a program declares apart from its subscription is a part of the subscription here, so that it makes no
difference how a program is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..net import public_part
from ..reconcile.declare.declaration import whole_of
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, MapOf, ObjectOf, SetOf, outputs_of, shape_of
from ..registry import resource_type
from .values import holds_secret

if TYPE_CHECKING:
    from ..reconcile.ports import ExistingObject
    from ..reconcile.resource import ResourceType
    from ..stacks.state import Managed


@dataclass(frozen=True, order=True)
class EventType:
    """
    An event type that is delivered.

    Args:
        product: The product that it is of; empty where the platform has no products.
        name: Its name.
    """

    product: str
    name: str


@dataclass(frozen=True)
class ComparedObject:
    """
    An object on one side.

    Args:
        type: Its resource type.
        key: What identifies it in a program, whatever the stack; empty for an object at a platform.
        name: What people call it.
        id: The platform's id.
        fields: What is declared, or what the platform has, in normal form. Secrets are `SECRET`.
        added: What the platform adds.
    """

    type: ResourceType
    key: str
    name: str
    id: str
    fields: Mapping[str, object] = field(repr=False)
    added: Mapping[str, object] = field(default_factory=dict, repr=False)

    @property
    def noun(self) -> str:
        """What such an object is called."""
        return self.type.declaration.meaning.noun

    def playing(self, role: Role) -> Iterator[Field]:
        """Its fields at the top that have this role."""
        return (one for one in shape_of(self.type.declaration).fields if one.role is role)

    @property
    def has_secret_name(self) -> bool:
        """Whether its name at the platform is secret."""
        return any(holds_secret(self.fields.get(one.wire)) for one in self.playing(Role.NAME) if one.required)

    @property
    def secret_events(self) -> Sequence[str]:
        """Names of the fields with event types that are secret, so that nothing is known of them."""
        return [one.name for one in self.playing(Role.EVENTS) if holds_secret(self.fields.get(one.wire))]

    @cached_property
    def events(self) -> frozenset[EventType]:
        """The event types that it delivers, as far as they are not secret."""
        return frozenset(event for one in self.playing(Role.EVENTS) for event in _events(one, self.fields))


@dataclass(frozen=True)
class Side:
    """
    One side.

    Args:
        title: What messages call it.
        entries: Its objects.
        is_stack: Whether it is what a program declares: a value that is marked secret there is withheld, and a missing
            field is not managed. Otherwise nobody knows which values are secret.
        platforms: The platforms that it shows.
        owners: The owners that it shows; empty for all.
    """

    title: str
    entries: Sequence[ComparedObject] = field(repr=False)
    is_stack: bool
    platforms: frozenset[str]
    owners: frozenset[str] = frozenset()


def stack_side(title: str, resources: Iterable[Managed]) -> Side:
    """What a stack declares."""
    entries = [ComparedObject(one.type, _key(one.urn), one.name, one.id, one.inputs, one.outputs) for one in resources]
    return Side(title, tuple(_whole(entries)), True, frozenset(one.type.platform for one in entries))


def platform_side(
    title: str, objects: Iterable[ExistingObject], platforms: Collection[str], owners: Collection[str]
) -> Side:
    """
    What exists at *platforms*.

    Args:
        title: What messages call it.
        objects: What exists.
        platforms: Where.
        owners: Whose objects were asked for; empty names say that a platform has no owners.
    """
    entries = tuple(_existing(one) for one in objects)
    return Side(title, entries, False, frozenset(platforms), frozenset(filter(None, owners)))


def comparable(one: Side, other: Side) -> tuple[Side, Side]:
    """Both sides without what the other side cannot show."""
    return _seen_by(other, one), _seen_by(one, other)


def has_events(type: ResourceType) -> bool:
    """Whether objects of *type* deliver events."""
    return any(one.role is Role.EVENTS for one in shape_of(type.declaration).fields)


def _seen_by(other: Side, side: Side) -> Side:
    """*side* as far as *other* can show the same: a platform lists objects with events, of the owners asked for."""
    if other.is_stack:
        return side
    entries = [one for one in side.entries if has_events(one.type) and one.type.platform in other.platforms]
    asked = {owner.casefold() for owner in other.owners}
    owned = [one for one in entries if not asked or _owners(one) & asked or not _owners(one)]
    return replace(side, entries=tuple(owned or entries))


def _owners(entry: ComparedObject) -> set[str]:
    values = (entry.fields.get(one.wire) for one in entry.playing(Role.OWNER))
    return {value.casefold() for value in values if isinstance(value, str)}


def _key(urn: str) -> str:
    """A URN without its stack and its project: the types of its parents, its own and its name."""
    return "::".join(urn.split("::")[2:])


def _existing(one: ExistingObject) -> ComparedObject:
    found, observed = resource_type(one.kind), one.observed
    inputs, outputs = shape_of(found.declaration).fields, outputs_of(found.declaration).fields
    required = [field.wire for field in inputs if field.role is Role.NAME and field.required]
    names = [name for wire in required if isinstance(name := observed.fields.get(wire), str) and name.strip()]
    # A status that belongs to the platform can only be seen among the outputs.
    seen = [
        observed.added[field.wire] for field in outputs if field.role is Role.STATUS and field.wire in observed.added
    ]
    status = {field.wire: value for field in inputs if field.role is Role.STATUS for value in seen}
    name = public_part(names[0]) or names[0] if names else observed.id
    return ComparedObject(found, "", name, observed.id, {**status, **observed.fields}, observed.added)


def _whole(entries: Sequence[ComparedObject]) -> Iterator[ComparedObject]:
    """*entries* with their parts: those that are declared apart have no entry of their own."""
    wholes = {(one.type.platform, one.id): one for one in entries if not one.type.is_part}
    parts: dict[tuple[str, str], dict[str, object]] = {}
    apart = []
    for one in entries:
        whole = (one.type.platform, whole_of(one.id))
        member, found = _member(one), wholes.get(whole)
        if found is None or member is None or member not in _objects(found.type):
            apart.append(one)
            continue
        inside = {field.wire for field in _objects(found.type)[member].fields}
        parts.setdefault(whole, {})[member] = {name: value for name, value in one.fields.items() if name in inside}
    for one in apart:
        added = {} if one.type.is_part else parts.get((one.type.platform, one.id), {})
        yield replace(one, fields={**one.fields, **added}) if added else one


def _member(entry: ComparedObject) -> str | None:
    """The field of another object of which *entry* is a part; None if it is none."""
    return next((one.part_of.member for one in shape_of(entry.type.declaration).fields if one.part_of), None)


def _objects(type: ResourceType) -> Mapping[str, ObjectOf]:
    return {one.wire: one.shape for one in shape_of(type.declaration).fields if isinstance(one.shape, ObjectOf)}


def _events(field: Field, fields: Mapping[str, object]) -> Iterator[EventType]:
    value = fields.get(field.wire)
    if not isinstance(value, Mapping):
        return
    if isinstance(field.shape, SetOf):
        yield from (EventType("", name) for name in value)
    elif isinstance(field.shape, MapOf):
        for product, events in value.items():
            yield from (EventType(product, name) for name in (events if isinstance(events, Mapping) else ()))
