"""
Resources that take over what another resource of the same program declared. Pure: no I/O.

The engine shows two changes that do not know of each other. At the platform there is one: a renamed resource adopts the
same object, and a policy that was declared inline is now a resource of its own, or the other way round.
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
    """What *subject* adopts: an id, or True for what has its place."""
    if subject.fate is not Fate.CREATED:
        return ()
    return [subject.after[one.wire] for one in subject.shape.fields if one.adopts and subject.after.get(one.wire)]


def _keys_of(subject: Subject, values: Values, adopted: Sequence[object]) -> Iterator[Key]:
    """What two resources have in common if one adopts the object of the other; none unless *adopted* has something."""
    kind = subject.resource.kind
    for one in adopted:
        if isinstance(one, str) and one:
            yield kind, "id", one
    if not adopted:
        return
    yield from ((kind, "claim", *claim.key) for claim in subject.resource.declaration.claims(values))
    if True in adopted and subject.field(Role.EVENTS):
        yield kind, "same", subject.url(values), *events_in(subject, values)


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
