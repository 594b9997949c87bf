"""
Resources that take over what another resource of the same program declared. Pure: no I/O.

The engine shows two separate changes. At the platform, it is one change: a renamed resource adopts the same object, or
a policy that was declared inline is now a resource of its own, or the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..reconcile.declare.meaning import Role
from .findings.events import events_in
from .findings.subject import End, Fate, Subject, Values

Key = tuple[object, ...]


def pair_takeovers(subjects: Sequence[Subject]) -> list[Subject]:
    """*subjects*, with each pair of a deletion and an adoption of the same object as one changed subject."""
    gone: dict[Key, Subject] = {}
    for one in subjects:
        if one.fate is Fate.DELETED and not one.is_drift:
            gone.update((key, one) for key in _keys_of(one, one.before, (one.id, True)))
    taken: set[int] = set()
    result = []
    for subject in subjects:
        wanted = _keys_of(subject, subject.after, _adopted(subject))
        former = next((gone[key] for key in wanted if key in gone and id(gone[key]) not in taken), None)
        if former is not None:
            taken.add(id(former))
        result.append(_continue(subject, former) if former else subject)
    return [one for one in result if id(one) not in taken]


def _continue(subject: Subject, former: Subject) -> Subject:
    return replace(
        subject,
        fate=Fate.CHANGED,
        before=former.before,
        added_before=former.added_before,
        id=former.id,
        former_name=former.name,
    )


def _adopted(subject: Subject) -> Sequence[object]:
    """What *subject* adopts: an id, or True for what has its place; a policy always adopts that of its subscription."""
    if subject.fate is not Fate.CREATED:
        return ()
    if subject.resource.is_part and not subject.meaning.is_only_forgotten:
        return (True,)
    return [subject.after[one.wire] for one in subject.shape.fields if one.adopts and subject.after.get(one.wire)]


def _keys_of(subject: Subject, values: Values, adopted: Sequence[object]) -> Iterator[Key]:
    """What two resources have in common if one adopts the object of the other; none unless *adopted* has something."""
    kind = (subject.resource.kind, subject.account)
    for one in adopted:
        if isinstance(one, str) and one:
            yield *kind, "id", one
    if not adopted:
        return
    yield from ((*kind, "claim", *claim.key) for claim in subject.resource.declaration.claims(values))
    if True in adopted and subject.field(Role.EVENTS):
        yield *kind, "same", subject.url(values), *events_in(subject, values)


def join_parts(subjects: Sequence[Subject]) -> list[Subject]:
    """*subjects*, in which parts and the objects that they belong to know what becomes of each other."""
    joined = {id(one): one for one in subjects}
    wholes = _wholes(subjects)
    for part in subjects:
        member, key = part.resource.part, next((one for one in _places(part) if one in wholes), None)
        if member is None or key is None:
            continue
        whole = joined[wholes[key]]
        before, after = whole.before.get(member), whole.after.get(member)
        if part.fate is Fate.CREATED and after is None and isinstance(before, Mapping):
            joined[id(part)] = _take_out(part, before)
            joined[wholes[key]] = replace(whole, before=_without(whole.before, member), handed={*whole.handed, member})
        elif whole.fate is Fate.DELETED and part.fate in (Fate.DELETED, Fate.FORGOTTEN):
            joined[id(part)] = replace(part, fate=Fate.DELETED, end=End.WITH_WHOLE)
        elif whole.fate is Fate.REPLACED and part.fate is Fate.REPLACED:
            joined[id(part)] = replace(part, end=End.WITH_WHOLE)
        elif part.fate is Fate.REPLACED and whole.former_name:
            joined[id(part)] = replace(part, end=End.FOR_SAME)
        elif part.fate is Fate.DELETED and before is None and after is not None:
            joined[id(part)] = replace(part, end=End.IN_WHOLE)
            own = _without(part.before, part.part_of.wire if part.part_of else "")
            joined[wholes[key]] = replace(whole, before={**whole.before, member: own})
    return list(joined.values())


def _wholes(subjects: Sequence[Subject]) -> Mapping[Key, int]:
    """The subjects that are no parts, by id and, if only one of them has it, by name."""
    found: dict[Key, list[int]] = {}
    for one in subjects:
        if not one.resource.is_part:
            found.setdefault((one.resource.platform, one.account, "id", one.id), []).append(id(one))
            found.setdefault((one.resource.platform, one.account, "name", one.name), []).append(id(one))
    return {key: numbers[0] for key, numbers in found.items() if len(numbers) == 1 and key[-1]}


def _places(part: Subject) -> Iterator[Key]:
    """Where to find the object of which *part* is a part: by its id, or else by its name."""
    wire = part.part_of.wire if part.part_of else ""
    for id in (part.before.get(wire), part.after.get(wire)):
        if isinstance(id, str):
            yield part.resource.platform, part.account, "id", id
    yield part.resource.platform, part.account, "name", part.whole


def _take_out(part: Subject, inherited: Values) -> Subject:
    """*part*, which its object declared until now."""
    wire = part.part_of.wire if part.part_of else ""
    return replace(part, fate=Fate.CHANGED, before={**inherited, wire: part.after.get(wire)}, is_taken_out=True)


def _without(values: Values, name: str) -> Values:
    return {key: value for key, value in values.items() if key != name}
