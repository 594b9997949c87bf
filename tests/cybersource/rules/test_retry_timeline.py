"""The retry schedule as something to draw."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_payment_webhooks.cybersource.rules.retry_schedule import RetryRules, attempt_minutes
from pulumi_payment_webhooks.cybersource.rules.retry_timeline import Retry, ticks, timeline
from pulumi_payment_webhooks.wording import duration

REPEATED = RetryRules(first_retry=10, interval=30, repeat_sequence_count=1, repeat_sequence_wait_time=10)


def test_sequences_are_those_of_the_reference() -> None:
    """
    The second sequence counts from the last attempt of the first plus the wait, and its retries are numbered on.
    """
    first, second = timeline(REPEATED).sequences

    assert (first.begins, first.ends, second.begins, second.ends) == (0, 70, 80, 150)
    assert second.retries == (Retry(4, 90), Retry(5, 120), Retry(6, 150))


@pytest.mark.parametrize(
    "rules",
    [
        RetryRules(),
        REPEATED,
        RetryRules("GEOMETRIC", 3, 0),
        RetryRules("GEOMETRIC", 10, 30),
        RetryRules("ARITHMETIC", 0, 0),
    ],
    ids=str,
)
def test_minutes_are_those_of_the_schedule(rules: RetryRules) -> None:
    """
    The timeline has the very minutes of the schedule, and spans the latest.
    """
    drawn = timeline(rules)
    minutes = list(attempt_minutes(rules))

    assert [retry.minute for retry in drawn.retries] == minutes
    assert drawn.span == max(minutes, default=0)


@pytest.mark.parametrize("rules", [RetryRules(number_of_retries=0), RetryRules("GEOMETRIC", 9, 9, 0, 5, 60)], ids=str)
def test_no_retry_is_no_sequence(rules: RetryRules) -> None:
    """
    A policy without retries has nothing to draw, however often nothing is repeated.
    """
    assert (timeline(rules).sequences, timeline(rules).span, timeline(rules).pace) == ((), 0, "no retry")


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (RetryRules(number_of_retries=10_001), "no more than 10000 are drawn"),
        (RetryRules(number_of_retries=100, repeat_sequence_count=100), "has 10100 retries"),
        (RetryRules("GEOMETRIC", 1, 2, 50), "after more than a million years"),
        (RetryRules("GEOMETRIC", 1, 10**30, 10**30), "no more than"),
    ],
    ids=str,
)
def test_absurd_policy_is_refused(rules: RetryRules, why: str) -> None:
    """
    What nobody could see or wait for is refused at once, with the reason.
    """
    with pytest.raises(ValueError, match=why):
        timeline(rules)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (70, "1 h 10 min"),
        (1440, "1 d"),
        (9000, "6 d 6 h"),
        (9001, "6 d 6 h 1 min"),
        (1_440_000_000, "1,000,000 d"),
    ],
)
def test_duration_is_exact(minutes: int, words: str) -> None:
    """
    A time is told in days, hours and minutes, without what is zero.
    """
    assert duration(minutes) == words


@given(st.integers(0, 10**12), st.integers(1, 20))
def test_ticks_fill_the_scale(span: int, most: int) -> None:
    """
    Ticks begin at 0, are no more than there is room for, and the next one would be beyond the end.
    """
    marks = ticks(span, most)

    assert marks[0] == 0
    assert len(marks) <= most + 1
    assert marks[-1] <= span < marks[-1] + marks.step


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (RetryRules(), "first retry after 1 min, then every 1 min; 3 retries"),
        (RetryRules(number_of_retries=1), "first retry after 1 min; 1 retry"),
        (
            RetryRules("GEOMETRIC", 10, 30),
            "first retry after 10 min, each further one 30 times as late; 3 retries",
        ),
        (REPEATED, "first retry after 10 min, then every 30 min; 6 retries in 2 sequences with 10 min between"),
    ],
    ids=str,
)
def test_policy_is_told_in_words(rules: RetryRules, words: str) -> None:
    """
    The words say how the time between retries grows, and how many there are.
    """
    drawn = timeline(rules)

    assert f"{drawn.pace}; {drawn.amount}" == words


def test_ending_is_told() -> None:
    """
    The words say what happens after the last retry, by the flag, and when.
    """
    assert timeline(RetryRules()).ending(deactivates=False) == "gives up after 3 min"
    assert timeline(RetryRules()).ending(deactivates=True).startswith("suspends the subscription")
    assert timeline(RetryRules(number_of_retries=0)).ending(deactivates=False) == "gives up at once"
