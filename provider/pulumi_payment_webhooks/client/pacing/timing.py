"""
The clocks of a session, and how it waits. The only place of the client that reads a clock to decide something.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Condition


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Timing:
    """
    Both clocks, and the wait; tests turn them by hand.

    Args:
        clock: Returns the time of day, to which a date in Retry-After is compared.
        monotonic: Returns seconds that only increase.
        wait: Waits until a condition is notified, at most so many seconds. The caller holds the condition's lock.
    """

    clock: Callable[[], datetime] = _now
    monotonic: Callable[[], float] = time.monotonic
    wait: Callable[[Condition, float], object] = Condition.wait


REAL_TIME = Timing()
"""The clocks of this machine."""
