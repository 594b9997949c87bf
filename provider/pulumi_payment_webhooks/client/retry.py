"""
When a request is retried, and after which wait. Home of stamina.

Only requests that are safe to repeat are retried. The platform's Retry-After is obeyed up to a limit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import SystemRandom
from typing import TypeVar

import stamina.instrumentation

from ..attendance import OnWait, listener
from ..settings.transport import Transport
from .answer import NoAnswer

T = TypeVar("T")

# By default stamina logs each wait as a warning, which would appear in the user's terminal.
stamina.instrumentation.set_on_retry_hooks(())

_random = SystemRandom()
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{0,30})?")
_SAME_CLOCK = timedelta(seconds=2)


@dataclass(frozen=True)
class Patience:
    """
    How often a request is tried, and how long the waits are.

    Args:
        tries: Tries in all.
        first_wait: Seconds before the second try; each further wait is twice as long. 0 turns every wait off.
        longest_wait: The longest wait of its own choice, seconds.
        longest_request: The longest wait that the platform may ask for, seconds.
        refusals: How often a platform that limits requests may refuse one; these are not tries.
        longest_refusal: The longest time that it may refuse one, seconds.
        jitter: Returns a number from 0 to 1, so that many clients do not retry at the same moment.
    """

    tries: int = Transport.retries
    first_wait: float = Transport.retry_wait
    longest_wait: float = 20.0
    longest_request: float = 60.0
    refusals: int = 10
    longest_refusal: float = 300.0
    jitter: Callable[[], float] = _random.random

    def wait_after(self, number: int, requested: float | None) -> float:
        """Seconds to wait after try *number* failed, when the platform asked for *requested*."""
        if self.is_off:
            return 0.0
        if requested is not None:
            return requested + self.jitter() * min(1.0, self.first_wait)
        chosen = min(self.longest_wait, self.first_wait * 2.0 ** (number - 1))
        return chosen * (0.5 + self.jitter() / 2)

    @property
    def is_off(self) -> bool:
        """Whether nothing waits at all."""
        return self.first_wait == 0

    def pause_after(self, refusals: int, requested: float | None) -> float:
        """
        Seconds that all requests wait after a number of *refusals* in a row, of which the last asked for *requested*.

        Never less than the platform asks for; more if it refuses again after it was obeyed.
        """
        chosen = min(self.longest_wait, self.first_wait * 2.0 ** min(refusals, 30))
        least = chosen / 2 if refusals > 1 else 0.0
        pause = chosen if requested is None else max(requested, least)
        return pause + self.jitter() * min(0.5, pause / 20)

    def is_exceeded_by(self, requested: float | None) -> bool:
        """Whether the platform asks for more time than a deployment can wait."""
        return not self.is_off and requested is not None and requested > self.longest_request


def with_retries(
    attempt: Callable[[], T], *, is_repeatable: bool, patience: Patience, on_wait: OnWait | None = None
) -> T:
    """
    Run *attempt* until it returns, and return what it returns.

    Args:
        attempt: One try; raises NoAnswer when it ends without a definite answer.
        is_repeatable: Whether it may run again although the platform may have processed it.
        patience: How often, and with which waits.
        on_wait: Hears of each wait, unless `announcing` names another listener for this thread.

    Raises:
        NoAnswer: The last try ended without an answer.
    """
    report = listener() or on_wait
    number = 0

    def decide(failure: Exception) -> bool | float:
        if not isinstance(failure, NoAnswer) or not _may_repeat(failure, is_repeatable, patience):
            return False
        wait = patience.wait_after(number, failure.wait)
        if report and number < patience.tries:
            report(f"{failure.text}, next try ({number + 1} of {patience.tries}) in {wait:.1f} s")
        return wait

    for one in stamina.retry_context(on=decide, attempts=patience.tries, timeout=None):
        with one:
            number = one.num
            try:
                return attempt()
            except NoAnswer as failure:
                failure.tries = number
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def requested_wait(header: str | None, *, at: datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number or an HTTP date; None for anything else."""
    if not header:
        return None
    seconds = float(header) if _NUMBER.fullmatch(header) else _seconds_until(header, at)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def time_there(date: str | None, *, here: datetime) -> datetime:
    """The time to compare a date of the platform with: *here*, unless its Date header shows that its clock differs."""
    try:
        there = parsedate_to_datetime(date or "")
    except (ValueError, OverflowError):
        return here
    there = there if there.tzinfo else there.replace(tzinfo=UTC)
    return here if abs(there - here) <= _SAME_CLOCK else there


def _seconds_until(date: str, at: datetime) -> float:
    try:
        when = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return math.nan
    return ((when if when.tzinfo else when.replace(tzinfo=UTC)) - at).total_seconds()


def _may_repeat(failure: NoAnswer, is_repeatable: bool, patience: Patience) -> bool:
    if failure.is_final or patience.is_exceeded_by(failure.wait):
        return False
    return is_repeatable or not failure.maybe_done
