"""
Decides when the next request may be sent to a platform that limits how many it accepts. No clock and no waiting here.

Until the first refusal (HTTP 429, or 503 with Retry-After) there is no limit. After it nothing is sent until the time
that the platform names; from then on, no more is sent in a second than it accepted in the second before the refusal.
"""

from __future__ import annotations

from bisect import insort
from collections import deque
from dataclasses import dataclass
from math import inf

WINDOW = 1.0
"""Seconds over which requests are counted: platforms publish their limits per second."""

_MARGIN = 0.02
_REMEMBERED = 5 * WINDOW
_UNHURRIED = 10 * WINDOW
_EVIDENCE = 10
_HASTE = 4
_SAMPLES = 5


@dataclass(eq=False)
class Passage:
    """
    One request on its way.

    Args:
        kind: Requests of one kind take about equally long; the HTTP method.
        sent: When it was sent.
        free: When it no longer counts as one of the last second; infinity until it is answered.
        is_refused: Whether the platform refused to process it.
    """

    kind: str
    sent: float
    free: float = inf
    is_refused: bool = False


class Pace:
    """
    The limit of one account, as far as its answers show it. Times are seconds of one monotonic clock.

    A request counts at the platform at an unknown time between the moment it is sent and its answer. It is taken to
    count as late as it could: at its answer, less the time that even the fastest answer of its kind takes.

    A limit that was learned from a few requests is a guess, and is doubled after a full second without a refusal;
    others rise by an eighth after ten seconds, and after twice as long whenever that was too much.

    Args:
        published: The limit that the platform publishes, requests per second; None if it publishes none.
    """

    def __init__(self, published: int | None = None) -> None:
        self._published = published
        self.most = published
        """Requests per second; None while nothing is known of a limit."""
        self.until = -inf
        """Nothing may be sent before."""
        self._sent: deque[Passage] = deque()
        self._durations: dict[str, list[float]] = {}
        self._last = -inf
        self._refusals = 0
        self._decided = -inf
        self._refused: float | None = None
        self._raised = -inf
        self._haste = _HASTE
        self._rest = _UNHURRIED
        self._is_guess = False
        self._is_felt = False

    def next_at(self, now: float) -> float:
        """When the next request may be sent: *now*, later, or infinity if that depends on an answer."""
        if now < self.until:
            return self.until
        self._learn(now)
        if self.most is None:
            return now
        self.most = most = self._raised_limit(self.most, now)
        counted = sorted(one.free for one in self._sent if one.free > now)
        at = max(now, self._last + WINDOW / (self._haste * most))
        if len(counted) >= most:
            at = max(at, counted[len(counted) - most])
        self._is_felt = self._is_felt or at > now
        return at

    def send(self, kind: str, now: float) -> Passage:
        """A request is sent."""
        while self._sent and self._sent[0].free <= now - _REMEMBERED:
            self._sent.popleft()
        passage = Passage(kind, now)
        self._sent.append(passage)
        self._last = now
        return passage

    def answered(self, passage: Passage, now: float) -> None:
        """A request ended, with or without an answer."""
        if passage.is_refused:
            return
        durations = self._durations.setdefault(passage.kind, [])
        passage.free = now + WINDOW + _MARGIN - (durations[0] if len(durations) == _SAMPLES else 0.0)
        insort(durations, now - passage.sent)
        del durations[_SAMPLES:]
        if passage.sent >= self._decided:
            self._refusals = 0

    def refused(self, passage: Passage, now: float) -> int:
        """A request was refused; returns how many refusals in a row that makes, until a pause is over."""
        passage.is_refused, passage.free = True, now
        if passage.sent >= self._decided:
            # Those that were sent before, and are refused as well, say nothing new.
            self._decided, self._refused = now, passage.sent
            self._refusals += 1
        return self._refusals

    def pause(self, until: float) -> None:
        """Send nothing before *until*."""
        self.until = max(self.until, until)

    def _learn(self, now: float) -> None:
        """Once the pause is over, most answers are there: count what the platform accepted before it refused."""
        if self._refused is None:
            return
        tried = [one for one in self._sent if one.sent > self._refused - WINDOW]
        accepted = sum(not one.is_refused for one in tried)
        if self.most is None:
            self._is_guess = accepted < _EVIDENCE
            if accepted or self._refusals > 1:
                self.most = max(accepted, len(tried) // 2, 1) if self._is_guess else accepted
        elif self._haste > 1 and 2 * accepted < self.most:
            # Refused long before the limit: the platform wants them evenly spread.
            self._haste = 1
        else:
            self._is_guess, self._rest = False, 2 * self._rest
            self.most = min(self.most, max(accepted, self.most // 2, 1))
        self._refused = None
        self._raised, self._is_felt = now, False

    def _raised_limit(self, most: int, now: float) -> int:
        """*most*, or more if requests had to wait for it and none was refused for a while."""
        step, rest = (most, WINDOW) if self._is_guess else (max(1, most // 8), self._rest)
        if not self._is_felt or now < self._raised + rest:
            return most
        self._raised, self._is_felt = now, False
        return min(most + step, self._published or most + step)
