"""
Resources that take over what another resource of the same program managed: a rename by `adopt_existing`. No I/O.

The engine shows a deletion and a creation; at the platform, nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..reconcile.declare.meaning import Role
from .findings.events import events_in
from .findings.subject import Fate, Subject


def pair_takeovers(subjects: Sequence[Subject]) -> list[Subject]:
    """*subjects*, with each pair of a deletion and an adoption of the same object as one changed subject."""
    gone = [one for one in subjects if one.fate is Fate.DELETED and not one.is_drift]
    taken: dict[int, Subject] = {}
    result = []
    for subject in subjects:
        former = next((one for one in gone if id(one) not in taken and _takes_over(subject, one)), None)
        if former is None:
            result.append(subject)
            continue
        taken[id(former)] = former
        result.append(
            replace(
                subject,
                fate=Fate.CHANGED,
                before=former.before,
                added_before=former.added_before,
                id=former.id,
                former_name=former.name,
            )
        )
    return [one for one in result if id(one) not in taken]


def _takes_over(subject: Subject, former: Subject) -> bool:
    if subject.fate is not Fate.CREATED or subject.resource is not former.resource:
        return False
    adopts = [subject.after.get(one.wire) for one in subject.shape.fields if one.adopts]
    if not any(adopts):
        return False
    if former.id and former.id in adopts:
        return True
    declaration = subject.resource.declaration
    claimed = {one.key for one in declaration.claims(subject.after)}
    if claimed & {one.key for one in declaration.claims(former.before)}:
        return True
    return True in adopts and bool(_sameness(former, former.before)) and _is_the_same(subject, former)


def _is_the_same(subject: Subject, former: Subject) -> bool:
    return _sameness(subject, subject.after) == _sameness(former, former.before)


def _sameness(subject: Subject, values: object) -> tuple[str, ...]:
    """What an adoption goes by if nothing else is unique: the URL and the events."""
    known = values if isinstance(values, dict) else {}
    return (subject.url(known), *events_in(subject, known)) if subject.field(Role.EVENTS) else ()
