"""
Delivers notifications: what is planned, and how an attempt runs. Each platform decides what follows from its outcome.

Decisions hold the platform's lock; requests never do.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any, Generic, TypeVar

from .mail import deliveries as standings
from .mail.outbound import Outbound, Outcome
from .platform import D, SimulatedPlatform

P = TypeVar("P", bound=SimulatedPlatform[Any, Any])
E = TypeVar("E")
"""An attempt that has started."""


class Courier(ABC, Generic[P, D, E]):
    """
    Delivers the notifications of a *platform*.

    Args:
        platform: The simulated platform.
        outbound: Sends requests.
    """

    def __init__(self, platform: P, outbound: Outbound) -> None:
        self._platform = platform
        self._outbound = outbound

    def send(self, delivery: D) -> D:
        """Add *delivery*, and send it now unless it has to wait."""
        self._platform.deliveries.add(delivery)
        if delivery.status == standings.WAITING:
            self._plan(delivery, self._platform.clock.now())
        return delivery

    def replay(self, delivery: D) -> None:
        """Send *delivery* again, now, whatever its status."""
        now = self._platform.clock.now()
        self._platform.agenda.plan(("replay", delivery.id), now, lambda: self._carry(delivery, is_replay=True))

    def restore(self, delivery: D) -> None:
        """Continue *delivery* after a restart; an unfinished attempt counts as failed."""
        for attempt in delivery.attempts:
            if attempt.seconds is None:
                attempt.seconds, attempt.error = 0.0, "the simulator stopped before an answer"
        if delivery.status in (standings.WAITING, standings.RETRY):
            delivery.planned = delivery.planned or [self._platform.clock.now()]
            self._plan(delivery, delivery.planned[0])

    @abstractmethod
    def forget(self) -> None:
        """Drop what is stored between attempts, such as tokens."""

    @abstractmethod
    def _begin(self, id: str, *, is_replay: bool) -> E | None:
        """Start an attempt of the delivery *id*; None if there is nothing to send."""

    @abstractmethod
    def _run(self, errand: E) -> Outcome:
        """Send the message, without the lock: requests are answered meanwhile."""

    @abstractmethod
    def _end(self, errand: E, outcome: Outcome) -> None:
        """Act on the outcome."""

    def _plan(self, delivery: D, due: datetime) -> None:
        self._platform.agenda.plan(("attempt", delivery.id), due, lambda: self._carry(delivery, is_replay=False))

    def _carry(self, delivery: D, *, is_replay: bool) -> None:
        """Make an attempt and act on its outcome."""
        with self._platform.lock:
            errand = self._begin(delivery.id, is_replay=is_replay)
        if errand is None:
            return
        outcome = self._run(errand)
        with self._platform.lock:
            self._end(errand, outcome)

    def _settle(self, delivery: D, status: str, why: str = "") -> None:
        delivery.status, delivery.why = status, why
        delivery.planned, delivery.more_planned = [], 0
        self._platform.agenda.cancel(("attempt", delivery.id))
