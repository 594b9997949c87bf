"""
The retry schedule as something to draw: its sequences, a scale, and words for times. Pure arithmetic, no I/O here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from ...wording import duration
from .retry_schedule import FAR, RetryRules, attempt_minutes, last_minute

MOST = 10_000
"""Retries beyond which no timeline is drawn."""

_HOUR = 60
_DAY = 24 * _HOUR
_STEPS = (1, 2, 5, 10, 15, 30, _HOUR, 2 * _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR)


@dataclass(frozen=True)
class Retry:
    """
    One retry.

    Args:
        number: Which retry, from 1; it goes on through all sequences.
        minute: Minutes after the first, failed attempt.
    """

    number: int
    minute: int


@dataclass(frozen=True)
class Sequence:
    """
    Retries without the long wait between them.

    Args:
        begins: The minute from which its times count.
        retries: Its retries, one at least.
    """

    begins: int
    retries: tuple[Retry, ...]

    @property
    def ends(self) -> int:
        """The minute of its last retry."""
        return self.retries[-1].minute


@dataclass(frozen=True)
class Timeline:
    """A whole schedule, first failure at minute 0."""

    rules: RetryRules
    sequences: tuple[Sequence, ...]

    @property
    def retries(self) -> tuple[Retry, ...]:
        """Every retry, in the order of their numbers."""
        return tuple(retry for sequence in self.sequences for retry in sequence.retries)

    @property
    def span(self) -> int:
        """Minutes until the latest retry; 0 where there is none."""
        return max((retry.minute for retry in self.retries), default=0)

    @property
    def pace(self) -> str:
        """How the time between retries grows, in words."""
        rules = self.rules
        if not self.sequences:
            return "no retry"
        first = f"first retry after {duration(rules.first_retry)}"
        if rules.number_of_retries == 1:
            return first
        if rules.algorithm == "GEOMETRIC":
            return f"{first}, each further one {rules.interval} times as late"
        return f"{first}, then every {duration(rules.interval)}"

    @property
    def amount(self) -> str:
        """How many retries there are, in words."""
        total, sequences = len(self.retries), len(self.sequences)
        retries = "1 retry" if total == 1 else f"{total} retries"
        if sequences < 2:
            return retries
        return f"{retries} in {sequences} sequences with {duration(self.rules.repeat_sequence_wait_time)} between"

    def ending(self, *, deactivates: bool) -> str:
        """
        What happens when the last retry fails, in words.

        Args:
            deactivates: ``deactivateFlag``: whether the subscription is suspended, with its messages queued.
        """
        what = "suspends the subscription and queues its notifications" if deactivates else "gives up"
        when = f"after {duration(self.sequences[-1].ends)}" if self.sequences else "at once"
        return f"{what} {when}"


def timeline(rules: RetryRules) -> Timeline:
    """
    The timeline of a policy.

    Raises:
        ValueError: It has more retries than anybody could see, or takes longer than anybody waits.
    """
    total = rules.number_of_retries * (rules.repeat_sequence_count + 1)
    if total > MOST:
        raise ValueError(f"the policy has {total} retries, and no more than {MOST} are drawn")
    if total and last_minute(rules) >= FAR:
        raise ValueError(f"the last of the {total} retries comes after more than a million years")
    return Timeline(rules, tuple(_sequences(rules)) if total else ())


def _sequences(rules: RetryRules) -> Iterator[Sequence]:
    minutes, numbers = attempt_minutes(rules), count(1)
    begins = 0
    for _ in range(rules.repeat_sequence_count + 1):
        sequence = Sequence(begins, tuple(Retry(next(numbers), next(minutes)) for _ in range(rules.number_of_retries)))
        yield sequence
        begins = sequence.ends + rules.repeat_sequence_wait_time


def ticks(span: int, most: int) -> range:
    """
    Round minutes from 0 to *span* for a scale.

    Args:
        span: The last minute that is drawn.
        most: How many ticks there is room for, beside that at 0.
    """
    step = next(step for step in _steps() if span <= step * most)
    return range(0, span + 1, step)


def _steps() -> Iterator[int]:
    yield from _STEPS
    for power in count():
        yield from (first * 10**power * _DAY for first in (1, 2, 5))
