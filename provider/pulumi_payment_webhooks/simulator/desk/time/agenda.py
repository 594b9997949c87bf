"""What a simulated platform is going to do, and when. No I/O and no clock here."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from threading import RLock

Job = Callable[[], None]


@dataclass(frozen=True, order=True)
class Entry:
    """One thing to be done; of two that are due together, the one that was planned first comes first."""

    due: datetime
    number: int
    key: Hashable = field(compare=False)
    job: Job = field(compare=False, repr=False)


class Agenda:
    """Entries by key, one for each, in the order in which they fall due. Safe in every thread."""

    def __init__(self) -> None:
        self._numbers = count()
        self._heap: list[Entry] = []
        self._current: dict[Hashable, Entry] = {}
        self._lock = RLock()
        self.changed: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        return len(self._current)

    def plan(self, key: Hashable, due: datetime, job: Job) -> None:
        """Do *job* at that time, in place of what was planned under *key*."""
        with self._lock:
            entry = Entry(due, next(self._numbers), key, job)
            self._current[key] = entry
            heapq.heappush(self._heap, entry)
        self.changed()

    def cancel(self, key: Hashable) -> None:
        """Do nothing under *key*."""
        with self._lock:
            self._current.pop(key, None)

    def next_due(self) -> datetime | None:
        """When the next entry falls due; None when nothing is planned."""
        with self._lock:
            self._drop_stale()
            return self._heap[0].due if self._heap else None

    def take(self, until: datetime) -> Entry | None:
        """The next entry, if it falls due by that time; it is no longer planned then."""
        with self._lock:
            self._drop_stale()
            if not self._heap or self._heap[0].due > until:
                return None
            entry = heapq.heappop(self._heap)
            del self._current[entry.key]
            return entry

    def clear(self) -> None:
        """Plan nothing."""
        with self._lock:
            self._heap.clear()
            self._current.clear()

    def _drop_stale(self) -> None:
        while self._heap and self._current.get(self._heap[0].key) is not self._heap[0]:
            heapq.heappop(self._heap)
