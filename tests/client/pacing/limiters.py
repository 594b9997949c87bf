"""Platforms that limit requests, and a deployment against them, in virtual time: nothing waits, nothing is random."""

import heapq
import math
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from pulumi_payment_webhooks.client.pacing.pace import Pace, Passage
from pulumi_payment_webhooks.client.retry import Patience


@dataclass(frozen=True)
class Refusal:
    """429, with or without a time to wait."""

    wait: float | None


class Limiter(Protocol):
    """Counts requests."""

    def take(self, now: float) -> Refusal | None:
        """Accept a request, or refuse it."""


@dataclass
class Blocking:
    """
    So many in any second; a client that sends more is blocked for a while, and so is what it sends meanwhile.

    Args:
        limit: Requests per second.
        blocks: For how many seconds.
        says: The form of Retry-After.
    """

    limit: int
    blocks: float = 1.0
    says: str = "seconds"
    counted: list[float] = field(default_factory=list)
    until: float = -math.inf

    def take(self, now: float) -> Refusal | None:
        self.counted = [one for one in self.counted if one > now - 1]
        if now >= self.until and len(self.counted) < self.limit:
            self.counted.append(now)
            return None
        if now >= self.until:
            self.until = now + self.blocks
        waits = {"seconds": math.ceil(self.until - now), "date": math.ceil(self.until) - now, "absent": None}
        return Refusal(waits[self.says])


@dataclass
class PerMinute:
    """So many in each minute of the clock."""

    limit: int
    minute: int = -1
    counted: int = 0

    def take(self, now: float) -> Refusal | None:
        if now // 60 != self.minute:
            self.minute, self.counted = int(now // 60), 0
        self.counted += 1
        return None if self.counted <= self.limit else Refusal((self.minute + 1) * 60 - now)


@dataclass
class Bucket:
    """A bucket that fills evenly, and allows no more at once than it contains."""

    rate: float
    size: float
    level: float = 0.0
    at: float = 0.0

    def take(self, now: float) -> Refusal | None:
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return Refusal(1.0)
        self.level -= 1
        return None


@dataclass
class Deployment:
    """
    What happened.

    Args:
        seconds: Until the last answer.
        refused: When requests were refused.
        most_refusals: How often the same request was refused, at most.
    """

    seconds: float = 0.0
    refused: list[float] = field(default_factory=list)
    most_refusals: int = 0


def deploy(platform: Limiter, requests: int, *, latency: float = 0.02, workers: int = 32, pace: Pace) -> Deployment:
    """Send *requests* with so many *workers*, each as soon as *pace* lets it."""
    found = Deployment()
    waiting, under_way = list(range(requests)), 0
    refusals = dict.fromkeys(waiting, 0)
    events: list[tuple[float, int, int, Passage, Refusal | None, bool]] = []
    order = count()
    while waiting or events:
        now = found.seconds
        at = pace.next_at(now) if waiting and under_way < workers else math.inf
        if waiting and at <= now:
            under_way += 1
            heapq.heappush(
                events, (now + latency / 2, next(order), heapq.heappop(waiting), pace.send("POST", now), None, False)
            )
            continue
        if not events or at < events[0][0]:
            found.seconds = at
            continue
        found.seconds, _, request, passage, refusal, is_answer = heapq.heappop(events)
        if not is_answer:
            refusal = platform.take(found.seconds)
            heapq.heappush(events, (found.seconds + latency / 2, next(order), request, passage, refusal, True))
            continue
        under_way -= 1
        if refusal:
            found.refused.append(found.seconds)
            refusals[request] += 1
            heapq.heappush(waiting, request)
            refuse(pace, passage, found.seconds, refusal.wait)
        pace.answered(passage, found.seconds)
    found.most_refusals = max(refusals.values())
    return found


def refuse(pace: Pace, passage: Passage, now: float, wait: float | None) -> None:
    """What the gate does after a refusal, without chance."""
    pause = Patience(jitter=lambda: 0.5).pause_after
    pace.pause(now + pause(pace.refused(passage, now), wait))
