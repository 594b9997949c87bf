"""
A report as Markdown for a comment on a pull request, at GitHub and at GitLab. Pure: no I/O.

It never exceeds its limit: what is least important is left out first, and the comment says how much that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ...wording import count, harmless, join_words, one_line
from ..categories import CHANGES, SECTIONS
from ..exact_changes import Detail, PropertyChange
from ..points import Point, points_of
from ..report import Report, StackDifference, StackReport
from .escaping import block, code, code_in_table, markdown, plain_text, wrapped
from .fitting import Piece, choose_pieces, enumerate_omissions

LIMIT = 60_000
"""Characters of a comment; GitHub refuses those beyond 65,536."""
HEADING = "## Payment webhooks"
_RESTORES = "`pulumi up --refresh` restores what the program declares"

_WIDTH = 92
"""Columns of a block of code that need no scrolling in a comment."""
WHOLE = "the whole stack"
"""What a change is about that is about no resource."""

_EVERY = 20
"""Points of each section that are more important than the next points of any section: no flood hides a section."""
_QUOTED = 3_000
_DIFF = 12_000
_RESERVED = 1_000
_FIRST, _COUNTS = -2, -1
_LATER = len(SECTIONS)
_DIFFERENCES = 2 * len(SECTIONS)
_DETAILS = _DIFFERENCES + 1


@dataclass
class _Section:
    """What stands around the pieces of a section, and what separates them."""

    before: str
    after: str = ""
    stack: int = -1
    gap: str = "\n"
    pieces: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(one for one in (self.before, self.gap.join(self.pieces), self.after) if one)


class _Draft:
    """The sections of a document and their pieces, in the order in which they are shown."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.sections: list[_Section] = []
        self.pieces: list[Piece] = []

    def section(self, before: str, after: str = "", *, stack: int = -1, gap: str = "\n") -> int:
        """Begin a section; return its number."""
        self.sections.append(_Section(before, after, stack, gap))
        return len(self.sections) - 1

    def add(self, section: int, weight: int, what: tuple[str, str], texts: Iterable[str], *, number: int = 1) -> None:
        """Add a piece to a section for each of *texts*, which stands for *number* findings."""
        self.pieces += (Piece(text, section, weight, what, number) for text in texts)


def to_markdown(report: Report, *, limit: int = LIMIT) -> str:
    """*report* as Markdown of at most *limit* characters, which is 2,000 at least."""
    draft = _draft(report)
    heading = f"{HEADING}: {_worst(report)}"
    headings = [_stack_heading(one) if len(report.stacks) > 1 else "" for one in report.stacks]
    frames = [
        len(one.before) + len(one.after) + (len(headings[one.stack]) if one.stack >= 0 else 0) + 8
        for one in draft.sections
    ]
    kept, out = choose_pieces(draft.pieces, frames, limit - len(heading) - _RESERVED)
    for number, piece in enumerate(draft.pieces):
        if number in kept:
            draft.sections[piece.section].pieces.append(piece.text)
    notice = f"_Left out to stay below {limit:,} characters: {enumerate_omissions(out)}._" if out else ""
    blocks = [heading, notice, *_blocks(draft.sections, headings)]
    return "\n\n".join(one for one in blocks if one) + "\n"


def _blocks(sections: Sequence[_Section], headings: Sequence[str]) -> Iterator[str]:
    opened = -1
    for section in sections:
        if not section.pieces:
            continue
        if section.stack > opened:
            opened = section.stack
            yield headings[opened]
        yield str(section)


def _draft(report: Report) -> _Draft:
    draft = _Draft(report)
    draft.add(draft.section(""), _FIRST, ("stack", "stacks"), (_headline(draft, one) for one in report.stacks))
    level = "####" if len(report.stacks) > 1 else "###"
    for number, stack in enumerate(report.stacks):
        _draft_stack(draft, stack, number, level)
    if report.differences:
        _draft_differences(draft, report.differences)
    return draft


def _draft_stack(draft: _Draft, stack: StackReport, number: int, level: str) -> None:
    if introduction := plain_introduction(stack):
        draft.add(draft.section("", stack=number), _COUNTS, ("note", "notes"), [introduction])
    for weight, category in enumerate(SECTIONS):
        section = draft.section(f"{level} {category.title}\n", stack=number)
        title = category.title.lower()
        what = (f"point under “{title}”", f"points under “{title}”")
        for place, point in enumerate(points_of(stack.of(category))):
            later = 0 if place < _EVERY else _LATER
            draft.add(section, weight + later, what, [_item(point)], number=point.number)
    if stack.details:
        resources = count(len(stack.details), "resource")
        summary = f"<details>\n<summary>Exact changes of {resources}</summary>\n"
        details = draft.section(summary, "\n</details>", stack=number, gap="\n\n")
        draft.add(details, _DETAILS, ("exact change", "exact changes"), map(_detail, stack.details))
    if (counts := plain_counts(stack)) and (len(draft.report.stacks) == 1 or stack.findings or stack.others):
        draft.add(draft.section("", stack=number), _COUNTS, ("note", "notes"), [counts])


