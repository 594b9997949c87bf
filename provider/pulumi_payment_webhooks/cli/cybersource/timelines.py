"""A retry timeline as lines of text, to scale: no colour, and only ASCII for terminals without Unicode. No I/O."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...cybersource.rules.retry_timeline import Retry, Timeline, ticks
from ...wording import duration
from ..printing import columns

ROWS = 24
"""Retries that are listed one by one; of more, the first half and the last."""

_FAILURE, _RETRY, _LINE, _WAIT, _TICK, _MORE = "╳●─┄│…"
_TICK_ROOM = 12
_ASCII = str.maketrans({_FAILURE: "X", _RETRY: "o", _LINE: "-", _WAIT: ".", _TICK: "|", _MORE: "~", "–": "-"})


def ascii_only(text: str) -> str:
    """*text* for a terminal that has nothing but ASCII."""
    return text.translate(_ASCII)


def picture(timeline: Timeline, width: int) -> Iterator[str]:
    """
    The timeline to scale: numbers of the retries, the line itself, the time below it.

    Args:
        timeline: What is drawn.
        width: Columns there are.
    """
    scale = _Scale(timeline.span, width)
    yield "".join(_numbers(timeline, scale)).rstrip()
    yield "".join(_line(timeline, scale)).rstrip()
    yield "".join(_ruler(timeline, scale)).rstrip()


def listing(timeline: Timeline) -> Iterator[str]:
    """Every retry with its times; of many, the first and the last."""
    has_sequences = len(timeline.sequences) > 1
    head: tuple[str, ...] = ("retry", "sequence", "after the first failure", "after the previous attempt")
    before = 0
    rows = [head]
    for number, sequence in enumerate(timeline.sequences, start=1):
        for retry in sequence.retries:
            times = duration(retry.minute), duration(max(retry.minute - before, 0))
            rows.append((str(retry.number), str(number), *times))
            before = retry.minute
    if len(rows) > ROWS + 1:
        rows = [*rows[: ROWS // 2 + 1], (_MORE,) * len(head), rows[-1]]
    for row in columns([row if has_sequences else (row[0], *row[2:]) for row in rows], right=True):
        yield f"  {row}"


class _Scale:
    """From minutes to columns; what is later than the first failure never hides it."""

    def __init__(self, span: int, width: int) -> None:
        self.width = width
        self._span = max(span, 1)

    def __call__(self, minute: int) -> int:
        return max(1, round(minute * (self.width - 1) / self._span)) if minute else 0


def _numbers(timeline: Timeline, scale: _Scale) -> list[str]:
    """The number of each mark; of marks that fall together, the first and the last."""
    row = [" "] * scale.width
    free = 0
    for at, retries in _groups(timeline.retries, scale):
        text = str(retries[0].number) if len(retries) == 1 else f"{retries[0].number}–{retries[-1].number}"
        start = min(at, scale.width - len(text))
        if start >= free:
            row[start : start + len(text)] = text
            free = start + len(text) + 1
    return row


def _groups(retries: Sequence[Retry], scale: _Scale) -> list[tuple[int, list[Retry]]]:
    groups: dict[int, list[Retry]] = {}
    for retry in retries:
        groups.setdefault(scale(retry.minute), []).append(retry)
    return sorted(groups.items())


def _line(timeline: Timeline, scale: _Scale) -> list[str]:
    row = [" "] * scale.width
    before = 0
    for sequence in timeline.sequences:
        start, end = scale(sequence.begins), max(scale(retry.minute) for retry in sequence.retries)
        row[before:start] = _WAIT * (start - before)
        row[start : end + 1] = _LINE * (end + 1 - start)
        before = end
    for retry in timeline.retries:
        row[scale(retry.minute)] = _RETRY
    row[0] = _FAILURE
    return row


def _ruler(timeline: Timeline, scale: _Scale) -> list[str]:
    row = [" "] * scale.width
    free = 0
    for minute in ticks(timeline.span, max(1, scale.width // _TICK_ROOM)):
        text = f"{_TICK}{duration(minute) if minute else '0'}"
        start = scale(minute)
        if free <= start <= scale.width - len(text):
            row[start : start + len(text)] = text
            free = start + len(text) + 1
    return row
