"""What a simulated platform has planned. No I/O and no clock here."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from threading import RLock

Job = Callable[[], None]


@dataclass(frozen=True, order=True)
class PlannedJob:
    """A planned job; of two that are due together, the first planned one comes first."""

    due: datetime
    number: int
    key: Hashable = field(compare=False)
    job: Job = field(compare=False, repr=False)


class Agenda:
    """Planned jobs, one for each key, in the order in which they are due. Thread-safe."""

    def __init__(self) -> None:
        self._numbers = count()
        self._heap: list[PlannedJob] = []
        self._current: dict[Hashable, PlannedJob] = {}
        self._lock = RLock()
        self.on_change: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        return len(self._current)

    def plan(self, key: Hashable, due: datetime, job: Job) -> None:
        """Plan *job* for that time; it replaces the job of the same *key*."""
        with self._lock:
            entry = PlannedJob(due, next(self._numbers), key, job)
            self._current[key] = entry
            heapq.heappush(self._heap, entry)
        self.on_change()

    def cancel(self, key: Hashable) -> None:
        """Cancel the job of *key*."""
        with self._lock:
            self._current.pop(key, None)

    def next_due(self) -> datetime | None:
        """When the next job is due; None if nothing is planned."""
        with self._lock:
            self._drop_stale()
            return self._heap[0].due if self._heap else None

    def take(self, until: datetime) -> PlannedJob | None:
        """Remove and return the next entry if it is due by that time."""
        with self._lock:
            self._drop_stale()
            if not self._heap or self._heap[0].due > until:
                return None
            entry = heapq.heappop(self._heap)
            del self._current[entry.key]
            return entry

    def clear(self) -> None:
        """Cancel all jobs."""
        with self._lock:
            self._heap.clear()
            self._current.clear()

    def _drop_stale(self) -> None:
        while self._heap and self._current.get(self._heap[0].key) is not self._heap[0]:
            heapq.heappop(self._heap)
