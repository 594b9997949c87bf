"""
Which objects of two sides are meant to be the same. Pure: no I/O.

Two stacks of a program agree in the names of their resources; a stack and a platform, in the ids of what the stack
manages there. Where that says nothing, objects are paired by their name at the platform, then by what they deliver and
where, then by a product that both cover. Only a clue that is unique on both sides makes a pair.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from urllib.parse import urlsplit

from ..reconcile.declare.meaning import Role
from .sides import ComparedObject, has_events

Pair = tuple[ComparedObject, ComparedObject]
Clue = Callable[[ComparedObject], Hashable | None]
Finder = Callable[[Sequence[ComparedObject], Sequence[ComparedObject]], Iterator[Pair]]


def pair_up(
    ones: Iterable[ComparedObject], others: Iterable[ComparedObject]
) -> tuple[Sequence[Pair], Sequence[ComparedObject], Sequence[ComparedObject]]:
    """The pairs, then what is left of *ones*, then of *others*, each in the order of *ones* or *others*."""
    left, right = list(ones), list(others)
    pairs: list[Pair] = []
    for find in _FINDERS:
        found = list(find(left, right))
        pairs += found
        taken = {id(entry) for pair in found for entry in pair}
        left, right = ([one for one in side if id(one) not in taken] for side in (left, right))
    return pairs, left, right


def path_of(url: object) -> str | None:
    """The path of a URL; None where it is not known."""
    if not isinstance(url, str):
        return None
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return None


def _agreeing(clue: Clue, ones: Sequence[ComparedObject], others: Sequence[ComparedObject]) -> Iterator[Pair]:
    left, right = _singles(clue, ones), _singles(clue, others)
    yield from ((one, right[found]) for found, one in left.items() if found in right)


def _singles(clue: Clue, entries: Iterable[ComparedObject]) -> Mapping[Hashable, ComparedObject]:
    """The objects that *clue* identifies: no two of them have the same clue."""
    found: dict[Hashable, list[ComparedObject]] = {}
    for entry in entries:
        if (said := clue(entry)) is not None:
            found.setdefault((entry.type.kind, said), []).append(entry)
    return {said: having[0] for said, having in found.items() if len(having) == 1}


def _key(entry: ComparedObject) -> Hashable | None:
    return entry.key or None


def _id(entry: ComparedObject) -> Hashable | None:
    return entry.id.casefold() or None


def _resource_name(entry: ComparedObject) -> Hashable | None:
    return entry.name if entry.key else None


def _platform_name(entry: ComparedObject) -> str | None:
    """The name that the platform has, which is required of a type that has names."""
    fields = [one for one in entry.playing(Role.NAME) if one.required]
    names = [name for one in fields if isinstance(name := entry.fields.get(one.wire), str) and name.strip()]
    return names[0] if names else None


def _name_in_any_case(entry: ComparedObject) -> Hashable | None:
    return name.casefold() if (name := _platform_name(entry)) else None


def _events_and_paths(entry: ComparedObject) -> Hashable | None:
    return (entry.events, paths) if entry.events and (paths := _paths(entry)) else None


def _events(entry: ComparedObject) -> Hashable | None:
    return entry.events or None


def _products(entry: ComparedObject) -> frozenset[str] | None:
    return frozenset(one.product for one in entry.events if one.product) or None


def _paths(entry: ComparedObject) -> tuple[str, ...]:
    """The paths of the URLs that it must have."""
    fields = [one for one in entry.playing(Role.ADDRESS) if one.required]
    return tuple(path for one in fields if (path := path_of(entry.fields.get(one.wire))) is not None)


def _only_of_its_type(entry: ComparedObject) -> Hashable | None:
    return None if has_events(entry.type) else True


def _sharing_a_product(ones: Sequence[ComparedObject], others: Sequence[ComparedObject]) -> Iterator[Pair]:
    """Those that alone cover a product, each on its side, among those that no earlier product has paired."""
    left, right, taken = _covering(ones), _covering(others), set[int]()
    for covered in sorted(left.keys() & right.keys()):
        mine, theirs = ([one for one in side[covered] if id(one) not in taken] for side in (left, right))
        if len(mine) == len(theirs) == 1:
            taken |= {id(mine[0]), id(theirs[0])}
            yield mine[0], theirs[0]


def _covering(entries: Iterable[ComparedObject]) -> Mapping[tuple[str, str], Sequence[ComparedObject]]:
    """The objects that cover a product, by product and kind."""
    found: dict[tuple[str, str], list[ComparedObject]] = {}
    for entry in entries:
        for product in _products(entry) or ():
            found.setdefault((product, entry.type.kind), []).append(entry)
    return found


_CLUES: tuple[Clue, ...] = (
    *(_key, _id, _resource_name, _platform_name, _name_in_any_case),
    *(_events_and_paths, _events, lambda entry: _paths(entry) or None, _products),
)
_FINDERS: tuple[Finder, ...] = (
    *(partial(_agreeing, clue) for clue in _CLUES),
    _sharing_a_product,
    partial(_agreeing, _only_of_its_type),
)
"""What finds pairs among the objects that are left, the strongest clue first."""
