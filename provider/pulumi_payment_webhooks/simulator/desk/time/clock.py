"""The simulated platform's time: real time, which tests move so that they need not sleep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Walk = Callable[[Callable[[], datetime], Callable[[datetime], None]], None]


def _wall() -> datetime:
    return datetime.now(UTC)


class Clock:
    """
    Real time plus an offset.

    Credentials are checked against `wall`, the time that clients in other processes share; otherwise moving the
    platform's time by a month would expire every token.

    Args:
        wall: Returns the real time, UTC.
    """

    def __init__(self, wall: Callable[[], datetime] = _wall) -> None:
        self.wall = wall
        self.walk: Walk = lambda until, jump: None
        self.watchers: list[Callable[[], None]] = []
        self._moved = timedelta()
        self.span = timedelta()
        """By how much it is being moved now; zero otherwise."""

    def now(self) -> datetime:
        """The platform's time."""
        return self.wall() + self._moved

    @property
    def moved(self) -> timedelta:
        """The offset from real time."""
        return self._moved

    def move(self, seconds: float = 0, *, minutes: float = 0, days: float = 0) -> datetime:
        """
        Move the platform's time forward, do everything that becomes due in order, and return the new time.

        Raises:
            ValueError: The new time would be outside of the calendar.
        """
        try:
            moved = self._moved + timedelta(seconds=seconds, minutes=minutes, days=days)
            self.wall() + moved
        except OverflowError:
            raise ValueError("the clock cannot be moved that far") from None
        self.span = max(moved - self._moved, timedelta())
        try:
            self.walk(lambda: self.wall() + moved, self._jump)
        finally:
            self.span = timedelta()
            self.set_moved(moved)
        return self.now()

    def set_moved(self, moved: timedelta) -> None:
        """Set the offset from real time, without doing what becomes due."""
        self._moved = moved
        for watcher in self.watchers:
            watcher()

    def reset(self) -> None:
        """Return to real time."""
        self.set_moved(timedelta())

    def _jump(self, to: datetime) -> None:
        """Move forward to *to*, unless the clock has passed it already."""
        self._moved = max(self._moved, to - self.wall())
