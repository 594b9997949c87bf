"""
When the platform tries a failed delivery again. Pure arithmetic, no I/O here.

Every figure is an offset in minutes from the first, failed attempt; a repeated sequence starts its offsets again at the
last attempt plus ``repeatSequenceWaitTime``. Source: the vendor's page "Configure the Retry Policy".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from itertools import islice
from typing import Any

from .words import ALGORITHMS, RETRY_NUMBERS, Algorithm

SHOWN = 12
_DAY = 24 * 60
FAR = 10**12
"""Minutes that stand for never: two million years."""


@dataclass(frozen=True)
class RetryRules:
    """
    The members of a retry policy that decide its times: minutes, counts, and a factor when geometric.
    Their defaults are those of the platform, and their order is that of `RETRY_NUMBERS`.
    """

    algorithm: Algorithm = "ARITHMETIC"
    first_retry: int = 1
    interval: int = 1
    number_of_retries: int = 3
    repeat_sequence_count: int = 0
    repeat_sequence_wait_time: int = 0


def rules_of(policy: Mapping[str, Any]) -> RetryRules:
    """The members of a retry policy, whole and by wire name, that decide its times."""
    return RetryRules(policy["algorithm"], *(policy[name] for name in RETRY_NUMBERS))


def has_times(policy: Mapping[str, Any]) -> bool:
    """Whether a retry policy, whole and by wire name, has times: the platform may have something else in its place."""
    numbers = [policy[name] for name in RETRY_NUMBERS]
    return policy["algorithm"] in ALGORITHMS and all(isinstance(one, int) and one >= 0 for one in numbers)


def covered_minutes(policy: Mapping[str, Any]) -> int:
    """
    Minutes from the first failure to the last retry of a retry policy; absent members have the platform's defaults.

    Raises:
        ValueError: It has no times.
    """
    rules = _with_defaults(policy)
    return last_minute(rules) if rules.number_of_retries else 0


def count_retries(policy: Mapping[str, Any]) -> int:
    """
    How many retries a retry policy has; absent members have the platform's defaults.

    Raises:
        ValueError: It has no times.
    """
    rules = _with_defaults(policy)
    return rules.number_of_retries * (rules.repeat_sequence_count + 1)


def _with_defaults(policy: Mapping[str, Any]) -> RetryRules:
    defaults = dict(zip(("algorithm", *RETRY_NUMBERS), astuple(RetryRules()), strict=True))
    whole = {**defaults, **policy}
    if not has_times(whole):
        raise ValueError("the policy has no times")
    return rules_of(whole)


def attempt_minutes(rules: RetryRules) -> Iterator[int]:
    """
    The minute of every retry, counted from the first failed attempt, lazily: policies may be absurdly long.
    """
    anchor = last = 0
    for sequence in range(rules.repeat_sequence_count + 1):
        anchor = last + rules.repeat_sequence_wait_time if sequence else 0
        for retry in range(rules.number_of_retries):
            last = anchor + _offset(rules, retry)
            yield last


def _offset(rules: RetryRules, retry: int) -> int:
    if rules.algorithm == "ARITHMETIC":
        return rules.first_retry + rules.interval * retry
    if retry * (rules.interval.bit_length() - 1) > FAR.bit_length():  # the factor is at least two to that power
        return FAR if rules.first_retry else 0
    return min(rules.first_retry * int(rules.interval**retry), FAR)


def describe(rules: RetryRules, *, deactivates: bool) -> str:
    """
    The schedule as one line: the minutes after the first failure, and what happens when it gives up.

    Args:
        rules: The members that decide the times.
        deactivates: ``deactivateFlag``: whether the subscription is suspended, with its messages queued.
    """
    ending = "suspends and queues" if deactivates else "gives up"
    total = rules.number_of_retries * (rules.repeat_sequence_count + 1)
    if not total:
        return f"no retry; {ending} at once"

    first = [_minute(minute) for minute in islice(attempt_minutes(rules), min(total, SHOWN))]
    last = last_minute(rules)
    shown = ", ".join(first) if total <= SHOWN else f"{', '.join(first)}, … {_minute(last)}"
    count = "" if total <= SHOWN else f" ({total} retries)"
    return f"{shown} min after the first failure{count}; {ending} after {_span(last)}"


def last_minute(rules: RetryRules) -> int:
    """The minute of the last retry, computed without the others; `FAR` and beyond is not exact."""
    final = _offset(rules, rules.number_of_retries - 1)
    return final + rules.repeat_sequence_count * (final + rules.repeat_sequence_wait_time)


def _minute(minute: int) -> str:
    return str(minute) if minute < FAR else "…"


def _span(minutes: int) -> str:
    if minutes < _DAY:
        return f"{minutes} min"
    if minutes < 1000 * _DAY:
        return f"{minutes / _DAY:.3g} days"
    return "years"
