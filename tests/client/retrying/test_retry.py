"""How long is waited, decided without waiting."""

from datetime import UTC, datetime, timedelta

import pytest

from pulumi_payment_webhooks.client.answer import NoAnswer
from pulumi_payment_webhooks.client.retry import Patience, requested_wait, with_retries

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
EARLY, LATE = Patience(jitter=lambda: 0.0), Patience(jitter=lambda: 1.0)


def test_waits_double():
    """
    Each wait is twice the one before.
    """
    assert [LATE.wait_after(number, None) for number in (1, 2, 3)] == [0.5, 1.0, 2.0]


def test_waits_do_not_grow_for_ever():
    """
    No wait of ours is longer than the limit.
    """
    assert LATE.wait_after(30, None) == LATE.longest_wait


def test_jitter_spreads_waits():
    """
    Chance may halve a wait, so that clients do not return together.
    """
    assert EARLY.wait_after(3, None) == LATE.wait_after(3, None) / 2


def test_requested_wait_is_never_shortened():
    """
    Chance only adds to what the platform asks for.
    """
    assert (EARLY.wait_after(1, 7.0), LATE.wait_after(1, 7.0)) == (7.0, 7.5)


def test_waiting_can_be_off():
    """
    Without a first wait there is none at all, whatever is asked for.
    """
    assert Patience(first_wait=0).wait_after(3, 60.0) == 0.0


def test_wait_that_is_asked_for_has_a_limit():
    """
    What lies beyond the limit is not obeyed; the limit itself is.
    """
    assert [LATE.is_exceeded_by(seconds) for seconds in (None, 60.0, 60.1)] == [False, False, True]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("-3", 0.0),
        ("Wed, 01 Jul 2026 12:01:30 GMT", 90.0),
        ("Wed, 01 Jul 2026 12:01:30", 90.0),
        ("Wed, 01 Jul 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("Wed, 01 Jul 99999999999999999999 12:00:00 GMT", None),
        ("Wed, 01 Jul 2026 12:00:00 +999999999999999", None),
        ("inf", None),
        ("nan", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    """
    Both forms are understood, the past means now, and nonsense means nothing.
    """
    assert requested_wait(header, at=NOON) == seconds


def test_date_is_measured_from_the_clock():
    """
    The same date is further away from an earlier moment.
    """
    assert requested_wait("Wed, 01 Jul 2026 12:01:30 GMT", at=NOON - timedelta(hours=1)) == 3690.0


def attempts(*failures, is_repeatable):
    """How many tries it takes when the first ones fail like this."""
    waiting = list(failures)
    count = 0

    def attempt():
        nonlocal count
        count += 1
        if waiting:
            raise waiting.pop(0)
        return count

    return with_retries(attempt, is_repeatable=is_repeatable, patience=Patience(tries=3, first_wait=0))


@pytest.mark.parametrize("maybe_done", [True, False])
def test_what_is_safe_is_repeated(maybe_done):
    """
    A repeatable request is repeated whether or not it may have been processed.
    """
    assert attempts(NoAnswer("lost", maybe_done=maybe_done), is_repeatable=True) == 2


def test_what_was_never_processed_is_repeated():
    """
    A request that is not repeatable is repeated when it certainly was not processed.
    """
    assert attempts(NoAnswer("lost", maybe_done=False), is_repeatable=False) == 2


@pytest.mark.parametrize(
    ("failure", "is_repeatable"),
    [
        (NoAnswer("lost", maybe_done=True), False),
        (NoAnswer("hopeless", maybe_done=False, is_final=True), True),
    ],
)
def test_other_failures_end_at_once(failure, is_repeatable):
    """
    What may have been processed, and what cannot succeed, is tried once.
    """
    with pytest.raises(NoAnswer) as raised:
        attempts(failure, is_repeatable=is_repeatable)

    assert raised.value.tries == 1


def test_mistakes_are_not_repeated():
    """
    An error of our own is raised as it is.
    """
    with pytest.raises(KeyError):
        attempts(KeyError("ours"), is_repeatable=True)


def test_last_failure_is_raised_with_the_number_of_tries():
    """
    When every try fails, the last failure knows how many there were.
    """
    with pytest.raises(NoAnswer, match="third") as raised:
        attempts(*(NoAnswer(text, maybe_done=False) for text in ("first", "second", "third")), is_repeatable=True)

    assert raised.value.tries == 3
