"""What `list` and `status` print for people, as lines of text. Pure: no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...wording import count, count_each, cut, few
from ..choices import report_met
from ..printing import columns, lines_fit

if TYPE_CHECKING:
    from ...survey.conditions import StatusLine
    from ...survey.found import FoundKey, FoundObject, Place, Survey

_EVENTS, _SCOPE, _TITLE = 40, 24, 36
"""Columns that a cell has at most."""
_FEWEST = 2
"""Cells that every row has."""
_NONE = "-"
_INDENT = "  "


def full_table(survey: Survey, *, every_event: bool = False, room: int | None = None) -> list[str]:
    """
    Everything that was found: a table for each place, with the details of each object below its row.

    Args:
        survey: What was found.
        every_event: Whether each event type has a line.
        room: Columns of the terminal: rows that are longer have fewer cells, and more details.
    """
    tables = [list(_table(place, survey, every_event=every_event, room=room)) for place in survey.places]
    if survey.keys:
        tables.append(["Keys", *_keys(survey)])
    return [line for table in tables for line in ("", *table)][1:]


def key_notes(survey: Survey) -> list[str]:
    """That the keys of some platforms cannot be seen, and how they can."""
    reason = "the platform cannot list keys and certificates; --stack reads those of a stack from its state"
    return [f"{platform}: {reason}" for platform in survey.keyless]


def empty_notes(survey: Survey, named: Sequence[str]) -> list[str]:
    """Where nothing exists, if organizations were *named*: a misspelled organization looks like that."""
    having = {one.place for one in survey.objects}
    return [f"{place}: nothing exists there" for place in survey.places if named and place not in having]


def status_table(lines: Sequence[StatusLine], *, room: int | None = None) -> list[str]:
    """One line for each of *lines*, in their order; two where one has no *room*."""
    if not lines:
        return []
    head = ("STATUS", "WHERE", "NAME", "MEANING")
    rows = [(one.word, str(one.place), cut(one.title, _TITLE), one.remark) for one in lines]
    table = list(columns([head, *rows]))
    if lines_fit(table, room):
        return table
    top, *aligned = columns([row[:-1] for row in (head, *rows)])
    pairs = zip(aligned, lines, strict=True)
    return [top, *(line for row, one in pairs for line in (row, f"{_INDENT}{one.remark}"))]


def summary(survey: Survey, lines: Sequence[StatusLine]) -> str:
    """What there is, in one line."""
    nouns = Counter(one.type.declaration.meaning.noun for one in survey.objects)
    statuses = Counter(one.status.word for one in survey.objects)
    others = Counter(one.word for one in lines if one.word not in statuses)
    parts = [f"{count} {word}" for word, count in (*_in_order(lines, statuses), *others.items())]
    total = count_each(nouns) or "nothing found"
    unread = len(survey.failures)
    tail = f"; {count(unread, 'place')} could not be read" if unread else ""
    return f"{total}{': ' if parts else ''}{', '.join(parts)}{tail}"


def found_line(found: Sequence[StatusLine]) -> str:
    """What meets the conditions of a job, in one line."""
    groups: dict[str, list[str]] = {}
    for one in found:
        groups.setdefault(one.condition, []).append(f"{one.title} ({one.place})")
    met = [f"{condition}: {few(titles, room=200)}" for condition, titles in groups.items()]
    return report_met(met, separator="; ")


def _in_order(lines: Sequence[StatusLine], counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """*counts* in the order of *lines*, which is that of urgency."""
    for word in dict.fromkeys(one.word for one in lines):
        if word in counts:
            yield word, counts[word]


def _table(place: Place, survey: Survey, *, every_event: bool, room: int | None) -> Iterator[str]:
    """The table of one place."""
    from ...survey.conditions import title_of

    found = sorted((one for one in survey.objects if one.place == place), key=lambda one: title_of(one).casefold())
    nouns = Counter(one.type.declaration.meaning.noun for one in found)
    counted = count_each(nouns) or "nothing"
    where = f"{place.owner} at {place.host} ({place.platform})" if place.owner else f"{place.host} ({place.platform})"
    unmanaged = sum(one.managed is None for one in found) if survey.has_stack else 0
    yield f"{where}: {counted}{f', {unmanaged} of them not managed by the stack' if unmanaged else ''}"
    if found:
        yield from _objects(found, survey, every_event=every_event, room=room)
    for one in survey.absent:
        if one.place == place:
            noun = one.managed.type.declaration.meaning.noun
            yield f"missing: {noun} {one.managed.name}, {one.managed.id}, which the stack manages"


def _objects(found: Sequence[FoundObject], survey: Survey, *, every_event: bool, room: int | None) -> Iterator[str]:
    head = ["STATUS", "NAME", "EVENTS", "SCOPE", *(["RESOURCE"] if survey.has_stack else [])]
    rows = _used([head, *(_row(one, has_stack=survey.has_stack) for one in found)])
    cells = len(rows[0]) if lines_fit(columns(rows), room) else _FEWEST
    top, *aligned = columns([row[:cells] for row in rows])
    yield top
    for line, row, one in zip(aligned, rows[1:], found, strict=True):
        yield line
        moved = [(name.lower(), cell) for name, cell in list(zip(rows[0], row, strict=True))[cells:] if cell != _NONE]
        details = [*moved, *_details(one, every_event=every_event)]
        yield from (f"{_INDENT}{detail}" for detail in columns(details))


def _row(one: FoundObject, *, has_stack: bool) -> list[str]:
    from ...reconcile.declare.meaning import Role
    from ...survey.conditions import title_of
    from ...survey.showing import value_with

    events = value_with(one.type, Role.EVENTS, one.shown)
    resource = [one.managed.name if one.managed else _NONE] if has_stack else []
    return [
        one.status.word,
        cut(title_of(one), _TITLE) if title_of(one) != one.id else _NONE,
        cut(_abbreviated(events), _EVENTS),
        cut(_scope(one), _SCOPE),
        *resource,
    ]


def _details(one: FoundObject, *, every_event: bool) -> Iterator[tuple[str, str]]:
    """What is too long for a row, each with the name of its field."""
    from ...reconcile.declare.meaning import Role
    from ...survey.showing import fields_with

    yield "id", one.id
    for field in fields_with(one.type, Role.ADDRESS):
        if one.shown.get(field.wire):
            yield field.name, str(one.shown[field.wire])
    for field in fields_with(one.type, Role.RETRIES):
        yield field.name, one.schedule or str(one.shown.get(field.wire) or "not shown by the platform")
    if every_event:
        for field in fields_with(one.type, Role.EVENTS):
            yield from ((field.name, event) for event in _each(one.shown.get(field.wire)))


def _abbreviated(events: object) -> str:
    """The events by product with their number, or as many names as there is room for."""
    if isinstance(events, Mapping):
        return ", ".join(f"{product} {len(names)}" for product, names in events.items()) or _NONE
    if isinstance(events, list):
        return str(few(events, room=_EVENTS)) if events else _NONE
    return str(events or _NONE)


def _each(events: Any) -> Iterator[str]:
    if isinstance(events, Mapping):
        yield from (f"{product}  {name}" for product, names in events.items() for name in names)
    elif events:
        yield from ([str(events)] if isinstance(events, str) else events)


def _scope(one: FoundObject) -> str:
    from ...reconcile.declare.meaning import Role
    from ...survey.showing import fields_with

    values = [one.shown.get(field.wire) for field in fields_with(one.type, Role.SCOPE)]
    return " ".join(", ".join(value) if isinstance(value, list) else str(value) for value in values if value) or _NONE


def _keys(survey: Survey) -> Iterator[str]:
    head = ("EXPIRES", "KEY", "OF", "RESOURCE", "ID")
    rows = [_key(one) for one in sorted(survey.keys, key=lambda one: one.expires or "9")]
    yield from columns(_used([head, *rows]))


def _used(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """*rows* without the columns in which nothing stands below the first row."""
    used = [index for index in range(len(rows[0])) if any(row[index] != _NONE for row in rows[1:])]
    return [[row[index] for index in used] for row in rows]


def _key(one: FoundKey) -> tuple[str, ...]:
    date = (one.expires or _NONE)[:10]
    noun, resource = one.type.declaration.meaning.noun, one.managed.name if one.managed else _NONE
    return date, noun, one.of or str(one.place), resource, one.id or _NONE
