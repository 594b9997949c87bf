"""
What the resources of one run hold and claim: the memory that keeps two of them from hurting each other. No I/O here.

The engine asks about each resource alone. Yet a renamed resource adopts an object that the old name still holds,
and a product moves from one subscription to another in one run. An operation that deletes or takes something looks
here first. A "holder" is a resource of the program, by its URN; a "claim" is a natural key, which one object has.

What a holder claimed at the last deployment is what its object has at the platform. So where another resource claims
it now, the holder either gives it up in this run, or is not in the program any more: the engine deletes last.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from threading import Condition
from typing import Any, Generic, TypeVar

from ...wording import FieldName

APPEARS_WITHIN = 5.0
APPEARS_AGAIN_WITHIN = 0.2
STARTS_WITHIN = 60.0

T = TypeVar("T")
Claims = frozenset[Hashable]
NONE: Claims = frozenset()


class Standing(Enum):
    """Whether claims of others are given up in this run."""

    RELEASED = auto()
    KEPT = auto()
    OPEN = auto()
    """Not every resource of the program has been seen."""


@dataclass(frozen=True)
class Question(Generic[T]):
    """
    Something to be said of *holder* unless what stands in its way is given up: not known before all were seen.

    Args:
        holder: The resource.
        unless: The claims, as alternatives; see :meth:`Holdings.standing`.
        subject: What is to be said.
    """

    holder: str
    unless: tuple[Claims, ...]
    subject: T


class Holdings(Generic[T]):
    """The memory of one process, which serves one phase of one run. Safe between threads."""

    def __init__(self) -> None:
        self._claims: dict[str, Claims] = {}
        self._before: dict[str, Claims] = {}
        self._claimants: dict[Hashable, list[str]] = {}
        self._groups: dict[str, str] = {}
        self._seen: dict[str, int] = {}
        self._siblings: dict[str, int] = {}
        self._questions: list[Question[T]] = []
        self._objects: dict[str, set[str]] = {}
        self._running: set[str] = set()
        self._settled: set[str] = set()
        self._failed: set[str] = set()
        self._is_ending = False
        self._has_waited_in_vain = False
        self._fresh: set[str] = set()
        self._changes: dict[str, tuple[FieldName, ...]] = {}
        self._changed = Condition()

    def declare(
        self, holder: str, claims: Claims, *, before: Claims = NONE, group: str = "", siblings: int | None = None
    ) -> Mapping[Any, str]:
        """
        Note that the program declares *holder* with *claims*.

        Args:
            holder: The resource.
            claims: What it claims now.
            before: What it claimed at the last deployment; empty where it is new, or made again in its own place.
            group: The resources among which claims move, such as those of one type.
            siblings: How many of that group the program declares; None where that is not known.

        Returns:
            The claims that another resource of the program makes as well, to that resource.
        """
        with self._changed:
            for claim in self._claims.get(holder, NONE) - claims:
                self._claimants[claim].remove(holder)
            for claim in claims - self._claims.get(holder, NONE):
                self._claimants.setdefault(claim, []).append(holder)
            if holder not in self._groups:
                self._seen[group] = self._seen.get(group, 0) + 1
            self._claims[holder], self._groups[holder] = claims, group
            if before:
                self._before[holder] = before
            if siblings is not None:
                self._siblings[group] = max(siblings, self._siblings.get(group, 0))
            self._changed.notify_all()
            others = {claim: [one for one in self._claimants[claim] if one != holder] for claim in claims}
            return {claim: found[0] for claim, found in others.items() if found}

    def is_declared(self, holder: str) -> bool:
        """Whether the program declares *holder*: what a refresh looks at was not seen in a program yet."""
        with self._changed:
            return holder in self._claims

    def standing(self, unless: Collection[Claims], holder: str) -> Standing:
        """
        Whether others give up in this run what *holder* claims: all claims of one of the sets in *unless*.

        What *holder* had itself is given up as well: it is made again in its own place.
        """
        with self._changed:
            if any(all(self._is_free(claim, holder) for claim in claims) for claims in unless):
                return Standing.RELEASED
            return Standing.OPEN if self._is_awaited(self._groups.get(holder, "")) else Standing.KEPT

    def postpone(self, question: Question[T]) -> None:
        """Keep *question* until all resources of its group were seen."""
        with self._changed:
            self._questions.append(question)

    def answered(self, group: str) -> Iterator[Question[T]]:
        """The questions of *group* to which the answer is no, each once, as soon as all its resources were seen."""
        with self._changed:
            if self._is_awaited(group):
                return
            mine = [one for one in self._questions if self._groups.get(one.holder) == group]
            self._questions = [one for one in self._questions if self._groups.get(one.holder) != group]
        yield from (one for one in mine if self.standing(one.unless, one.holder) is Standing.KEPT)

    def circle(self, holder: str) -> tuple[str, ...]:
        """The resources that give something to each other in a circle with *holder*, which no order can do; or none."""
        with self._changed:
            return next(iter(self._circles((holder,))), ())[1:]

    def hold(self, id: str, holder: str) -> None:
        """Note that *holder* holds the object *id*."""
        with self._changed:
            self._objects.setdefault(id, set()).add(holder)

    def other_holder(self, id: str, holder: str) -> str | None:
        """Another resource of the program that holds *id*."""
        with self._changed:
            holders = self._objects.get(id, set())
            return next((one for one in sorted(holders) if one != holder and one in self._claims), None)

    def see(self, id: str, changes: Sequence[FieldName] = ()) -> None:
        """
        Remember that this run has read or created the object *id*: its state is what the platform has.

        Args:
            id: The object.
            changes: The fields that others have changed since the last deployment.
        """
        with self._changed:
            self._fresh.add(id)
            if changes:
                self._changes[id] = tuple(changes)

    def changes_seen(self, id: str) -> Sequence[FieldName]:
        """The fields of the object *id* that others have changed, as this run has seen."""
        with self._changed:
            return self._changes.get(id, ())

    def is_fresh(self, id: str) -> bool:
        """Whether this run has read or created the object *id*."""
        with self._changed:
            return id in self._fresh

    @contextmanager
    def changing(self, holder: str) -> Iterator[None]:
        """While an operation changes *holder*, which may take any time; after that it has given up what it gives up."""
        with self._changed:
            self._running.add(holder)
        try:
            yield
        finally:
            with self._changed:
                self._running.discard(holder)
                self._settled.add(holder)
                self._changed.notify_all()

    @contextmanager
    def failing(self, holder: str) -> Iterator[None]:
        """While something is done for *holder*; see :meth:`fail`."""
        try:
            yield
        except BaseException:
            self.fail(holder)
            raise

    def fail(self, holder: str) -> None:
        """Note that *holder* has failed: the engine begins nothing new after that, unless it was asked to continue."""
        with self._changed:
            self._failed.add(holder)
            self._is_ending = True
            self._changed.notify_all()

    def is_released(self, claims: Claims, *, asker: str) -> bool:
        """
        Wait until other resources of this run have given up *claims*; False where not all of them are given up.

        Two that wait for each other would wait for ever: both hear False at once.
        """
        with self._changed:
            self._await_givers(claims, asker)
            givers = [self._giver(claim, asker) for claim in claims]
            known = frozenset(one for one in givers if one is not None)
            return None not in givers and self._are_settled(known, asker)

    def _await_givers(self, claims: Claims, asker: str) -> None:
        """
        Wait until those that give up *claims* were seen, but for a moment only if nobody is likely to appear.

        The engine runs a few operations at a time, and shows no further resource until one of them ends. Where all are
        new, as in a stack that adopts an estate, each of them would wait for a resource that cannot appear.
        """
        is_unlikely = self._has_waited_in_vain and not self._before
        within = APPEARS_AGAIN_WITHIN if is_unlikely else APPEARS_WITHIN
        if not self._changed.wait_for(lambda: self._are_seen(claims, asker), within):
            self._has_waited_in_vain = True

    def _are_settled(self, givers: frozenset[str], asker: str) -> bool:
        """Wait for *givers*: without limit for those at work, for a while for those that have yet to begin."""
        while not (givers <= self._settled or self._is_hopeless(givers, asker)):
            is_news = self._changed.wait(APPEARS_WITHIN if self._is_ending else STARTS_WITHIN)
            if not is_news and not givers - self._settled <= self._running:
                return False
        return givers <= self._settled

    def _is_hopeless(self, givers: frozenset[str], asker: str) -> bool:
        return bool(givers & self._failed - self._settled) or next(self._circles((asker,)), None) is not None

    def _are_seen(self, claims: Claims, asker: str) -> bool:
        group = self._groups.get(asker, "")
        is_complete = group in self._siblings and not self._is_awaited(group)
        return is_complete or all(self._giver(claim, asker) for claim in claims)

    def _is_awaited(self, group: str) -> bool:
        """Whether some resource of *group* has yet to be seen, as far as is known."""
        return self._seen.get(group, 0) < self._siblings.get(group, 0)

    def _is_free(self, claim: Hashable, holder: str) -> bool:
        return claim in self._before.get(holder, NONE) or self._giver(claim, holder) is not None

    def _giver(self, claim: Hashable, asker: str) -> str | None:
        """The resource of the program that had *claim* before and does not claim it any more."""
        givers = (
            one
            for one, before in self._before.items()
            if one != asker and claim in before and claim not in self._claims.get(one, NONE)
        )
        return next(givers, None)

    def _circles(self, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        *_, last = path
        wanted = self._claims.get(last, NONE) - self._before.get(last, NONE)
        for giver in sorted({giver for claim in wanted if (giver := self._giver(claim, last))}):
            if giver == path[0]:
                yield path
            elif giver not in path:
                yield from self._circles((*path, giver))
