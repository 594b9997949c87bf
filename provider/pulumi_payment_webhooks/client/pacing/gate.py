"""
Lets requests pass: a limited number concurrently, in the order in which they came, and at the platform's pace.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Condition, Lock

from ...attendance import insist_on_somebody
from ..answer import NoAnswer
from ..retry import Patience
from .pace import Pace, Passage
from .timing import REAL_TIME, Timing
from .visit import Visit

_LOOK = 1.0
"""Seconds after which a waiting request looks whether a command still waits for it."""


class Gate:
    """
    The gate of one account. Safe between threads: when the platform asks to wait, all of them wait.

    Args:
        workers: Concurrent requests, at most.
        published: The limit that the platform publishes for the account, requests per second.
        timing: The clock and the wait.
    """

    def __init__(self, workers: int, published: int | None = None, *, timing: Timing = REAL_TIME) -> None:
        self._workers = workers
        self._pace = Pace(published)
        self._timing = timing
        self._inside = 0
        self._waiting: list[Visit] = []
        self._changed = Condition()
        self._pause: NoAnswer | None = None

    @contextmanager
    def slot(self, visit: Visit) -> Iterator[Passage]:
        """
        Wait until a request may be sent, and free its slot afterwards.

        Raises:
            Unattended: No command waits for it any more.
            NoAnswer: The wait is too long.
        """
        with self._changed:
            passage = self._enter(visit)
        try:
            yield passage
        finally:
            with self._changed:
                self._inside -= 1
                self._pace.answered(passage, self._timing.monotonic())
                self._changed.notify_all()

    def refuse(self, passage: Passage, refusal: NoAnswer, patience: Patience) -> None:
        """The platform limits requests, and refused one that is still in its slot: all wait as long as it asks."""
        with self._changed:
            self._pause = refusal
            now = self._timing.monotonic()
            refusals = self._pace.refused(passage, now)
            self._pace.pause(now + patience.pause_after(refusals, refusal.wait))
            self._changed.notify_all()

    def _enter(self, visit: Visit) -> Passage:
        self._waiting.append(visit)
        try:
            while (left := self._left(visit)) > 0:
                self._timing.wait(self._changed, min(left, _LOOK))
                insist_on_somebody()
        finally:
            self._waiting.remove(visit)
            self._changed.notify_all()
        self._inside += 1
        return self._pace.send(visit.method, self._timing.monotonic())

    def _left(self, visit: Visit) -> float:
        """Seconds until *visit* may pass, or may look again; 0 if it may now."""
        now = self._timing.monotonic()
        if visit.is_hasty:
            return _LOOK if self._inside >= self._workers else 0.0
        if self._pause and now < self._pace.until:
            visit.pauses(self._pause, now, self._pace.until)
            return self._pace.until - now
        before = sum(one.number < visit.number for one in self._waiting)
        if most := self._pace.most:
            visit.queues(most, before / most)
        if before or self._inside >= self._workers:
            return _LOOK
        return self._pace.next_at(now) - now


class Gates:
    """
    One gate for each account of this process, through which all of its sessions go: the platform counts them together.
    """

    def __init__(self) -> None:
        self._gates: dict[Hashable, Gate] = {}
        self._lock = Lock()

    def of(self, account: Hashable, workers: int, published: int | None = None) -> Gate:
        """The gate of *account*, which is opened with the other arguments if there is none."""
        with self._lock:
            return self._gates.setdefault(account, Gate(workers, published))

    def forget(self) -> None:
        """Forget every gate, and what was learned of limits."""
        with self._lock:
            self._gates.clear()
