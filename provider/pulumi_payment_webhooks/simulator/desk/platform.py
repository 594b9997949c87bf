"""What every simulated platform holds: its knobs, its time, what is planned, and its deliveries. No I/O here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any, Generic, Protocol, Self, TypeVar

from .journal.feed import Feed
from .mail.broken import BrokenEndpoints
from .mail.deliveries import Deliveries, Delivery
from .time.agenda import Agenda
from .time.clock import Clock


class CommonKnobs(Protocol):
    """The knobs that every platform has."""

    @property
    def clock_scale(self) -> float:
        """How many times faster retries fall due."""

    @property
    def resolve(self) -> tuple[str, ...]:
        """Where on this machine a host is."""

    @property
    def delivery_seconds(self) -> float:
        """How many seconds a receiver may take."""

    @property
    def deliveries_at_once(self) -> int:
        """How many deliveries are sent concurrently."""

    @property
    def check_tls(self) -> bool:
        """Whether certificates of receivers must be trusted."""

    def replace(self, changes: Mapping[str, object]) -> Self:
        """The same knobs but for *changes*."""


K = TypeVar("K", bound=CommonKnobs)
D = TypeVar("D", bound=Delivery[Any])


class SimulatedPlatform(ABC, Generic[K, D]):
    """
    A simulated platform. Each one completes this class.

    Args:
        clock: Its time.
        knobs: Its knobs at the start.
    """

    broken: BrokenEndpoints

    def __init__(self, *, clock: Clock, knobs: K) -> None:
        self.clock = clock
        self.knobs = knobs
        self._first_knobs = knobs
        self.lock = RLock()
        self.feed = Feed()
        self.agenda = Agenda()
        self.deliveries: Deliveries[D] = Deliveries(self.feed)
        self.knob_watchers: list[Callable[[], None]] = []
        clock.watchers.append(lambda: self._publish("clock"))

    def turn(self, changes: Mapping[str, object]) -> K:
        """
        Turn knobs and return all of them.

        Raises:
            ValueError: There is no such knob or position.
        """
        self.knobs = self.knobs.replace(changes)
        for watcher in self.knob_watchers:
            watcher()
        self._publish("knobs")
        return self.knobs

    def reset(self) -> None:
        """Return to the initial state."""
        self.knobs = self._first_knobs
        self.agenda.clear()
        self.deliveries.clear()
        self._clear()
        self.broken.clear()
        self._publish("reset")

    @abstractmethod
    def _clear(self) -> None:
        """Forget what only this platform holds."""

    def _publish(self, kind: str) -> None:
        self.feed.publish(kind)