def _draft_differences(draft: _Draft, differences: Sequence[StackDifference]) -> None:
    groups: dict[tuple[str, ...], list[StackDifference]] = {}
    for one in differences:
        groups.setdefault(tuple(one.stacks), []).append(one)
    for names, rows in groups.items():
        head = "| resource | change | " + " | ".join(code_in_table(name) for name in names) + " |"
        rule = "| --- | --- |" + " --- |" * len(names)
        section = draft.section(f"### Not the same in every stack\n\n{head}\n{rule}")
        draft.add(section, _DIFFERENCES, ("row", "rows"), map(_row, rows))


def _row(one: StackDifference) -> str:
    cells = [code_in_table(one.name) if one.name else WHOLE, markdown(one.aspect, in_table=True)]
    return f"| {' | '.join([*cells, *('yes' if has else 'no' for has in one.stacks.values())])} |"


def _headline(draft: _Draft, stack: StackReport) -> str:
    is_short = len(draft.report.stacks) > 1 and not stack.findings and stack.unchanged
    counted = f" ({count(stack.unchanged, 'resource')})" if is_short else ""
    return f"- {code(stack.stack)} {markdown(stack.headline)}{counted}."


def _stack_heading(stack: StackReport) -> str:
    return f"### {code(stack.stack)}{': changed at the platform' if stack.is_drift else ''}"


def plain_introduction(stack: StackReport) -> str:
    """What a reader must know before the findings of a stack, such as that they are incomplete."""
    if stack.has_failed and CHANGES in stack.categories:
        return f"The {'refresh' if stack.is_drift else 'preview'} failed, so what follows may be incomplete."
    if stack.is_drift and any(one.is_change for one in stack.findings):
        remedy = f"; {_RESTORES}" if stack.is_repairable else ""
        return f"This happened at the platform, outside of Pulumi, after the last deployment{remedy}."
    return ""


def plain_counts(stack: StackReport) -> str:
    """How many resources do not change, and what becomes of those of other packages; unknown if Pulumi failed."""
    if stack.has_failed:
        return ""
    parts = []
    if stack.unchanged:
        verb = "does not change" if stack.unchanged == 1 else "do not change"
        parts.append(f"{count(stack.unchanged, 'resource')} of the program {verb}.")
    if stack.others:
        listed = join_words(f"{number:,} {fate}" for fate, number in stack.others.items())
        parts.append(f"Other resources of the program: {listed}.")
    return " ".join(parts)


def _item(point: Point) -> str:
    text = f"- {markdown(point.text)}"
    return f"{text}\n\n{_quote(point.quote)}" if point.quote else text


def _quote(text: str) -> str:
    shown = harmless(text)
    if len(shown) > _QUOTED:
        shown = f"{shown[:_QUOTED]}\n… ({len(shown) - _QUOTED:,} more characters)"
    return block(wrapped(shown, _WIDTH), indent="  ")


def _detail(detail: Detail) -> str:
    rows = [row for line in detail.lines for row in _rows(line)]
    ends = accumulate(len(row) + 1 for row in rows)
    kept = [row for row, end in zip(rows, ends, strict=True) if end <= _DIFF]
    more = [f"… ({count(len(rows) - len(kept), 'more line')})"] if len(kept) < len(rows) else []
    return block("\n".join([f"@@ {plain_name(detail)} @@", *kept, *more]), language="diff")


def plain_name(detail: Detail) -> str:
    """What a block of exact changes is about."""
    return f"{detail.noun} {one_line(detail.name)}: {detail.fate}"


def _rows(line: PropertyChange) -> Iterator[str]:
    """A property in one row, or its old and its new value in two, if they are too long for one."""
    path = one_line(line.path)
    values = plain_text(line.values)
    row = f"{'!' if line.sign == '~' else line.sign} {path}{': ' if values else ''}{values}"
    if len(row) > _WIDTH and line.sign == "~" and line.old != line.new:
        yield f"- {path}: {plain_text(line.old)}"
        yield f"+ {path}: {plain_text(line.new)}"
    else:
        yield row


def _worst(report: Report) -> str:
    leads = {stack.lead for stack in report.stacks}
    first = next((one.title for one in SECTIONS if one in leads), "")
    return first.lower() if first else "no change"
