"""
A comparison as text for a terminal or a log. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..review.rendering.escaping import plain_text
from ..wording import one_line
from .comparison import ComparisonReport, EventDifference
from .fields import FieldDifference
from .phrases import list_left_out, list_received, name_event, name_object, say_where, summarize

_WIDTH = 80


def to_text(found: ComparisonReport) -> str:
    """The report, without a line break at its end."""
    return "\n".join(_lines(found))


def _lines(found: ComparisonReport) -> Iterator[str]:
    titles = [one_line(title) for title in found.titles]
    yield from map(plain_text, (summarize(found), *list_received(found)))
    for pair in found.pairs:
        yield ""
        yield f"{pair.noun} {plain_text(name_object(pair, titles))}"
        yield from (f"  only in {titles[one.side]}: {_event(one, titles)}" for one in pair.events)
        for field in pair.fields:
            yield from _field(field, titles)
    for side, title in enumerate(titles):
        unpaired = [one for one in found.unpaired if one.side == side]
        if unpaired:
            yield ""
            yield f"only in {title}"
        for one in unpaired:
            yield f"  {one.noun} {plain_text(name_object(one, titles))}"
            yield from (f"    {_event(each, titles)}" for each in one.events)
    if rest := list(map(plain_text, list_left_out(found))):
        yield ""
        yield from rest


def _event(one: EventDifference, titles: list[str]) -> str:
    where = say_where(one)
    return plain_text(name_event(one)) + (f" ({titles[1 - one.side]}: {plain_text(where)})" if where else "")


def _field(field: FieldDifference, titles: list[str]) -> Iterator[str]:
    """One line, or three if that would be too long; values that differ in what is not shown have one text."""
    named = [f"{title}:" for title in titles]
    values = [one_line(one.text) for one in (field.first, field.second)]
    if values[0] == values[1]:
        yield f"  {field.path}  differs ({values[0]})"
        return
    line = f"  {field.path}  {named[0]} {values[0]}  {named[1]} {values[1]}"
    if len(line) <= _WIDTH:
        yield line
        return
    width = max(map(len, named))
    yield f"  {field.path}"
    yield from (f"    {title:<{width}} {value}" for title, value in zip(named, values, strict=True))
