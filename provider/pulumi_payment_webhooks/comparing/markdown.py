"""
A comparison as Markdown for comments and the summary of a job. Pure: no I/O.

Names from programs and platforms are written as code, in which no markup and no mention has an effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..review.rendering.escaping import code, code_in_table, markdown
from .comparison import ComparisonReport, EventDifference, PairDifference, UnpairedObject
from .phrases import list_left_out, list_received, name_event, name_object, say_where, summarize


def to_markdown(found: ComparisonReport) -> str:
    """The report, without a line break at its end."""
    return "\n".join(_lines(found))


def _lines(found: ComparisonReport) -> Iterator[str]:
    yield f"### {' and '.join(map(code, found.titles))}"
    yield ""
    yield from map(markdown, (summarize(found), *list_received(found)))
    if not found.is_equal:
        yield ""
        yield f"| | {' | '.join(map(code_in_table, found.titles))} |"
        yield "| --- | --- | --- |"
        for pair in found.pairs:
            yield from _pair(pair, found.titles)
        for unpaired in found.unpaired:
            yield from _unpaired(unpaired, found.titles)
    yield ""
    yield from (f"- {markdown(words)}" for words in list_left_out(found))


def _pair(pair: PairDifference, titles: Sequence[str]) -> Iterator[str]:
    yield f"| **{pair.noun}** {markdown(name_object(pair, titles), in_table=True)} | | |"
    yield from map(_event, pair.events)
    for field in pair.fields:
        yield f"| {' | '.join(map(code_in_table, (field.path, field.first.text, field.second.text)))} |"


def _unpaired(unpaired: UnpairedObject, titles: Sequence[str]) -> Iterator[str]:
    name = markdown(name_object(unpaired, titles), in_table=True)
    yield f"| **{unpaired.noun}** {name} | {_by_side('exists', '**missing**', unpaired.side)} |"
    yield from map(_event, unpaired.events)


def _event(one: EventDifference) -> str:
    where = say_where(one)
    lacking = markdown(where, in_table=True) if where else "**not received**"
    return f"| {markdown(name_event(one), in_table=True)} | {_by_side('received', lacking, one.side)} |"


def _by_side(having: str, lacking: str, side: int) -> str:
    """Two cells, in the order of the columns, for something that only *side* has."""
    return " | ".join((having, lacking) if side == 0 else (lacking, having))
