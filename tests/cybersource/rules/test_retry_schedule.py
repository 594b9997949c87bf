"""The retry schedule: the figures of the vendor's examples, and one line of text."""

from itertools import islice

import pytest

from pulumi_payment_webhooks.cybersource.rules.retry_schedule import (
    FAR,
    RetryRules,
    attempt_minutes,
    count_retries,
    covered_minutes,
    describe,
)


@pytest.mark.parametrize(
    ("rules", "minutes"),
    [
        (RetryRules(), [1, 2, 3]),
        (RetryRules(first_retry=10, interval=30), [10, 40, 70]),
        (RetryRules("GEOMETRIC", first_retry=10, interval=30), [10, 300, 9000]),
        (
            RetryRules(first_retry=10, interval=30, repeat_sequence_count=1, repeat_sequence_wait_time=10),
            [10, 40, 70, 90, 120, 150],
        ),
        (
            RetryRules(first_retry=5, interval=5, number_of_retries=2, repeat_sequence_count=2),
            [5, 10, 15, 20, 25, 30],
        ),
        (RetryRules("GEOMETRIC", first_retry=3, interval=1), [3, 3, 3]),
        (RetryRules("GEOMETRIC", first_retry=3, interval=0), [3, 0, 0]),
        (RetryRules("GEOMETRIC", first_retry=0, interval=9), [0, 0, 0]),
        (RetryRules(first_retry=0, interval=0), [0, 0, 0]),
        (RetryRules(number_of_retries=0), []),
        (RetryRules(number_of_retries=0, repeat_sequence_count=4, repeat_sequence_wait_time=9), []),
    ],
    ids=str,
)
def test_attempts_happen_at_the_minutes_of_the_reference(rules, minutes):
    """
    Each retry happens at the offset from the first failure that the vendor's formula gives.
    """
    assert list(attempt_minutes(rules)) == minutes


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        (RetryRules(), "1, 2, 3 min after the first failure; gives up after 3 min"),
        (RetryRules(first_retry=10, interval=30), "10, 40, 70 min after the first failure; gives up after 70 min"),
        (
            RetryRules("GEOMETRIC", first_retry=10, interval=30),
            "10, 300, 9000 min after the first failure; gives up after 6.25 days",
        ),
        (
            RetryRules(first_retry=10, interval=30, repeat_sequence_count=1, repeat_sequence_wait_time=10),
            "10, 40, 70, 90, 120, 150 min after the first failure; gives up after 150 min",
        ),
        (RetryRules(number_of_retries=0), "no retry; gives up at once"),
        (
            RetryRules(number_of_retries=12),
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 min after the first failure; gives up after 12 min",
        ),
        (
            RetryRules(number_of_retries=13),
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, … 13 min after the first failure (13 retries); "
            "gives up after 13 min",
        ),
    ],
    ids=str,
)
def test_line_says_when_each_attempt_happens_and_when_it_ends(rules, line):
    """
    The line holds every minute as long as there are few, then the first and the last.
    """
    assert describe(rules, deactivates=False) == line


@pytest.mark.parametrize(
    ("policy", "minutes"),
    [
        ({}, 3),
        ({"firstRetry": 10, "interval": 30}, 70),
        ({"algorithm": "GEOMETRIC", "firstRetry": 10, "interval": 30, "numberOfRetries": 2}, 300),
        ({"numberOfRetries": 0, "firstRetry": 90}, 0),
        ({"repeatSequenceCount": 1, "repeatSequenceWaitTime": 60, "schedule": "", "deactivateFlag": True}, 66),
    ],
    ids=str,
)
def test_covered_minutes_end_with_the_last_retry(policy, minutes):
    """
    A policy covers the time until its last retry, with the platform's default for each absent member.
    """
    assert covered_minutes(policy) == minutes


@pytest.mark.parametrize(
    ("policy", "retries"),
    [({}, 3), ({"numberOfRetries": 0}, 0), ({"numberOfRetries": 4, "repeatSequenceCount": 2}, 12)],
)
def test_retries_count_those_of_every_sequence(policy, retries):
    """
    A policy has its retries once in each sequence, with the platform's default for each absent member.
    """
    assert count_retries(policy) == retries


@pytest.mark.parametrize("member", [{"algorithm": "RANDOM"}, {"interval": "soon"}, {"firstRetry": -1}], ids=str)
@pytest.mark.parametrize("measure", [covered_minutes, count_retries])
def test_policy_without_times_is_not_measured(measure, member):
    """
    What the platform has in place of a policy, without numbers or with an unknown algorithm, has no times.
    """
    with pytest.raises(ValueError, match="no times"):
        measure(member)


def test_deactivation_is_said():
    """
    With the flag the schedule ends in a suspension and not in giving up.
    """
    assert describe(RetryRules(), deactivates=True).endswith("; suspends and queues after 3 min")


@pytest.mark.parametrize("algorithm", ["ARITHMETIC", "GEOMETRIC"])
@pytest.mark.parametrize("retries", [0, 1, 12, 13])
@pytest.mark.parametrize("repeats", [0, 1, 3])
def test_last_minute_agrees_with_the_attempts(algorithm, retries, repeats):
    """
    The end that the line gives is the minute of the last attempt.
    """
    rules = RetryRules(algorithm, 2, 1, retries, repeats, repeat_sequence_wait_time=1)
    last = max(attempt_minutes(rules), default=0)

    assert describe(rules, deactivates=False).endswith(f" after {last} min" if retries else " at once")


@pytest.mark.parametrize("factor", [2, 3, 4, 7, 8, 1000])
@pytest.mark.parametrize("first", [1, 10])
def test_geometric_minutes_are_exact_until_they_are_far(factor, first):
    """
    Each minute is the one that the formula gives, up to the limit and no less.
    """
    rules = RetryRules("GEOMETRIC", first, factor, number_of_retries=60)

    assert list(attempt_minutes(rules)) == [min(first * factor**n, FAR) for n in range(60)]


HUGE = 10**30


@pytest.mark.parametrize(
    "rules",
    [
        RetryRules(number_of_retries=HUGE),
        RetryRules("GEOMETRIC", first_retry=HUGE, interval=HUGE, number_of_retries=HUGE),
        RetryRules("GEOMETRIC", interval=2, number_of_retries=HUGE),
        RetryRules("GEOMETRIC", interval=1, number_of_retries=HUGE, repeat_sequence_count=HUGE),
        RetryRules("GEOMETRIC", interval=0, number_of_retries=HUGE),
        RetryRules(repeat_sequence_count=HUGE, repeat_sequence_wait_time=HUGE),
        RetryRules("ARITHMETIC", HUGE, HUGE, HUGE, HUGE, HUGE),
    ],
    ids=str,
)
def test_huge_numbers_do_not_hang(rules):
    """
    A policy of absurd length is described at once, in one short line.
    """
    assert len(describe(rules, deactivates=False)) < 700


def test_attempts_are_lazy():
    """
    The first attempts of an endless policy are had without computing the rest.
    """
    endless = RetryRules(number_of_retries=1, repeat_sequence_count=HUGE)

    assert list(islice(attempt_minutes(endless), 3)) == [1, 2, 3]
