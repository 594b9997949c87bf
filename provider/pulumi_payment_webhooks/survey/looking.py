"""
Look at what exists: every owner of every account, and beside it the state of a stack. Changes nothing.

If a place refuses or does not answer, all other places are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from ..errors import PlatformError
from ..reconcile.decide.ageing import earliest
from ..reconcile.declare.meaning import Role
from ..reconcile.ports import ExistingKey, ExistingObject
from ..reconcile.resource import ResourceType
from ..stacks.state import Managed
from .accounts import Opened, by_title, left_over, once, owner_of, owners_to_ask, share_out, text_with, unopened
from .found import Absent, Failure, FoundKey, FoundObject, Place, Survey
from .showing import SecretFilter, fields_with, retry_schedule

AT_ONCE = 16
"""Owners that are asked for concurrently."""


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
        opened: The accounts; of several accounts at one platform, the first is that of the settings.
        owners: The owners to which it is limited; without them, those of the settings and those in the state.
        managed: The resources in the state of the stack; None where no stack is read.
        lists_keys: Whether the platforms are asked for keys as well, where they can list them.
    """
    everywhere = list(opened)
    accounts: list[_Account] = []
    rest = [Survey(notes=list(unopened(everywhere, managed or ())))]
    for title, several in by_title(everywhere).items():
        ours = [one for one in managed or () if one.type.platform == several[0].platform.name]
        shares = share_out(several, ours)
        wanted = owners_to_ask(several, shares, owners)
        accounts += (_Account(one, share, ours) for one, share in zip(several, shares, strict=True))
        for account, asked in zip(accounts[-len(several) :], wanted, strict=True):
            account.read(asked, lists_keys=lists_keys, looks_for_all=not owners)
        rest.append(left_over(title, several, ours, has_stack=managed is not None))
    secrets_filter = SecretFilter.of(row for account in accounts for row in account.rows())
    return _together([*(one.survey(secrets_filter) for one in accounts), *rest], has_stack=managed is not None)


def _together(surveys: Sequence[Survey], *, has_stack: bool) -> Survey:
    return Survey(
        places=list(dict.fromkeys(place for one in surveys for place in one.places)),
        objects=list({(found.place, found.id): found for one in surveys for found in one.objects}.values()),
        keys=[found for one in surveys for found in one.keys],
        absent=[found for one in surveys for found in one.absent],
        failures=[found for one in surveys for found in one.failures],
        notes=list(dict.fromkeys(found for one in surveys for found in one.notes)),
        keyless=[found for one in surveys for found in one.keyless],
        has_stack=has_stack,
    )


@dataclass
class _Reading:
    """What an owner has, as the platform answered."""

    place: Place
    objects: Sequence[ExistingObject] = ()
    absent: list[Managed] = field(default_factory=list)
    keys: Sequence[ExistingKey] = ()
    notes: Sequence[str] = ()
    failure: PlatformError | None = None
    is_listed: bool = False


