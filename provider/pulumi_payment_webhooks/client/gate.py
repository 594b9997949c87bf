"""
How many requests may be under way at once: as many as allowed, fewer for a while after the platform said "too many".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Gate:
    """
    Lets requests pass, a limited number at a time. Safe between threads.

    An answer 429 halves the number; every answer after that raises it by a little, up to the number given.

    Args:
        most: Requests at the same time, at most.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._limit = float(most)
        self._inside = 0
        self._changed = Condition()

    @property
    def limit(self) -> int:
        """How many may be under way now."""
        return max(1, int(self._limit))

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait for a place, and give it back afterwards."""
        with self._changed:
            self._changed.wait_for(lambda: self._inside < self.limit)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def heard(self, status: int) -> None:
        """Take an answer into account."""
        with self._changed:
            if status == 429:
                self._limit = max(1.0, self._limit / 2)
            else:
                self._limit = min(self._most, self._limit + 1 / self._limit)
            self._changed.notify_all()
