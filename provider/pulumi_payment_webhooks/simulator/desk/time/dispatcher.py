"""
Carries out what is on the agenda: by itself as time goes on, or step by step while the clock is moved by hand.

Threads, but no sockets: those belong to what is carried out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Condition, Lock, Thread

from .agenda import Agenda, Entry, Job
from .clock import Clock

MOST_AT_ONCE = 64
LONGEST_WAIT = 3600.0
GRACE = 1.0
log = logging.getLogger(__name__)


class Unsettled(RuntimeError):
    """Something was still under way when the time given to it had passed."""


class Dispatcher:
    """
    The one that does what falls due.

    As time goes on, entries begin in order and several run at once. While the clock is moved by hand they run one
    after the other, each at its own time, so that the same move always does the same.

    Args:
        agenda: What is planned.
        clock: The platform's time; its moves are walked from entry to entry.
        at_once: How many may run at once, from 1 to 64.
    """

    def __init__(self, agenda: Agenda, clock: Clock, *, at_once: Callable[[], int]) -> None:
        self._agenda = agenda
        self._clock = clock
        self._at_once = at_once
        self._state = Condition()
        self._walks = Lock()
        self._busy = 0
        self._walking = False
        self._leaving = False
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._run, name="dispatcher", daemon=True)
        agenda.changed = self._wake
        clock.walk = self.walk
        clock.watchers.append(self._wake)

    def start(self) -> None:
        """Begin to do what falls due."""
        self._thread.start()

    def stop(self) -> None:
        """End: who waits is let go, and what is under way for longer than a moment is left alone."""
        with self._state:
            self._leaving = True
            self._state.notify_all()
            self._state.wait_for(lambda: not self._busy, timeout=GRACE)
        if self._thread.is_alive():
            self._thread.join()

    def settle(self, seconds: float = 30.0) -> None:
        """
        Wait until everything that is due was done.

        Raises:
            Unsettled: It took longer than that.
        """
        with self._state:
            calm = self._state.wait_for(self._is_calm, timeout=seconds)
            self._complain()
        if not calm:
            raise Unsettled(f"something is still under way after {seconds:g} s")

    def walk(self, until: Callable[[], datetime], jump: Callable[[datetime], None]) -> None:
        """
        Do everything that falls due by a time, in order, each at its own time.

        Args:
            until: The end of the walk, which moves on as real time does.
            jump: Sets the clock to the time of an entry.
        """
        with self._walks:
            with self._state:
                self._walking = True
                self._state.wait_for(lambda: not self._busy or self._leaving)
            try:
                while not self._leaving and (entry := self._agenda.take(until())):
                    jump(entry.due)
                    entry.job()
            finally:
                with self._state:
                    self._walking = False
                    self._state.notify_all()
            self._complain()

    def _run(self) -> None:
        with self._state:
            while not self._leaving:
                entry = self._next()
                if entry is None:
                    self._state.wait(self._seconds_to_wait())
                    continue
                self._busy += 1
                Thread(target=self._do, args=(entry.job,), name="delivery", daemon=True).start()

    def _next(self) -> Entry | None:
        if self._walking or self._busy >= self._at_once():
            return None
        return self._agenda.take(self._clock.now())

    def _seconds_to_wait(self) -> float | None:
        due = self._agenda.next_due()
        if due is None or self._walking or self._busy >= self._at_once():
            return None  # whoever changes that wakes us
        return min(max((due - self._clock.now()).total_seconds(), 0.0), LONGEST_WAIT)

    def _do(self, job: Job) -> None:
        """One job, in a thread of its own: nothing is above this that could see a fault of ours."""
        failure: BaseException | None = None
        try:
            job()
        except Exception as fault:
            failure = fault
            log.exception("a fault of the simulator")
        with self._state:
            self._busy -= 1
            self._failure = self._failure or failure
            self._state.notify_all()

    def _is_calm(self) -> bool:
        due = self._agenda.next_due()
        idle = not self._busy and not self._walking
        return self._leaving or (idle and (due is None or due > self._clock.now()))

    def _complain(self) -> None:
        """A fault of ours in the background comes out where someone waits for its result."""
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _wake(self) -> None:
        with self._state:
            self._state.notify_all()
