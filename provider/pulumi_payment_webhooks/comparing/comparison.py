"""
The differences between two sides: first what each receives in total, then object by object. Pure: no I/O.

An event type that both sides receive at different objects is a difference of these objects, not of what is received.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..reconcile.declare.meaning import Role
from .aspects import Aspect
from .fields import FieldDifference, NotCompared, Walk
from .pairing import Pair, pair_up
from .sides import ComparedObject, EventType, Side, comparable
from .values import ShownValue, State


@dataclass(frozen=True)
class EventDifference:
    """
    An event type that only one of two paired objects, or an object without a pair, delivers.

    Args:
        event: The event type.
        side: The side that has it there: 0 or 1.
        elsewhere: The names of the objects on the other side that deliver it.
    """

    event: EventType
    side: int
    elsewhere: Sequence[str] = ()


@dataclass(frozen=True)
class PairDifference:
    """
    Two objects that are meant to be the same, and differ.

    Args:
        kind: The kind of their type.
        noun: What such an object is called.
        names: What people call each of them.
        events: The event types that only one of them delivers.
        fields: The fields that differ.
    """

    kind: str
    noun: str
    names: tuple[str, str]
    events: Sequence[EventDifference]
    fields: Sequence[FieldDifference]


@dataclass(frozen=True)
class UnpairedObject:
    """
    An object that exists on one side only.

    Args:
        kind: The kind of its type.
        noun: What such an object is called.
        name: What people call it.
        side: The side that has it: 0 or 1.
        events: The event types that it delivers.
    """

    kind: str
    noun: str
    name: str
    side: int
    events: Sequence[EventDifference]


@dataclass(frozen=True)
class ComparisonReport:
    """
    What differs, and what was not compared.

    Args:
        titles: What messages call each side.
        pairs: The pairs that differ.
        unpaired: The objects without a pair.
        received: The event types that only the first side receives, then those that only the second receives.
        equal: How many pairs do not differ.
        withheld: The names of the objects by the fields that could not be compared, because a value is secret.
        include: What was compared on request.
    """

    titles: tuple[str, str]
    pairs: Sequence[PairDifference]
    unpaired: Sequence[UnpairedObject]
    received: tuple[Sequence[EventType], Sequence[EventType]]
    equal: int
    withheld: Mapping[str, Sequence[str]]
    include: Collection[Aspect]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that both sides could have: no comparison took place."""
        return self.is_equal and not self.equal

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs of what could be compared."""
        return not self.pairs and not self.unpaired

    @property
    def count(self) -> int:
        """How many differences there are."""
        return sum(len(one.events) + len(one.fields) for one in self.pairs) + len(self.unpaired)


Having = Mapping[EventType, Sequence[str]]
"""The names of the objects that deliver each event type."""


def compare(one: Side, other: Side, include: Collection[Aspect] = ()) -> ComparisonReport:
    """
    The differences between two sides.

    Args:
        one: The first side.
        other: The second side.
        include: What is compared besides: what usually differs between environments.
    """
    sides = _without_secret_names(*comparable(one, other))
    pairs, *left = pair_up(sides[0].entries, sides[1].entries)
    having = [_having(side.entries) for side in sides]
    secret = {id(entry) for pair in pairs if any(one.secret_events for one in pair) for entry in pair}
    known = [_having(entry for entry in side.entries if id(entry) not in secret) for side in sides]
    walk = Walk(one.is_stack, other.is_stack, include)
    found = [_differences(pair, walk, having) for pair in pairs]
    unpaired = [_unpaired(entry, position, having) for position, entries in enumerate(left) for entry in entries]
    return ComparisonReport(
        titles=(one.title, other.title),
        pairs=sorted(
            (each for each, _ in found if each.events or each.fields), key=lambda each: (each.kind, each.names)
        ),
        unpaired=sorted(unpaired, key=lambda each: (each.side, each.kind, each.name)),
        received=(_missing(known[0], having[1]), _missing(known[1], having[0])),
        equal=sum(1 for each, _ in found if not each.events and not each.fields),
        withheld=_withheld(
            [
                *(withheld for _, withheld in found),
                *((one.name, one.secret_events) for entries in left for one in entries),
            ]
        ),
        include=tuple(sorted(include)),
    )


def _without_secret_names(one: Side, other: Side) -> tuple[Side, Side]:
    """Both sides; what a platform has under a name that a program made secret is called by its id."""
    pairs, *_ = pair_up(one.entries, other.entries)
    secret = {each.name for pair in pairs if any(entry.has_secret_name for entry in pair) for each in pair}
    first, second = (side if side.is_stack else _call_by_id(side, secret) for side in (one, other))
    return first, second


def _call_by_id(side: Side, names: Collection[str]) -> Side:
    return replace(
        side, entries=tuple(replace(each, name=each.id) if each.name in names else each for each in side.entries)
    )


def _differences(pair: Pair, walk: Walk, having: Sequence[Having]) -> tuple[PairDifference, tuple[str, list[str]]]:
    """What differs between the objects of *pair*; their name, and the fields that were not compared."""
    one, other = pair
    found = list(walk.compare(one, other))
    fields: list[FieldDifference] = [each for each in found if isinstance(each, FieldDifference)]
    if Aspect.IDS in walk.include and one.id != other.id:
        fields.append(
            FieldDifference("id", Role.WHOLE, *(ShownValue(each.id, State.DECLARED, each.id) for each in pair))
        )
    secret = sorted({name for each in pair for name in each.secret_events})
    events = (
        []
        if secret
        else [
            EventDifference(event, position, _elsewhere(event, position, having))
            for position, (mine, theirs) in enumerate((pair, (other, one)))
            for event in sorted(mine.events - theirs.events)
        ]
    )
    difference = PairDifference(one.type.kind, one.noun, (one.name, other.name), events, fields)
    title = one.name if one.name == other.name else f"{one.name} / {other.name}"
    return difference, (title, [*secret, *(each.path for each in found if isinstance(each, NotCompared))])


def _unpaired(entry: ComparedObject, position: int, having: Sequence[Having]) -> UnpairedObject:
    events = [EventDifference(event, position, _elsewhere(event, position, having)) for event in sorted(entry.events)]
    return UnpairedObject(entry.type.kind, entry.noun, entry.name, position, events)


def _having(entries: Iterable[ComparedObject]) -> Having:
    found: dict[EventType, list[str]] = {}
    for entry in entries:
        for event in entry.events:
            found.setdefault(event, []).append(entry.name)
    return {event: sorted(names) for event, names in found.items()}


def _missing(ones: Having, others: Having) -> Sequence[EventType]:
    return sorted(ones.keys() - others.keys())


def _elsewhere(event: EventType, position: int, having: Sequence[Having]) -> Sequence[str]:
    return having[1 - position].get(event, ())


def _withheld(found: Iterable[tuple[str, Sequence[str]]]) -> Mapping[str, Sequence[str]]:
    withheld: dict[str, list[str]] = {}
    for name, paths in found:
        for path in paths:
            withheld.setdefault(path, []).append(name)
    return {path: sorted(names) for path, names in sorted(withheld.items())}
