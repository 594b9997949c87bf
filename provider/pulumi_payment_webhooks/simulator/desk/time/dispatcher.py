"""
Runs the planned jobs: when they are due, or step by step while a test moves the clock.

Starts threads; opens no sockets.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Condition, Lock, Thread

from .agenda import Agenda, Job, PlannedJob
from .clock import Clock

MOST_AT_ONCE = 64
LONGEST_WAIT = 3600.0
GRACE = 1.0
log = logging.getLogger(__name__)


class Unsettled(RuntimeError):
    """Jobs were still running at the end of the timeout."""


class Dispatcher:
    """
    Runs jobs when they are due.

    As time passes, jobs start in order and run concurrently. While a test moves the clock, they run one after another,
    each at its own time, so that a move always has the same result.

    Args:
        agenda: The planned jobs.
        clock: The platform's time; a move goes from job to job.
        at_once: Returns how many jobs may run concurrently, from 1 to 64.
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
        agenda.on_change = self._wake
        clock.walk = self.walk
        clock.watchers.append(self._wake)

    def start(self) -> None:
        """Start to run jobs."""
        self._thread.start()

    def stop(self) -> None:
        """Stop: wake up waiting threads, and wait a moment for running jobs."""
        with self._state:
            self._leaving = True
            self._state.notify_all()
            self._state.wait_for(lambda: not self._busy, timeout=GRACE)
        if self._thread.is_alive():
            self._thread.join()

    def settle(self, seconds: float = 30.0) -> None:
        """
        Wait until nothing is due or running.

        Raises:
            Unsettled: Jobs were still running after *seconds*.
        """
        with self._state:
            calm = self._state.wait_for(self._is_calm, timeout=seconds)
            self._complain()
        if not calm:
            raise Unsettled(f"jobs are still running after {seconds:g} s")

    def walk(self, until: Callable[[], datetime], jump: Callable[[datetime], None]) -> None:
        """
        Run all jobs that are due by a time, in order, each at its own time.

        Args:
            until: Returns the end of the move, which advances with real time.
            jump: Sets the clock to the time of a job.
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

    def _next(self) -> PlannedJob | None:
        if self._walking or self._busy >= self._at_once():
            return None
        return self._agenda.take(self._clock.now())

    def _seconds_to_wait(self) -> float | None:
        due = self._agenda.next_due()
        if due is None or self._walking or self._busy >= self._at_once():
            return None  # a change wakes this thread
        return min(max((due - self._clock.now()).total_seconds(), 0.0), LONGEST_WAIT)

    def _do(self, job: Job) -> None:
        """Run a job in its own thread, which must not lose an exception."""
        failure: BaseException | None = None
        try:
            job()
        except Exception as fault:
            failure = fault
            log.exception("a bug in the simulator")
        with self._state:
            self._busy -= 1
            self._failure = self._failure or failure
            self._state.notify_all()

    def _is_calm(self) -> bool:
        due = self._agenda.next_due()
        idle = not self._busy and not self._walking
        return self._leaving or (idle and (due is None or due > self._clock.now()))

    def _complain(self) -> None:
        """Raise an exception of a background job where a test waits for its result."""
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _wake(self) -> None:
        with self._state:
            self._state.notify_all()
