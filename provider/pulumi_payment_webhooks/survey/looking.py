"""
Look at what exists: every owner of every account, and beside it the state of a stack. Changes nothing.

A place that refuses, or does not answer, hides no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..errors import PlatformError
from ..reconcile.decide.ageing import earliest
from ..reconcile.declare.meaning import Role
from ..reconcile.ports import Estate, Existing, ExistingKey
from ..reconcile.resource import Platform, ResourceType
from ..stacks.state import Managed
from .found import Absent, Failure, FoundKey, FoundObject, Place, Survey
from .showing import Curtain, fields_with, schedule_of, value_with

AT_ONCE = 16
"""Owners that are asked for concurrently."""


class Opened(Protocol):
    """An account that is open for reading."""

    @property
    def platform(self) -> Platform:
        """Its platform."""

    @property
    def title(self) -> str:
        """The name of the platform, as it is typed."""

    @property
    def account(self) -> Any:
        """The account."""

    @property
    def estate(self) -> Estate:
        """How the platform shows what exists."""

    @property
    def has_owners(self) -> bool:
        """Whether objects belong to owners."""


def look(
    opened: Iterable[Opened],
    owners: Sequence[str] = (),
    managed: Sequence[Managed] | None = None,
    *,
    lists_keys: bool = True,
) -> Survey:
    """
    Look at everything that exists.

    Args:
        opened: The accounts.
        owners: The owners to which it is limited; without them, those of the settings and those in the state.
        managed: The resources in the state of the stack; None where no stack is read.
        lists_keys: Whether the platforms are asked for keys as well, where they can list them.
    """
    surveys = [_Account(one, owners, managed, lists_keys=lists_keys).survey() for one in opened]
    return Survey(
        places=[place for one in surveys for place in one.places],
        objects=[found for one in surveys for found in one.objects],
        keys=[found for one in surveys for found in one.keys],
        absent=[found for one in surveys for found in one.absent],
        failures=[found for one in surveys for found in one.failures],
        notes=[found for one in surveys for found in one.notes],
        keyless=[found for one in surveys for found in one.keyless],
        has_stack=managed is not None,
    )


@dataclass
class _Reading:
    """What an owner has, as the platform answered."""

    place: Place
    objects: Sequence[Existing] = ()
    absent: list[Managed] = field(default_factory=list)
    keys: Sequence[ExistingKey] = ()
    notes: Sequence[str] = ()
    failure: PlatformError | None = None


class _Account:
    """
    One account, looked at.

    Args:
        opened: The account.
        owners: The owners to which it is limited; empty for none.
        managed: The resources of the stack.
        lists_keys: Whether keys are asked for.
    """

    def __init__(
        self, opened: Opened, owners: Sequence[str], managed: Sequence[Managed] | None, *, lists_keys: bool
    ) -> None:
        self._opened = opened
        self._types = {one.kind: one for one in opened.platform.resources}
        self._has_stack = managed is not None
        ours = [one for one in managed or () if one.type.kind in self._types]
        self._managed = [one for one in ours if self._is_here(one)]
        self._elsewhere = sorted({one.account for one in ours if not self._is_here(one)})
        self._can_list_keys = opened.estate.lists_keys(opened.account)
        self._lists_keys = lists_keys and self._can_list_keys
        self._owners = self._owners_among(owners)

    def survey(self) -> Survey:
        """Everything that is found here."""
        from ..client.shared_answers import SharedAnswers

        answers = SharedAnswers(self._read)
        readings = []
        for number, owner in enumerate(self._owners):
            for ahead in self._owners[number : number + AT_ONCE]:
                answers.begin(ahead)
            readings.append(answers.get(owner))
        objects = list(self._objects(readings))
        return Survey(
            places=[one.place for one in readings if not one.failure],
            objects=objects,
            keys=[*self._keys_of_state(objects), *self._listed_keys(readings)],
            absent=[Absent(one.place, gone) for one in readings for gone in one.absent],
            failures=[Failure(one.place, one.failure) for one in readings if one.failure],
            notes=list(self._notes(readings)),
            keyless=[] if self._has_stack or self._can_list_keys else [self._opened.title],
        )

    def _is_here(self, one: Managed) -> bool:
        account = self._opened.account
        return not one.account or one.account == account.name or account.is_move(one.account)

    def _owners_among(self, wanted: Sequence[str]) -> list[str]:
        """The owners to look at, each once, however its id is written."""
        if not self._opened.has_owners:
            return [""]
        recorded = [owner for one in self._managed if (owner := _owner_of(one))]
        found: dict[str, str] = {}
        for owner in wanted or [*self._opened.estate.owners(self._opened.account), *recorded]:
            found.setdefault(owner.casefold(), owner)
        return list(found.values())

    def _read(self, owner: str) -> _Reading:
        """What *owner* has; an error hides no other owner."""
        account, estate = self._opened.account, self._opened.estate
        reading = _Reading(Place(self._opened.title, account.host, owner))
        try:
            reading.objects = estate.read(account, owner)
            reading.notes = list(estate.unlisted(account, reading.objects))
            reading.objects = [*reading.objects, *self._unlisted(owner, reading)]
            if self._lists_keys:
                reading.keys = estate.keys(account, reading.objects)
        except PlatformError as failure:
            reading.failure = failure
        return reading

    def _unlisted(self, owner: str, reading: _Reading) -> Iterator[Existing]:
        """What the stack manages and the list lacks: only an answer to its id says that it does not exist."""
        listed = {one.observed.id for one in reading.objects}
        for one in self._managed:
            if one.id in listed or not fields_with(one.type, Role.EVENTS) or not self._is_owned(one, owner):
                continue
            found = self._opened.estate.find(self._opened.account, one.id)
            if found:
                yield found
            else:
                reading.absent.append(one)

    def _is_owned(self, one: Managed, owner: str) -> bool:
        return not self._opened.has_owners or (_owner_of(one) or "").casefold() == owner.casefold()

    def _objects(self, readings: Sequence[_Reading]) -> Iterator[FoundObject]:
        managed = {one.id: one for one in self._managed if fields_with(one.type, Role.EVENTS)}
        rows = {
            one.observed.id: (reading.place, self._types[one.kind], one)
            for reading in reversed(readings)
            for one in reversed(reading.objects)
        }
        curtain = Curtain.over((type, one, managed.get(id)) for id, (_, type, one) in rows.items())
        for id, (place, type, one) in reversed(rows.items()):
            yield self._object(place, type, one, managed.get(id), curtain)

    def _object(
        self, place: Place, type: ResourceType, existing: Existing, managed: Managed | None, curtain: Curtain
    ) -> FoundObject:
        return FoundObject(
            place=place,
            type=type,
            id=existing.observed.id,
            status=self._opened.estate.status(existing),
            shown=curtain.fields(type, existing, managed),
            added=curtain.added(type, existing, managed),
            schedule=schedule_of(type, existing, managed),
            unseen=existing.unseen,
            managed=managed,
            is_as_declared=managed is not None and _declares_status(managed, existing),
        )

    def _keys_of_state(self, objects: Sequence[FoundObject]) -> Iterator[FoundKey]:
        places = {one.id: one.place for one in objects}
        for one in self._managed:
            if not one.type.declaration.meaning.renewal:
                continue
            of = _text(one, Role.WHOLE) or ""
            place = places.get(of) or Place(self._opened.title, self._opened.account.host, _owner_of(one) or "")
            if place.owner.casefold() not in {owner.casefold() for owner in self._owners}:
                continue
            ends = [one.outputs.get(field.wire) for field in fields_with(one.type, Role.EXPIRY)]
            id, created = _text(one, Role.IDENTITY) or "", _text(one, Role.CREATION)
            yield FoundKey(place, one.type, id, of, created, earliest(*ends), one)

    def _listed_keys(self, readings: Sequence[_Reading]) -> Iterator[FoundKey]:
        """The keys that the platform lists and the state does not know as current."""
        current = {_text(one, Role.IDENTITY) for one in self._managed}
        for reading in readings:
            for one in reading.keys:
                if one.id not in current:
                    yield FoundKey(reading.place, self._types[one.kind], one.id, one.of, one.created, one.expires)

    def _notes(self, readings: Sequence[_Reading]) -> Iterator[str]:
        yield from dict.fromkeys(f"{self._opened.title}: {note}" for one in readings for note in one.notes)
        for account in self._elsewhere:
            yield (
                f"{self._opened.title}: the stack has resources in account {account}, "
                "which its config does not describe; they were not looked at"
            )


def _owner_of(one: Managed) -> str | None:
    return _text(one, Role.OWNER)


def _text(one: Managed, role: Role) -> str | None:
    """The text with *role* in the state; None where there is none, or it is encrypted."""
    value = value_with(one.type, role, {**one.inputs, **one.outputs})
    return value if isinstance(value, str) else None


def _declares_status(one: Managed, existing: Existing) -> bool:
    """Whether the program itself asks for the status that *existing* has."""
    wires = [field.wire for field in fields_with(one.type, Role.STATUS) if field.wire in one.inputs]
    return any(one.inputs[wire] == existing.observed.fields.get(wire) for wire in wires)
