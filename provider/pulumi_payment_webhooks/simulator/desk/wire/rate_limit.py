"""How many requests each caller may send in a second; who sends more is blocked for a while. No I/O here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Literal

from ..time.clock import Clock
from .calls import Declined, Reply

SPAN = timedelta(seconds=1)

RetryAfter = Literal["seconds", "date", "absent"]


@dataclass(frozen=True)
class Limit:
    """
    The limit of one caller.

    Args:
        most: Requests per second; None for any number.
        blocks: How long a caller is blocked that sends more, in seconds.
        retry_after: Form of the header `Retry-After`.
    """

    most: int | None
    blocks: int = 1
    retry_after: RetryAfter = "seconds"


class RateLimit:
    """
    Counts requests.

    Args:
        reply: Returns the platform's answer 429.
        clock: The platform's time.
    """

    def __init__(self, reply: Callable[[], Reply], *, clock: Clock) -> None:
        self._reply = reply
        self._clock = clock
        self._sent: dict[str, deque[datetime]] = {}
        self._blocked: dict[str, datetime] = {}

    def count(self, caller: str, limit: Limit) -> None:
        """
        Count one request.

        Raises:
            Declined: 429: it is one too many, or the caller is still blocked.
        """
        now = self._clock.now()
        until = self._blocked.get(caller, now)
        if until > now:
            raise self._too_many(until, now, limit)
        if limit.most is None:
            return
        sent = self._sent.setdefault(caller, deque())
        while sent and sent[0] <= now - SPAN:
            sent.popleft()
        if len(sent) >= limit.most:
            self._blocked[caller] = until = now + timedelta(seconds=limit.blocks)
            raise self._too_many(until, now, limit)
        sent.append(now)

    def forget(self) -> None:
        """Count from zero, and block nobody."""
        self._sent.clear()
        self._blocked.clear()

    def _too_many(self, until: datetime, now: datetime, limit: Limit) -> Declined:
        reply = self._reply()
        if limit.retry_after == "seconds":
            reply = reply.bearing(Retry_After=str(-(-(until - now) // SPAN)))
        elif limit.retry_after == "date":
            # Clients compare the date with real time, whatever the platform's clock says.
            reply = reply.bearing(Retry_After=format_datetime(_whole_second(until - self._clock.moved), usegmt=True))
        return Declined(reply, f"the caller is blocked until {until.isoformat()}")


def _whole_second(moment: datetime) -> datetime:
    """*moment*, or the next whole second: an HTTP date has no fractions."""
    whole = moment.replace(microsecond=0)
    return whole if whole == moment else whole + SPAN
