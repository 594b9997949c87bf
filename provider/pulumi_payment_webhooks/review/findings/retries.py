"""
What changes in the time for which failed deliveries are retried. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...reconcile.declare.demands import Covers
from ...reconcile.declare.meaning import Role
from ...reconcile.declare.shapes import Field, shape_of
from ...registry import platform
from ...wording import Sentence, Shown, Words, count, duration
from ..categories import DELETES, OTHER, RETRIES, UNCLEAR, Category
from .changes import FieldChange
from .finding import Finding, make_finding
from .phrases import sentences
from .subject import Fate, Subject, is_plain

Policy = Mapping[str, object]
_YEARS = 1000 * 24 * 60
"""Minutes from which nobody counts them."""


@dataclass(frozen=True, order=True)
class Coverage:
    """
    How long and how often a failed delivery is retried. The longer one is the greater.

    Args:
        minutes: Minutes from the first failed attempt to the last retry.
        retries: How many retries there are.
    """

    minutes: float
    retries: int

    def __str__(self) -> str:
        if not self.retries:
            return "no time"
        time = "years" if self.minutes >= _YEARS else duration(int(self.minutes))
        return f"{time} ({count(self.retries, 'retry')})"


@dataclass(frozen=True)
class Retries:
    """
    A retry policy before and after; None where it is not known.

    Args:
        subject: The resource that declares it.
        before: The policy before, in normal form.
        after: The policy after.
        covers: What a policy covers.
    """

    subject: Subject
    before: Policy | None
    after: Policy | None
    covers: Covers

    def has(self, change: FieldChange) -> bool:
        """Whether *change* is about it."""
        return change.role in (Role.RETRIES, Role.SCHEDULE) and not change.field.derived and not change.is_released

    def report(self, changes: list[FieldChange]) -> Iterator[Finding]:
        """What a reviewer must know of it; *changes* are those of its members."""
        old, new = measure(self.before, self.covers), measure(self.after, self.covers)
        if old is None or new is None:
            yield self._incomparable(changes)
        elif new != old:
            yield self._compared(old, new)
        elif changes:
            described, (before, after) = _described(self.subject, changes), self._schedules()
            is_same = (self.before or {}).get("schedule") == (self.after or {}).get("schedule")
            text = described if is_same else Sentence("{} {}", described, sentences(before, after))
            yield self._finding((OTHER,), text, changes)

    def _compared(self, old: Coverage, new: Coverage) -> Finding:
        title = _carrier(self.subject)
        are = self.subject.say("are retried", "are now retried")
        compared = Sentence(f"Failed deliveries of {{}} {are} for {new}, instead of {old}", title)
        text = sentences(compared, *self._schedules())
        category = RETRIES if new < old else OTHER
        headline = Sentence(f"retries failed deliveries of {{}} for {new} instead of {old}", title)
        facts = {
            "before": {"minutes": old.minutes, "retries": old.retries},
            "after": {"minutes": new.minutes, "retries": new.retries},
        }
        shorter = "shorter" if new < old else "longer"
        aspects = (Sentence(f"failed deliveries are retried for a {shorter} time"),)
        categories = (category, DELETES) if self.subject.fate is Fate.DELETED else (category,)
        return make_finding(self.subject, categories, text, headline, aspects, facts=facts)

    def _schedules(self) -> tuple[Words, Words]:
        return _schedule("Before", self.before), _schedule("After", self.after)

    def _incomparable(self, changes: list[FieldChange]) -> Finding:
        if self.before is None and measure(self.after, self.covers):
            text = Sentence("{} {} a retry policy", self.subject.title(), self.subject.say("declares", "has"))
            return self._finding((OTHER,), sentences(text, _schedule("Schedule", self.after)), changes)
        unsure = "It is not known yet whether failed deliveries of {} will be retried for as long as before"
        text = Sentence("{} {}", sentences(Sentence(unsure, _carrier(self.subject))), _described(self.subject, changes))
        return self._finding((UNCLEAR, RETRIES), text, changes)

    def _finding(self, categories: tuple[Category, ...], text: Words, changes: list[FieldChange]) -> Finding:
        headline = Sentence("changes the retries of {}", _carrier(self.subject))
        aspects = tuple(one.aspect(self.subject) for one in changes)
        return make_finding(self.subject, categories, text, headline, aspects)


def retries_of(subject: Subject) -> Iterator[Retries]:
    """The retry policies that *subject* declares, inline or as a resource of its own."""
    for field in subject.shape.fields:
        if covers := _marker(field):
            old, new = subject.before.get(field.wire), subject.after.get(field.wire)
            if old != new and not (new is None and field.kept):
                yield Retries(subject, _policy(old), _policy(new), covers)
    if covers := _covers_apart(subject):
        before, after = (_own(subject, one) for one in (subject.before, subject.after))
        if subject.fate is Fate.DELETED and not subject.is_drift:
            after = {}
        yield Retries(subject, before, after, covers)


def _own(subject: Subject, values: Policy) -> Policy | None:
    """The members of a policy that is a resource of its own; None if there is none."""
    wire = subject.part_of.wire if subject.part_of else ""
    return {name: value for name, value in values.items() if name != wire} if values else None


def measure(policy: Policy | None, covers: Covers) -> Coverage | None:
    """What *policy* covers; None if it is not known, or is not a policy."""
    if policy is None or not all(map(is_plain, policy.values())):
        return None
    try:
        return Coverage(covers.minutes(policy), covers.retries(policy))
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return None


def _covers_apart(subject: Subject) -> Covers | None:
    """How to measure a policy that is a resource of its own: as it is measured in the object of which it is a part."""
    if not (subject.part_of and subject.part_of.part_of and subject.meaning.role is Role.RETRIES):
        return None
    member = subject.part_of.part_of.member
    types = platform(subject.resource.platform).resources
    fields = (one for type_ in types for one in shape_of(type_.declaration).fields if one.wire == member)
    return next((covers for one in fields if (covers := _marker(one))), None)


def _marker(field: Field) -> Covers | None:
    return next((one for one in field.markers if isinstance(one, Covers)), None)


def _policy(value: object) -> Policy | None:
    return value if isinstance(value, Mapping) else None


def _schedule(when: str, policy: Policy | None) -> Words:
    """The schedule that is part of a policy, which `check` has computed."""
    schedule = (policy or {}).get("schedule")
    return Sentence(f"{when}: {{}}", Shown(schedule)) if isinstance(schedule, str) and is_plain(schedule) else ""


def describe_schedule(subject: Subject) -> Words:
    """The schedule of a new policy that is a resource of its own; empty for other resources."""
    return next((_schedule("Schedule", one.after) for one in retries_of(subject)), "")


def _carrier(subject: Subject) -> Words:
    """The object whose deliveries are retried."""
    if not subject.part_of:
        return subject.title(begins=False)
    if subject.whole:
        return Sentence("{} {}", subject.part_of.wire, Shown(subject.whole))
    return Sentence("the {} of {}", subject.part_of.wire, subject.title(begins=False))


def _described(subject: Subject, changes: list[FieldChange]) -> Words:
    return sentences(
        Sentence("The retries of {} change", _carrier(subject)),
        *(one.describe(subject) for one in changes if not one.field.derived),
    )
