"""When a failed delivery is retried: the shared schedule, and its other readings by knobs. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from ....cybersource.rules.retry_schedule import RetryRules, attempt_minutes
from ..knobs import Knobs

LAST = datetime.max.replace(tzinfo=UTC)


def total(rules: RetryRules) -> int:
    """The number of all retries."""
    return rules.number_of_retries * (rules.repeat_sequence_count + 1)


def upcoming(rules: RetryRules, knobs: Knobs, *, began: datetime, made: int, most: int) -> list[datetime]:
    """
    When the next retries are due.

    Args:
        rules: The policy.
        knobs: How its numbers are read, and how fast its minutes pass.
        began: When the first attempt was made, which failed.
        made: How many retries were made since.
        most: The maximum number of times returned.
    """
    if made >= total(rules):
        return []
    return [_later(began, minute / knobs.clock_scale) for minute in islice(_minutes(rules, knobs), made, made + most)]


def _minutes(rules: RetryRules, knobs: Knobs) -> Iterator[int]:
    """The minute of every retry, counted from the first failed attempt."""
    if knobs.retry_numbers == "offsets" and knobs.sequence_anchor == "last_attempt_plus_wait":
        yield from attempt_minutes(rules)
        return
    last = 0
    for repeated in range(rules.repeat_sequence_count + 1):
        anchor = last + rules.repeat_sequence_wait_time if repeated else 0
        at_once = bool(repeated) and knobs.sequence_anchor == "wait_only"
        for minute in _sequence(rules, are_delays=knobs.retry_numbers == "delays", at_once=at_once):
            last = anchor + minute
            yield last


def _sequence(rules: RetryRules, *, are_delays: bool, at_once: bool) -> Iterator[int]:
    """The minutes of a sequence after its anchor; with *at_once*, the first retry is at the anchor."""
    numbers = attempt_minutes(RetryRules(rules.algorithm, rules.first_retry, rules.interval, rules.number_of_retries))
    if not are_delays:
        yield from (number - (rules.first_retry if at_once else 0) for number in numbers)
        return
    passed = -rules.first_retry if at_once else 0
    for number in numbers:
        passed += number
        yield passed


def _later(began: datetime, minutes: float) -> datetime:
    """A time after the end of the calendar becomes its end: policies may be absurdly long."""
    try:
        return began + timedelta(minutes=minutes)
    except OverflowError:
        return LAST
