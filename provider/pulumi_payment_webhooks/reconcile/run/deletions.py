"""
The deletions of one process, which serves one phase of one run: how many there are, and whether that is too many.

The engine announces no deletions: it calls Delete for a group of resources at a time, and does not say how many follow.
So a deletion within the limit waits until no more arrive, and those that arrived together are decided together:
also those of several platforms, because each of them counts only a part of the group.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from ...settings.deletions import DeletionLimit

QUIET = 3.0
"""Seconds without another deletion after which a group is complete: the engine writes its state between two calls."""


@dataclass(frozen=True)
class Allowance:
    """
    How many objects the run may delete at one platform.

    Args:
        limit: The limit of that platform.
        most: How many it allows in this run.
    """

    limit: DeletionLimit
    most: int


@dataclass(frozen=True)
class Excess:
    """
    Why nothing may be deleted any more.

    Args:
        allowance: What is exceeded.
        known: How many deletions are known at its platform.
    """

    allowance: Allowance
    known: int


class Deletions:
    """
    The memory of one process. Safe between threads.

    Args:
        quiet: Seconds without another deletion after which a group is complete.
    """

    def __init__(self, quiet: float = QUIET) -> None:
        self._quiet = quiet
        self._known: dict[Allowance, set[str]] = {}
        self._allowed: set[tuple[Allowance, str]] = set()
        self._arrivals: set[Arrival] = set()
        self._changed = Condition()

    def foresee(self, allowance: Allowance, id: str) -> Excess | None:
        """Note that this run is going to delete the object *id*; what that exceeds at its platform."""
        with self._changed:
            self._note(allowance, id)
            return self._excess_of(allowance)

    @contextmanager
    def arrival(self, allowance: Allowance, id: str) -> Iterator[Arrival]:
        """A deletion of the object *id* has arrived: until it is counted or left out, no other deletion is allowed."""
        arrival = Arrival(self, allowance, id)
        with self._changed:
            self._arrivals.add(arrival)
            self._changed.notify_all()
        try:
            yield arrival
        finally:
            with self._changed:
                self._arrivals.discard(arrival)
                self._changed.notify_all()

    def count(self, arrival: Arrival) -> Excess | None:
        """As :meth:`Arrival.count`."""
        asked = (arrival.allowance, arrival.id)
        with self._changed:
            self._arrivals.discard(arrival)
            self._note(*asked)
            while asked not in self._allowed and not self._excess():
                is_news = self._changed.wait(self._quiet)
                if not (is_news or self._arrivals or self._excess()):
                    self._allowed |= {(allowance, id) for allowance, known in self._known.items() for id in known}
                    self._changed.notify_all()
            if asked in self._allowed:
                return None
            return self._excess_of(arrival.allowance) or self._excess()

    def _note(self, allowance: Allowance, id: str) -> None:
        self._known.setdefault(allowance, set()).add(id)
        self._changed.notify_all()

    def _excess(self) -> Excess | None:
        """What is exceeded at any platform."""
        return next(filter(None, map(self._excess_of, self._known)), None)

    def _excess_of(self, allowance: Allowance) -> Excess | None:
        known = len(self._known[allowance])
        return Excess(allowance, known) if known > allowance.most else None


@dataclass(frozen=True, eq=False)
class Arrival:
    """
    A deletion that has arrived.

    Args:
        deletions: All deletions of the process.
        allowance: How many may be deleted at its platform.
        id: The object.
    """

    deletions: Deletions
    allowance: Allowance
    id: str

    def count(self) -> Excess | None:
        """
        Wait until it is known whether the object may be deleted.

        Returns:
            None if it may; else what is exceeded, which may be the allowance of another platform.
        """
        return self.deletions.count(self)
