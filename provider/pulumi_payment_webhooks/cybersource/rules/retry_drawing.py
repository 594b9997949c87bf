"""
The retry schedule as a picture: SVG that stands alone, in a document or in a page. Pure, no I/O here.

It is drawn to scale. Colours follow the reader's, light or dark; screen readers read its title and description.
A time that has no room is left out of the picture, and never printed over another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ...wording import duration
from .retry_schedule import RetryRules, describe
from .retry_timeline import Retry, Timeline, ticks, timeline

WIDTH = 720
ROWS = 8

_MARGIN = 24
_TEXT, _SMALL = 14.0, 12.0
_ROW = 18
_LINE = 20
_HEAD = 14
_EM = 0.62  # Average width of a character in the fonts named below, with something to spare.
_CLOSE = 3.0  # Marks that are closer together have one label.
_TICKS = 6

_STYLE = """
.retry-timeline { --paper: #ffffff; --ink: #1f2328; --faint: #59636e; --band: #ddf4ff; --mark: #0550ae; --fail: #cf222e;
  font-family: system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
@media (prefers-color-scheme: dark) {
  .retry-timeline { --paper: #0d1117; --ink: #e6edf3; --faint: #9198a1; --band: #14304f; --mark: #79c0ff;
    --fail: #ff7b72; }
}
.retry-timeline .paper { fill: var(--paper); }
.retry-timeline text { fill: var(--ink); }
.retry-timeline .faint { fill: var(--faint); }
.retry-timeline .band { fill: var(--band); }
.retry-timeline .mark { fill: var(--mark); }
.retry-timeline .line { stroke: var(--mark); stroke-width: 2; }
.retry-timeline .wait { stroke: var(--faint); stroke-width: 2; stroke-dasharray: 2 4; }
.retry-timeline .thin { stroke: var(--faint); stroke-width: 1; }
.retry-timeline .fail { stroke: var(--fail); stroke-width: 3; }
"""


@dataclass(frozen=True)
class Label:
    """
    The time of a mark, on a flag above it.

    Args:
        x: Where the mark is, and the text begins.
        row: How many rows above the lowest.
        text: What is printed.
    """

    x: float
    row: int
    text: str

    @property
    def end(self) -> float:
        """Where the text ends at the latest."""
        return self.x + _width(self.text, _SMALL) + 8


def svg(rules: RetryRules, *, deactivates: bool = False, id: str = "retry-timeline") -> str:
    """
    The timeline of a policy as one `<svg>` element, 720 units wide.

    Args:
        rules: The members of the policy that decide the times.
        deactivates: ``deactivateFlag``, which decides how it ends.
        id: Begins the ids inside; pictures in one page need different ones.

    Raises:
        ValueError: The policy is too long to be drawn.
    """
    drawn = timeline(rules)
    scale = _scale(drawn)
    labels = list(_labels(drawn, scale))
    heading = _heading(drawn, deactivates)
    line = _HEAD + _LINE * len(heading) + _ROW * (1 + max((label.row for label in labels), default=-1)) + 24
    height = line + 74
    elements = [
        f"<title id={quoteattr(id + '-title')}>{escape(_title(drawn))}</title>",
        f"<desc id={quoteattr(id + '-desc')}>{escape(_description(drawn, deactivates))}</desc>",
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>',
        *heading,
        *_sequences(drawn, scale, line),
        *_flags(labels, line),
        *_marks(drawn, scale, line),
        *_axis(drawn, scale, line + 44),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="retry-timeline" role="img" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f"aria-labelledby={quoteattr(f'{id}-title {id}-desc')}>\n" + "\n".join(elements) + "\n</svg>\n"
    )


@dataclass(frozen=True)
class _Scale:
    """From minutes to the horizontal place."""

    units: float

    def __call__(self, minute: int) -> float:
        return round(_MARGIN + minute * self.units, 1)


def _scale(drawn: Timeline) -> _Scale:
    """As wide as it can be with the last label to the right of its mark."""
    room = _width(duration(drawn.span), _SMALL) + 8
    for _ in range(2):  # The scale decides which marks have one label, and the last label how much room there is.
        scale = _Scale((WIDTH - 2 * _MARGIN - room) / max(drawn.span, 1))
        room = max([room, *(_width(_told(*group), _SMALL) + 8 for group in _groups(drawn, scale)[-1:])])
    return _Scale((WIDTH - 2 * _MARGIN - room) / max(drawn.span, 1))


def _title(drawn: Timeline) -> str:
    return f"Retries of a failed delivery: {drawn.pace}; {drawn.amount}"


def _description(drawn: Timeline, deactivates: bool) -> str:
    return f"{describe(drawn.rules, deactivates=deactivates)}. The first attempt fails at 0 min."


def _heading(drawn: Timeline, deactivates: bool) -> list[str]:
    """What is drawn, in words: two lines, or three where they are long."""
    name = f"{drawn.rules.algorithm.title()}: {drawn.pace}" if drawn.sequences else "No retry"
    facts = (
        [drawn.amount, drawn.ending(deactivates=deactivates)]
        if drawn.sequences
        else [drawn.ending(deactivates=deactivates)]
    )
    together = "; ".join(facts)
    lines = [together] if _width(together, _SMALL) <= WIDTH - 2 * _MARGIN else facts
    return [
        _text(_MARGIN, _HEAD + 16, name, 'font-weight="600"', size=_TEXT),
        *(_text(_MARGIN, _HEAD + 16 + _LINE * row, text, 'class="faint"') for row, text in enumerate(lines, start=1)),
    ]


def _labels(drawn: Timeline, scale: _Scale) -> Iterator[Label]:
    """
    From the last to the first: what comes earlier flies higher, so that no flag stands in front of another's pole.
    """
    placed: list[Label] = []
    for first, last in reversed(_groups(drawn, scale)):
        for row in range(ROWS):
            label = Label(scale(first.minute), row, _told(first, last))
            if label.end <= WIDTH - _MARGIN / 2 and not any(_is_in_the_way(label, other) for other in placed):
                placed.append(label)
                yield label
                break


def _told(first: Retry, last: Retry) -> str:
    if first.minute == last.minute:
        return duration(first.minute)
    return f"{duration(first.minute)} – {duration(last.minute)}"


def _groups(drawn: Timeline, scale: _Scale) -> list[tuple[Retry, Retry]]:
    """First and last of the retries whose marks cannot be distinguished."""
    groups: list[tuple[Retry, Retry]] = []
    for retry in sorted(drawn.retries, key=lambda retry: retry.minute):
        if groups and scale(retry.minute) - scale(groups[-1][1].minute) < _CLOSE:
            groups[-1] = groups[-1][0], retry
        else:
            groups.append((retry, retry))
    return groups


def _is_in_the_way(label: Label, other: Label) -> bool:
    """Whether text or pole of one would touch the other's; *other* does not begin earlier."""
    return label.row <= other.row and label.end > other.x


def _flags(labels: list[Label], line: int) -> Iterator[str]:
    for label in labels:
        y = line - 14 - _ROW * label.row
        yield f'<line class="thin" x1="{label.x}" y1="{y - 11}" x2="{label.x}" y2="{line}"/>'
        yield _text(label.x + 4, y, label.text)


def _sequences(drawn: Timeline, scale: _Scale, line: int) -> Iterator[str]:
    before, named = 0, 0.0
    for number, sequence in enumerate(drawn.sequences, start=1):
        start, end = scale(sequence.begins), scale(max(retry.minute for retry in sequence.retries))
        if sequence.begins > before:
            yield f'<line class="wait" x1="{scale(before)}" y1="{line}" x2="{start}" y2="{line}"/>'
        before = sequence.ends
        if len(drawn.sequences) > 1:
            yield f'<rect class="band" x="{start}" y="{line - 9}" width="{round(end - start, 1)}" height="34" rx="3"/>'
            name = f"sequence {number}"
            if start >= named and start + _width(name, _SMALL) + 8 <= end:
                yield _text(start + 4, line + 20, name, 'class="faint"')
                named = end
        yield f'<line class="line" x1="{start}" y1="{line}" x2="{end}" y2="{line}"/>'


def _marks(drawn: Timeline, scale: _Scale, line: int) -> Iterator[str]:
    yield (
        f'<line class="fail" x1="{_MARGIN}" y1="{line - 9}" x2="{_MARGIN}" y2="{line + 9}">'
        "<title>the first attempt fails</title></line>"
    )
    places = {scale(retry.minute): retry for retry in reversed(drawn.retries)}
    for x, retry in sorted(places.items()):
        title = f"retry {retry.number}: {duration(retry.minute)} after the first failure"
        yield f'<circle class="mark" cx="{x}" cy="{line}" r="4"><title>{title}</title></circle>'


def _axis(drawn: Timeline, scale: _Scale, y: int) -> Iterator[str]:
    """The scale: round times, from the first failure on."""
    yield f'<line class="thin" x1="{_MARGIN}" y1="{y - 12}" x2="{scale(drawn.span)}" y2="{y - 12}"/>'
    taken = 0.0
    for minute in ticks(drawn.span, _TICKS):
        x, text = scale(minute), duration(minute)
        yield f'<line class="thin" x1="{x}" y1="{y - 16}" x2="{x}" y2="{y - 12}"/>'
        start = max(x - _width(text, _SMALL) / 2, _MARGIN - 4.0)
        if start >= taken:
            yield _text(round(start, 1), y + 4, text, 'class="faint"')
            taken = start + _width(text, _SMALL) + 8


def _text(x: float, y: float, text: str, *attributes: str, size: float = _SMALL) -> str:
    """A line of text; one that is too long for the picture is printed smaller."""
    fitting = (WIDTH - _MARGIN - x) / max(_width(text, 1), 1)
    more = "".join(f" {one}" for one in attributes)
    return f'<text x="{x}" y="{y}" font-size="{min(size, round(fitting, 1)):g}"{more}>{escape(text)}</text>'


def _width(text: str, size: float) -> float:
    """How wide *text* is at the most, about."""
    return len(text) * size * _EM
