"""
A report as lines of plain text for a terminal, each with its kind, so that the terminal can style it. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from textwrap import indent

from ...wording import harmless, one_line
from ..categories import SECTIONS
from ..points import Point, points_of
from ..report import Report, StackReport
from .as_markdown import WHOLE, plain_counts, plain_introduction
from .escaping import plain_text


class Style(Enum):
    """What a line is."""

    STACK = "stack"
    SECTION = "section"
    TEXT = "text"
    QUOTE = "quote"


@dataclass(frozen=True)
class TextLine:
    """
    A line, which may be long and contain line breaks if it is a quotation.

    Args:
        text: The line, without control characters.
        style: What it is.
    """

    text: str
    style: Style = Style.TEXT


def to_lines(report: Report) -> Iterator[TextLine]:
    """*report* as lines of text."""
    for stack in report.stacks:
        yield from _stack(stack)
    if report.differences:
        yield TextLine("Not the same in every stack", Style.STACK)
    for one in report.differences:
        stacks = ", ".join(f"{one_line(name)}: {'yes' if has else 'no'}" for name, has in one.stacks.items())
        yield TextLine(f"  - {one_line(one.name) or WHOLE}: {plain_text(one.aspect)} ({stacks})")


def _stack(stack: StackReport) -> Iterator[TextLine]:
    yield TextLine(f"{one_line(stack.stack)} {plain_text(stack.headline)}.", Style.STACK)
    if introduction := plain_introduction(stack):
        yield TextLine(f"  {introduction}")
    for category in SECTIONS:
        if found := stack.of(category):
            yield TextLine(f"  {category.title}", Style.SECTION)
            for point in points_of(found):
                yield from _point(point)
    if counts := plain_counts(stack):
        yield TextLine(f"  {counts}")


def _point(point: Point) -> Iterator[TextLine]:
    yield TextLine(f"    - {plain_text(point.text)}")
    if point.quote:
        yield TextLine(indent(harmless(point.quote), "      "), Style.QUOTE)
