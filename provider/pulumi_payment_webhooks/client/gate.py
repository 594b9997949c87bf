"""
Limits concurrent requests; the limit is lower for a while after the platform answered 429.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Gate:
    """
    Lets a limited number of requests pass concurrently. Safe between threads.

    An answer 429 halves the limit; every later answer raises it a little, up to *most*.

    Args:
        most: The highest limit.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._limit = float(most)
        self._inside = 0
        self._changed = Condition()

    @property
    def limit(self) -> int:
        """The present limit."""
        return max(1, int(self._limit))

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for a slot, and free it afterwards."""
        with self._changed:
            self._changed.wait_for(lambda: self._inside < self.limit)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def note(self, status: int) -> None:
        """Adjust the limit after an answer."""
        with self._changed:
            if status == 429:
                self._limit = max(1.0, self._limit / 2)
            else:
                self._limit = min(self._most, self._limit + 1 / self._limit)
            self._changed.notify_all()
