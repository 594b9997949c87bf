"""How many requests each key may send in a second; a key that sends more is blocked for a while. No I/O here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime

from ...desk.time.clock import Clock
from ...desk.wire.calls import Declined
from ..knobs import Knobs
from ..refusals import Problem, answer
from .keys import ApiKey

SPAN = timedelta(seconds=1)
CODE = "limit_exceeded"


class RateLimit:
    """
    Counts requests.

    Args:
        knobs: The positions of today.
        clock: The platform's time.
    """

    def __init__(self, *, knobs: Callable[[], Knobs], clock: Clock) -> None:
        self._knobs = knobs
        self._clock = clock
        self._sent: dict[str, deque[datetime]] = {}
        self._blocked: dict[str, datetime] = {}

    def count(self, key: ApiKey) -> None:
        """
        Count one request.

        Raises:
            Declined: 429: it is one too many, or the key is still blocked.
        """
        knobs, now = self._knobs(), self._clock.now()
        most = knobs.requests_per_second_live if key.is_live else knobs.requests_per_second_test
        until = self._blocked.get(key.token, now)
        if until > now:
            raise self._too_many(until, now)
        if most is None:
            return
        sent = self._sent.setdefault(key.token, deque())
        while sent and sent[0] <= now - SPAN:
            sent.popleft()
        if len(sent) >= most:
            self._blocked[key.token] = now + timedelta(seconds=knobs.retry_after_seconds)
            raise self._too_many(self._blocked[key.token], now)
        sent.append(now)

    def forget(self) -> None:
        """Count from zero, and block nobody."""
        self._sent.clear()
        self._blocked.clear()

    def _too_many(self, until: datetime, now: datetime) -> Declined:
        reply = answer(429, [Problem("Too many requests were sent with this key.", CODE)])
        form = self._knobs().retry_after
        if form == "seconds":
            reply = reply.bearing(Retry_After=str(-(-(until - now) // SPAN)))
        elif form == "date":
            reply = reply.bearing(Retry_After=format_datetime(_whole_second_from(until), usegmt=True))
        return Declined(reply, f"the key is blocked until {until.isoformat()}")


def _whole_second_from(moment: datetime) -> datetime:
    """*moment*, or the next whole second: an HTTP date has no fractions."""
    whole = moment.replace(microsecond=0)
    return whole if whole == moment else whole + SPAN
