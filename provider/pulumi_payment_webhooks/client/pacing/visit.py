"""
What one request experiences until the platform accepts it: reports its waits, and gives up after too many refusals.
"""

from __future__ import annotations

from itertools import count

from ...attendance import OnWait
from ..answer import NoAnswer
from ..retry import Patience

_numbers = count()
_MINUTE, _DAY = 60, 86_400
_WORTH_A_WORD = 1.0


class Visit:
    """
    One request, from its first try to its last.

    Args:
        method: Its HTTP method.
        place: Host and port, for messages.
        patience: How long to wait.
        report: Hears of each wait.
    """

    def __init__(self, method: str, place: str, patience: Patience, report: OnWait | None) -> None:
        self.number = next(_numbers)
        """Requests that came earlier go first, although they were refused before."""
        self.method = method
        self._place = place
        self._patience = patience
        self._report = report
        self._refusals = 0
        self._refused_at = 0.0
        self._reported: float | None = None

    @property
    def is_hasty(self) -> bool:
        """Whether it waits for nothing: neither for a pause nor for its turn."""
        return self._patience.is_off

    def may_wait(self, failure: NoAnswer, now: float, *, is_repeatable: bool) -> bool:
        """
        Whether to send the request again as soon as the platform accepts requests, without counting a try.

        Raises:
            NoAnswer: It was refused too often.
        """
        if self._patience.is_off or not failure.is_limit or not (is_repeatable or not failure.maybe_done):
            return False
        if not self._refusals:
            self._refused_at = now
        self._refusals += 1
        if self._refusals >= self._patience.refusals:
            raise self._given_up(failure, now)
        return True

    def pauses(self, failure: NoAnswer, now: float, until: float) -> None:
        """
        Report that nothing is sent before *until*.

        Args:
            failure: The answer that asked for it.
            now: The present time.
            until: When the pause ends.

        Raises:
            NoAnswer: That is too long.
        """
        if self._patience.is_exceeded_by(until - now):
            raise NoAnswer(
                failure.text,
                reason=failure.reason,
                maybe_done=False,
                is_final=True,
                wait=until - now,
                status=failure.status,
                reference=failure.reference,
            )
        if self._refusals and until - self._refused_at > self._patience.longest_refusal:
            raise self._given_up(failure, now)
        if self._reported != until:
            self._reported = until
            why = "limits requests" if failure.status == 429 else "is not available"
            self._say(f"{self._place} {why} ({failure.text}): next request in {describe_seconds(until - now)}")

    def queues(self, most: int, wait: float) -> None:
        """Report once that it waits for its turn for about *wait* seconds, because the platform accepts *most*."""
        if wait >= _WORTH_A_WORD and self._reported is None:
            self._reported = 0.0
            self._say(f"{self._place} limits requests to about {most}/s: next request in {describe_seconds(wait)}")

    def _say(self, text: str) -> None:
        if self._report:
            self._report(text)

    def _given_up(self, failure: NoAnswer, now: float) -> NoAnswer:
        return NoAnswer(
            f"{failure.text} to all of {self._refusals} requests in {describe_seconds(now - self._refused_at)}; the "
            "account sends more than the platform accepts, so run this again later",
            reason=failure.reason,
            maybe_done=False,
            is_final=True,
            status=failure.status,
            reference=failure.reference,
        )


def describe_seconds(seconds: float) -> str:
    """*seconds* for a message: exact where it is short, in minutes or days where it is not."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120 * _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / 3600:.0f} h" if seconds < 2 * _DAY else f"{seconds / _DAY:.0f} days"
