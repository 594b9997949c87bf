"""A clock that is turned by hand: whoever waits turns it on, so that nothing sleeps."""

from datetime import UTC, datetime, timedelta
from threading import Condition, Lock

from pulumi_payment_webhooks.client.pacing.timing import Timing

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


class HandClock:
    """Noon, and later only by waiting."""

    def __init__(self) -> None:
        self.now = 0.0
        self._lock = Lock()

    @property
    def timing(self) -> Timing:
        """For the session."""
        return Timing(lambda: NOON + timedelta(seconds=self.now), lambda: self.now, self._wait)

    def _wait(self, condition: Condition, seconds: float) -> None:
        """Turn the clock on, and let other threads have the lock as a real wait does."""
        with self._lock:
            self.now += seconds
        condition.wait(0)
