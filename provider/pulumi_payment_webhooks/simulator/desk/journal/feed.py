"""The numbered changes of a simulated platform, for everyone who watches it. No I/O here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from threading import Condition

KEPT = 10_000


@dataclass(frozen=True)
class Change:
    """
    One change.

    Args:
        number: One more than that of the change before.
        kind: What it concerns: `delivery`, `subscription`, `clock`, another part of the platform, or `reset`
            after everything was reset.
        id: Id of what changed; empty if there is only one such thing.
    """

    number: int
    kind: str
    id: str = ""


Listener = Callable[[Change], None]


class Feed:
    """Changes in the order in which they happened. Thread-safe."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._kept: deque[Change] = deque(maxlen=KEPT)
        self._listeners: list[Listener] = []
        self._news = Condition()
        self._latest = 0

    @property
    def latest(self) -> int:
        """The number of the last change; 0 before the first."""
        return self._latest

    def publish(self, kind: str, id: str = "") -> Change:
        """Record a change and call the listeners."""
        with self._news:
            change = Change(next(self._numbers), kind, id)
            self._latest = change.number
            self._kept.append(change)
            listeners = list(self._listeners)
            self._news.notify_all()
        for listener in listeners:
            listener(change)
        return change

    def listen(self, listener: Listener) -> Callable[[], None]:
        """
        Call *listener* with every change from now on, in the thread that made it; it must be quick.

        Returns:
            A function that ends it; calling it again does nothing.
        """
        with self._news:
            self._listeners.append(listener)

        def stop() -> None:
            with self._news:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return stop

    def since(self, number: int) -> list[Change] | None:
        """The changes after *number*; None if some are no longer kept, or if the number is unknown."""
        with self._news:
            if number == self._latest:
                return []
            if number > self._latest or number + 1 < self._kept[0].number:
                return None
            return [change for change in self._kept if change.number > number]

    def wait(self, after: int, *, seconds: float) -> bool:
        """Wait at most *seconds* for a change after that number, and return whether there is one."""
        with self._news:
            return self._news.wait_for(lambda: self._latest > after, timeout=seconds)
