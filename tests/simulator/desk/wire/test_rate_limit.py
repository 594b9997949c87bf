"""The limit that every simulated platform shares; its time is moved by hand."""

from datetime import UTC, datetime

import pytest

from pulumi_payment_webhooks.simulator.desk.time.clock import Clock
from pulumi_payment_webhooks.simulator.desk.wire.calls import Declined, Reply
from pulumi_payment_webhooks.simulator.desk.wire.rate_limit import Limit, RateLimit

NOON = datetime(2026, 7, 1, 12, 0, 0, 250_000, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(lambda: NOON)


@pytest.fixture
def rate_limit(clock: Clock) -> RateLimit:
    return RateLimit(lambda: Reply(429), clock=clock)


def refused(rate_limit: RateLimit, limit: Limit, caller: str = "key") -> Reply | None:
    """The answer 429 to one request; None if the request is accepted."""
    try:
        rate_limit.count(caller, limit)
    except Declined as no:
        return no.reply
    return None


def test_requests_of_the_last_second_count(rate_limit: RateLimit, clock: Clock) -> None:
    """
    Requests at an even pace within the limit are never refused.
    """
    found = []
    for _ in range(20):
        found.append(refused(rate_limit, Limit(2)))
        clock.move(0.5)

    assert found == [None] * 20


def test_caller_is_blocked_as_long_as_the_limit_says(rate_limit: RateLimit, clock: Clock) -> None:
    """
    After one request too many all others are refused for so many seconds, and none afterwards.
    """
    limit, found = Limit(1, blocks=3), []
    refused(rate_limit, limit)
    for seconds in (0, 1.5, 1.4, 0.1):
        clock.move(seconds)
        found.append(refused(rate_limit, limit) is not None)

    assert found == [True, True, True, False]


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [("seconds", "2"), ("date", "Wed, 01 Jul 2026 12:00:03 GMT"), ("absent", None)],
)
def test_retry_after_has_the_form_that_is_wanted(rate_limit: RateLimit, retry_after: str, header: str | None) -> None:
    """
    Whole seconds, a date that is not too early, or nothing.
    """
    limit = Limit(1, 2, retry_after)  # type: ignore[arg-type]  # the parameter is one of the literals
    refused(rate_limit, limit)
    reply = refused(rate_limit, limit)

    assert reply is not None
    assert reply.headers.get("Retry-After") == header


def test_date_is_real_time(rate_limit: RateLimit, clock: Clock) -> None:
    """
    A platform whose clock was moved by a day names a time that clients can wait for.
    """
    clock.move(days=1)
    refused(rate_limit, Limit(1, 2, "date"))
    reply = refused(rate_limit, Limit(1, 2, "date"))

    assert reply is not None
    assert reply.headers["Retry-After"] == "Wed, 01 Jul 2026 12:00:03 GMT"


def test_callers_are_counted_apart(rate_limit: RateLimit) -> None:
    """
    What one sends does not count for another.
    """
    refused(rate_limit, Limit(1))
    refused(rate_limit, Limit(1))

    assert refused(rate_limit, Limit(1), "another") is None


def test_no_limit_counts_nothing(rate_limit: RateLimit) -> None:
    """
    Without a limit any number of requests is accepted.
    """
    assert [refused(rate_limit, Limit(None)) for _ in range(100)] == [None] * 100
