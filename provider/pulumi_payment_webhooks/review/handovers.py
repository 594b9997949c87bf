"""
Resources that take over what another resource of the same program declared. Pure: no I/O.

The engine shows two changes that do not know of each other. At the platform there is one: a renamed resource adopts the
same object, and a policy that was declared inline is now a resource of its own, or the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..reconcile.declare.meaning import Role
from .findings.events import events_in
from .findings.subject import End, Fate, Subject


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


def join_parts(subjects: Sequence[Subject]) -> list[Subject]:
    """*subjects*, in which parts and the objects that they belong to know what becomes of each other."""
    wholes = {(one.resource.platform, one.name): one for one in subjects if not one.part_of}
    joined: dict[int, Subject] = {}
    for part in subjects:
        whole = wholes.get((part.resource.platform, part.whole))
        if part.part_of is None or part.part_of.part_of is None or whole is None:
            continue
        member = part.part_of.part_of.member
        whole = joined.get(id(whole), whole)
        before, after = whole.before.get(member), whole.after.get(member)
        if part.fate is Fate.CREATED and after is None and isinstance(before, Mapping):
            joined[id(part)] = replace(part, inherited=before)
            joined[id(wholes[whole.resource.platform, whole.name])] = replace(whole, handed={*whole.handed, member})
        elif part.fate is Fate.DELETED and whole.fate is Fate.DELETED:
            joined[id(part)] = replace(part, end=End.WITH_WHOLE)
        elif part.fate is Fate.DELETED and before is None and after is not None:
            joined[id(part)] = replace(part, end=End.IN_WHOLE)
            own = {name: value for name, value in part.before.items() if name != part.part_of.wire}
            joined[id(wholes[whole.resource.platform, whole.name])] = replace(
                whole, before={**whole.before, member: own}
            )
    return [joined.get(id(one), one) for one in subjects]