class _Account:
    """
    An account, and what was read from it.

    Args:
        opened: The account.
        share: The resources of the stack in this account.
        managed: Those at the platform, in any account.
    """

    def __init__(self, opened: Opened, share: Sequence[Managed], managed: Sequence[Managed]) -> None:
        self._opened = opened
        self._types = {one.kind: one for one in opened.platform.resources}
        self._share = share
        self._managed = {one.id: one for one in managed if fields_with(one.type, Role.EVENTS)}
        self._lists_keys = False
        self._unknown_owner = ""
        self._readings: list[_Reading] = []

    def read(self, owners: Sequence[str], *, lists_keys: bool, looks_for_all: bool) -> None:
        """
        Ask the platform for what *owners* have, and for their keys if it can list keys.

        If *looks_for_all*, what has a secret owner in the state is looked for with the first of *owners*.
        """
        from ..client.shared_answers import SharedAnswers

        self._lists_keys = lists_keys and self._opened.estate.lists_keys(self._opened.account)
        self._unknown_owner = owners[0] if owners and looks_for_all else ""
        answers = SharedAnswers(self._read)
        for number, owner in enumerate(owners):
            for ahead in owners[number : number + AT_ONCE]:
                answers.begin(ahead)
            self._readings.append(answers.get(owner))

    def rows(self) -> Iterator[tuple[ResourceType, ExistingObject, Managed | None]]:
        """Each object, with the resource that manages it."""
        for _, existing in self._found():
            yield self._types[existing.kind], existing, self._managed.get(existing.observed.id)

    def survey(self, secrets_filter: SecretFilter) -> Survey:
        """What was found, without what *secrets_filter* hides."""
        objects = [self._object(place, existing, secrets_filter) for place, existing in self._found()]
        return Survey(
            places=[one.place for one in self._readings if one.is_listed],
            objects=objects,
            keys=[*self._keys_of_state(objects), *self._listed_keys()],
            absent=[Absent(one.place, gone) for one in self._readings for gone in one.absent],
            failures=[Failure(one.place, one.failure) for one in self._readings if one.failure],
            notes=[f"{self._opened.title}: {note}" for one in self._readings for note in one.notes],
        )

    def _read(self, owner: str) -> _Reading:
        """What *owner* has; an error is recorded, and does not prevent the reading of other owners."""
        account, estate = self._opened.account, self._opened.estate
        reading = _Reading(Place(self._opened.title, account.host, owner))
        try:
            reading.objects = estate.read(account, owner)
            reading.is_listed = True
            reading.notes = list(estate.unlisted(account, reading.objects))
            reading.objects = [*reading.objects, *self._unlisted(owner, reading)]
            if self._lists_keys:
                reading.keys = estate.keys(account, reading.objects)
        except PlatformError as failure:
            reading.failure = failure
        return reading

    def _unlisted(self, owner: str, reading: _Reading) -> Iterator[ExistingObject]:
        """What the stack manages and the list lacks: only an answer to its id says that it does not exist."""
        listed = {one.observed.id for one in reading.objects}
        from ..client.listing import ask_each

        lacking = [
            one
            for one in self._share
            if one.id not in listed and fields_with(one.type, Role.EVENTS) and self._is_owned(one, owner)
        ]
        account, ids = self._opened.account, [one.id for one in lacking]
        answers = ask_each(partial(self._opened.estate.find, account), ids, workers=account.workers)
        for one, found in zip(lacking, answers, strict=True):
            if found:
                yield found
            else:
                reading.absent.append(one)

    def _is_owned(self, one: Managed, owner: str) -> bool:
        return not self._opened.has_owners or (owner_of(one) or self._unknown_owner).casefold() == owner.casefold()

    def _found(self) -> Iterator[tuple[Place, ExistingObject]]:
        """Each object once, where it was found first."""
        seen = set[str]()
        for reading in self._readings:
            for one in reading.objects:
                if one.observed.id not in seen:
                    seen.add(one.observed.id)
                    yield reading.place, one

    def _object(self, place: Place, existing: ExistingObject, secrets_filter: SecretFilter) -> FoundObject:
        type, managed = self._types[existing.kind], self._managed.get(existing.observed.id)
        return FoundObject(
            place=place,
            type=type,
            id=existing.observed.id,
            status=self._opened.estate.status(existing),
            shown=secrets_filter.fields(type, existing, managed),
            added=secrets_filter.added(type, existing, managed),
            schedule=retry_schedule(type, existing, managed),
            unseen=existing.unseen,
            managed=managed,
            is_as_declared=managed is not None and _declares_status(managed, existing),
        )

    def _keys_of_state(self, objects: Sequence[FoundObject]) -> Iterator[FoundKey]:
        owners = once(one.place.owner for one in self._readings)
        places = {one.id: one.place for one in objects}
        for one in self._share:
            if not one.type.declaration.meaning.renewal:
                continue
            of = text_with(one, Role.WHOLE) or ""
            owner = owner_of(one) or self._unknown_owner
            place = places.get(of) or Place(self._opened.title, self._opened.account.host, owner)
            if place.owner.casefold() not in owners:
                continue
            ends = [one.outputs.get(field.wire) for field in fields_with(one.type, Role.EXPIRY)]
            id, created = text_with(one, Role.IDENTITY) or "", text_with(one, Role.CREATION)
            yield FoundKey(place, one.type, id, of, created, earliest(*ends), one)

    def _listed_keys(self) -> Iterator[FoundKey]:
        """The keys that the platform lists and the state does not know as current."""
        current = {text_with(one, Role.IDENTITY) for one in self._share}
        for reading in self._readings:
            for one in reading.keys:
                if one.id not in current:
                    yield FoundKey(reading.place, self._types[one.kind], one.id, one.of, one.created, one.expires)


def _declares_status(one: Managed, existing: ExistingObject) -> bool:
    """Whether the program itself asks for the status that *existing* has."""
    wires = [field.wire for field in fields_with(one.type, Role.STATUS) if field.wire in one.inputs]
    return any(one.inputs[wire] == existing.observed.fields.get(wire) for wire in wires)
