"""
The sentences of a comparison, the same in every form of the report. Pure: no I/O.

Names from programs and platforms are parts of the sentences, so that each form can make them harmless.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..wording import Sentence, Shown, Words, count
from .aspects import Aspect
from .comparison import ComparisonReport, EventDifference, PairDifference, UnpairedObject

_SHOWN = 3


def summarize(found: ComparisonReport) -> Words:
    """Whether the sides differ, and in how many places."""
    one, other = map(Shown, found.titles)
    if found.is_equal:
        return Sentence(f"{{}} and {{}} do not differ: {count(found.equal, 'resource')} compared.", one, other)
    rest = f"; {count(found.equal, 'resource')} {'is' if found.equal == 1 else 'are'} equal" if found.equal else ""
    return Sentence(f"{{}} and {{}} differ in {count(found.count, 'place')}{rest}.", one, other)


def list_received(found: ComparisonReport) -> Iterator[Words]:
    """What only one side receives in total; nothing if both receive the same."""
    for side, events in enumerate(found.received):
        if events:
            having, lacking = Shown(found.titles[side]), Shown(found.titles[1 - side])
            yield Sentence(f"{{}} receives {count(len(events), 'event type')} that {{}} does not.", having, lacking)


def list_left_out(found: ComparisonReport) -> Iterator[Words]:
    """What was not compared."""
    if secret := [Sentence("{} of {}", Shown(path), first_names(names)) for path, names in found.withheld.items()]:
        yield Sentence(f"Not compared, because it is secret: {'; '.join('{}' for _ in secret)}.", *secret)
    if aspects := [one.value for one in Aspect if one not in found.include]:
        yield f"Left out unless --include names them: {', '.join(aspects)}."


def name_object(one: PairDifference | UnpairedObject, titles: Sequence[str]) -> Words:
    """What an object is called; a pair with two names has both."""
    if isinstance(one, UnpairedObject):
        return Sentence("{}", Shown(one.name))
    first, second = one.names
    if first == second:
        return Sentence("{}", Shown(first))
    return Sentence("{} ({}: {})", Shown(first), Shown(titles[1]), Shown(second))


def say_where(one: EventDifference) -> Words | None:
    """Where the other side receives an event type; None if it does not."""
    return Sentence("at {}", first_names(one.elsewhere)) if one.elsewhere else None


def name_event(one: EventDifference) -> Words:
    """An event type, and its product."""
    name = Shown(one.event.name)
    return Sentence("{} of {}", name, Shown(one.event.product)) if one.event.product else Sentence("{}", name)


def first_names(names: Sequence[str]) -> Words:
    """The first of *names*, and how many more there are."""
    shown, rest = names[:_SHOWN], len(names) - _SHOWN
    template = ", ".join("{}" for _ in shown) + (f" and {rest} more" if rest > 0 else "")
    return Sentence(template, *map(Shown, shown))
