"""
The deletions of one process, which serves one phase of one run: how many there are, and whether that is too many.

The engine announces no deletions: it calls Delete for a group of resources at a time, and does not say how many follow.
So a deletion within the limit waits until no other one arrives, and those that arrived together are decided together.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

QUIET = 3.0
"""Seconds without another deletion after which a group is complete: the engine writes its state between two calls."""


class Deletions:
    """
    The memory of one process. Safe between threads.

    Args:
        quiet: Seconds without another deletion after which a group is complete.
    """

    def __init__(self, quiet: float = QUIET) -> None:
        self._quiet = quiet
        self._known: set[str] = set()
        self._allowed: set[str] = set()
        self._arrivals: set[Arrival] = set()
        self._changed = Condition()

    def foresee(self, id: str) -> int:
        """Note that this run is going to delete the object *id*, and return how many such objects are known."""
        with self._changed:
            self._known.add(id)
            self._changed.notify_all()
            return len(self._known)

    @contextmanager
    def arrival(self, id: str) -> Iterator[Arrival]:
        """A deletion of the object *id* has arrived: until it is counted or left out, no other one is allowed."""
        arrival = Arrival(self, id)
        with self._changed:
            self._arrivals.add(arrival)
            self._changed.notify_all()
        try:
            yield arrival
        finally:
            with self._changed:
                self._arrivals.discard(arrival)
                self._changed.notify_all()

    def count(self, arrival: Arrival, most: int) -> int | None:
        """As :meth:`Arrival.count`."""
        with self._changed:
            self._arrivals.discard(arrival)
            if arrival.id not in self._allowed:
                self._known.add(arrival.id)
            self._changed.notify_all()
            while arrival.id not in self._allowed and len(self._known) <= most:
                is_news = self._changed.wait(self._quiet)
                if not is_news and not self._arrivals:
                    self._allowed |= self._known
                    self._changed.notify_all()
            return None if arrival.id in self._allowed else len(self._known)


@dataclass(frozen=True, eq=False)
class Arrival:
    """
    A deletion that has arrived.

    Args:
        deletions: All deletions of the process.
        id: The object.
    """

    deletions: Deletions
    id: str

    def count(self, most: int) -> int | None:
        """
        Wait until it is known whether the object may be deleted.

        Args:
            most: How many may be deleted.

        Returns:
            None if it may; else how many deletions are known, which are too many.
        """
        return self.deletions.count(self, most)
