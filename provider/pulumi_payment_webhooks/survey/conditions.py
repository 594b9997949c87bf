"""
What needs attention, and the conditions on which a job fails. Pure: no I/O.

The words are the statuses of the platforms, and a few that every platform shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..reconcile.declare.meaning import Role
from ..stacks.state import Managed
from ..wording import SECRET_TEXT
from .found import FoundKey, FoundObject, Place, Survey
from .showing import value_with

EXPIRING, MISSING, UNMANAGED = "expiring", "missing", "unmanaged"
OF_A_STACK = (EXPIRING, MISSING, UNMANAGED)
"""Conditions that only the state of a stack can show."""

_EXPIRED = "EXPIRED"
_URGENCY = {MISSING: 6, _EXPIRED: 5, EXPIRING: 2}


@dataclass(frozen=True)
class StatusLine:
    """
    What `status` says of an object or a key.

    Args:
        condition: The condition that it meets: its status, or a condition that all platforms share.
        word: The same in capital letters, for people.
        urgency: How urgent it is to act; 0 where there is nothing to do.
        place: Where it is.
        title: What it is called.
        remark: What the condition means.
        is_met: Whether a job that names the condition fails.
        left: Whole days that are left to act; None where there is no such date.
    """

    condition: str
    word: str
    urgency: int
    place: Place
    title: str
    remark: str
    is_met: bool = True
    left: int | None = None


def lines(survey: Survey, *, at: datetime, within: int) -> list[StatusLine]:
    """
    A line for each object, and for each key that needs attention; the most urgent first.

    Args:
        survey: What was found.
        at: Now.
        within: Days before its end from which a key needs attention.
    """
    found = [
        *(_missing(one.place, one.managed) for one in survey.absent),
        *(_status(one, survey) for one in survey.objects),
        *(line for one in survey.keys for line in _expiry(one, at, within)),
    ]
    return sorted(found, key=_order)


def met(survey: Survey, conditions: Sequence[str], *, at: datetime, within: int) -> list[StatusLine]:
    """What meets one of *conditions*, in their order."""
    unmanaged = [_unmanaged(one) for one in survey.objects if survey.has_stack and not one.managed]
    found = [one for one in (*lines(survey, at=at, within=within), *unmanaged) if one.is_met]
    return [one for condition in conditions for one in found if one.condition == condition]


def title_of(one: FoundObject) -> str:
    """What people call an object: its name, else that of its resource, else its id."""
    name = value_with(one.type, Role.NAME, one.shown)
    if isinstance(name, str) and name.strip() and name != SECRET_TEXT:
        return name
    return one.managed.name if one.managed else one.id


def _order(line: StatusLine) -> tuple[object, ...]:
    """The most urgent first; of several with a date, the date that is next."""
    title, owner = line.title.casefold(), line.place.owner.casefold()
    return -line.urgency, line.left is not None, line.left or 0, line.place.platform, owner, title


def _status(one: FoundObject, survey: Survey) -> StatusLine:
    remark = one.status.meaning
    if one.is_as_declared and one.status.urgency:
        remark = f"{remark}, as declared"
    if survey.has_stack and not one.managed:
        remark = f"{remark}; not managed by the stack"
    word = one.status.word
    return StatusLine(word, word, one.urgency, one.place, title_of(one), remark, is_met=not one.is_as_declared)


def _missing(place: Place, managed: Managed) -> StatusLine:
    noun = managed.type.declaration.meaning.noun
    remark = f"this {noun} is in the state, but not at the platform"
    return StatusLine(MISSING, MISSING.upper(), _URGENCY[MISSING], place, managed.name, remark)


def _unmanaged(one: FoundObject) -> StatusLine:
    return StatusLine(UNMANAGED, UNMANAGED.upper(), 0, one.place, title_of(one), "the stack does not manage it")


def _expiry(one: FoundKey, at: datetime, within: int) -> Iterator[StatusLine]:
    """A key that the stack manages and that expires soon; that a superseded key expires is expected."""
    left = one.days_left(at)
    if left is None or left >= within or one.managed is None:
        return
    meaning, date = one.type.declaration.meaning, (one.expires or "")[:10]
    word = _EXPIRED if left < 0 else EXPIRING.upper()
    ends = {0: "today", 1: "in 1 day"}.get(left, f"in {left} days")
    verb = "expire" if meaning.is_plural else "expires"
    remark = f"{meaning.noun} expired on {date}" if left < 0 else f"{meaning.noun} {verb} on {date}, {ends}"
    urgency = _URGENCY[_EXPIRED if left < 0 else EXPIRING]
    yield StatusLine(EXPIRING, word, urgency, one.place, one.managed.name, remark, left=left)
