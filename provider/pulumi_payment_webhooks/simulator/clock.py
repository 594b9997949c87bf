"""The simulated platform's time: the real one, which a test moves by hand so that nothing has to sleep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _wall() -> datetime:
    return datetime.now(UTC)


class Clock:
    """
    Real time plus what it was moved by.

    Credentials are judged by `wall`, the time that clients in other processes share, so that moving the platform's
    time by a month does not make every token look expired.
    """

    def __init__(self, wall: Callable[[], datetime] = _wall) -> None:
        self.wall = wall
        self._moved = timedelta()

    def now(self) -> datetime:
        """The platform's time."""
        return self.wall() + self._moved

    def move(self, seconds: float = 0, *, minutes: float = 0, days: float = 0) -> datetime:
        """
        Move the platform's time on and tell the new one.

        Raises:
            ValueError: It would leave the calendar.
        """
        try:
            moved = self._moved + timedelta(seconds=seconds, minutes=minutes, days=days)
            now = self.wall() + moved
        except OverflowError:
            raise ValueError("the clock cannot be moved that far") from None
        self._moved = moved
        return now

    def reset(self) -> None:
        """Back to real time."""
        self._moved = timedelta()
