"""
What the resources of one run hold and claim: the memory that keeps two of them from hurting each other. No I/O here.

The engine tells each resource only of itself. Yet a renamed resource takes over an object that the old name still
holds, and a product moves from one subscription to another in one run. Whoever is asked to delete or to take
something asks here first. A "holder" is a resource of the program, by its URN; a "claim" is a natural key.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from threading import Condition
from typing import Any

APPEARS_WITHIN = 5.0
SETTLES_WITHIN = 60.0


@dataclass
class _Object:
    holders: set[str] = field(default_factory=set)
    claims: frozenset[Hashable] = frozenset()
    is_settled: bool = False


class Holdings:
    """The memory of one process, which serves one phase of one run. Safe between threads."""

    def __init__(self) -> None:
        self._claims: dict[str, frozenset[Hashable]] = {}
        self._claimants: dict[Hashable, list[str]] = {}
        self._objects: dict[str, _Object] = {}
        self._waiting: dict[str, _Object] = {}
        self._fresh: set[str] = set()
        self._changed = Condition()

    def declare(self, holder: str, claims: frozenset[Hashable]) -> Mapping[Any, str]:
        """
        Take down that the program declares *holder* with *claims*.

        Returns:
            The claims that another resource of the program makes as well, to that resource.
        """
        with self._changed:
            for claim in self._claims.get(holder, frozenset()) - claims:
                self._claimants[claim].remove(holder)
            for claim in claims - self._claims.get(holder, frozenset()):
                self._claimants.setdefault(claim, []).append(holder)
            self._claims[holder] = claims
            others = {claim: [one for one in self._claimants[claim] if one != holder] for claim in claims}
            return {claim: found[0] for claim, found in others.items() if found}

    def is_declared(self, holder: str) -> bool:
        """Whether the program declares *holder*: what a refresh looks at was not seen in a program yet."""
        with self._changed:
            return holder in self._claims

    def hold(self, id: str, holder: str, claims: frozenset[Hashable], *, is_settled: bool) -> None:
        """Take down that *holder* holds the object *id*, and what it will claim once this run is through."""
        with self._changed:
            one = self._objects.setdefault(id, _Object())
            one.holders.add(holder)
            if holder in self._claims:
                one.claims, one.is_settled = claims, is_settled
            self._changed.notify_all()

    def see(self, id: str) -> None:
        """Remember that this run has read or created the object *id*: its state is what the platform has."""
        with self._changed:
            self._fresh.add(id)

    def is_fresh(self, id: str) -> bool:
        """Whether this run has read or created the object *id*."""
        with self._changed:
            return id in self._fresh

    def other_holder(self, id: str, holder: str) -> str | None:
        """Another resource of the program that holds *id*."""
        with self._changed:
            holders = self._objects.get(id, _Object()).holders
            return next((one for one in sorted(holders) if one != holder and one in self._claims), None)

    def is_letting_go(self, id: str, claim: Hashable, *, asker: str) -> bool:
        """
        Whether *id* makes way for *asker*: its holder was seen already and will not claim *claim* any more, or is
        *asker* itself, which is made anew in place of it.
        """
        with self._changed:
            one = self._objects.get(id)
            return one is not None and self._is_declared(one) and (asker in one.holders or claim not in one.claims)

    def is_released(self, id: str, claim: Hashable, *, asker: str) -> bool:
        """
        Wait until the resource that holds *id* has let go of *claim*; False where none of this run does.

        Two that wait for each other would wait for ever: the one that comes second is told False at once.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._is_declared(self._objects.get(id)), APPEARS_WITHIN):
                return False
            one = self._objects[id]
            if claim in one.claims or self._waits_for(one, asker):
                return False
            self._waiting[asker] = one
            try:
                return self._changed.wait_for(lambda: one.is_settled, SETTLES_WITHIN)
            finally:
                del self._waiting[asker]

    def _waits_for(self, one: _Object | None, asker: str) -> bool:
        """Whether what settles *one* waits for *asker*, if by a chain of others."""
        while one is not None and asker not in one.holders:
            one = next((self._waiting[holder] for holder in one.holders if holder in self._waiting), None)
        return one is not None

    def _is_declared(self, one: _Object | None) -> bool:
        return one is not None and any(holder in self._claims for holder in one.holders)
