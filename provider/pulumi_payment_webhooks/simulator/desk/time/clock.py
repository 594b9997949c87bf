"""The simulated platform's time: the real one, which a test moves by hand so that nothing has to sleep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Walk = Callable[[Callable[[], datetime], Callable[[datetime], None]], None]


def _wall() -> datetime:
    return datetime.now(UTC)


class Clock:
    """
    Real time plus what it was moved by.

    Credentials are judged by `wall`, the time that clients in other processes share, so that moving the platform's
    time by a month does not make every token look expired.

    Args:
        wall: Tells the real time, UTC.
    """

    def __init__(self, wall: Callable[[], datetime] = _wall) -> None:
        self.wall = wall
        self.walk: Walk = lambda until, jump: None
        self.watchers: list[Callable[[], None]] = []
        self._moved = timedelta()
        self.span = timedelta()
        """How far it is just being moved; zero while it is not."""

    def now(self) -> datetime:
        """The platform's time."""
        return self.wall() + self._moved

    @property
    def moved(self) -> timedelta:
        """How far it is from real time."""
        return self._moved

    def move(self, seconds: float = 0, *, minutes: float = 0, days: float = 0) -> datetime:
        """
        Move the platform's time on and tell the new one, once everything that falls due on the way was done in order.

        Raises:
            ValueError: It would leave the calendar.
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
        """Stand at that distance from real time, without anything happening on the way."""
        self._moved = moved
        for told in self.watchers:
            told()

    def reset(self) -> None:
        """Back to real time."""
        self.set_moved(timedelta())

    def _jump(self, to: datetime) -> None:
        """Forward to *to*; where real time has come further already, it stays."""
        self._moved = max(self._moved, to - self.wall())
