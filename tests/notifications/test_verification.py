"""Headers, age, keys and bodies, as every receiver takes them."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.message import Message

import pytest

from pulumi_payment_webhooks.notifications.verification import (
    Doubt,
    body_of,
    check_age,
    check_size,
    check_time,
    header_value,
)

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def message():
    headers = Message()
    headers["V-C-Signature"] = "value"
    return headers


@pytest.mark.parametrize(
    "headers",
    [
        {"v-c-signature": "value"},
        {"V-C-SIGNATURE": "value", "host": "here"},
        [(b"host", b"here"), (b"v-c-signature", b"value")],
        [("V-C-Signature", "value")],
        message(),
    ],
    ids=["lower", "upper", "asgi", "pairs", "http.server"],
)
def test_header_is_found_in_any_case_and_form(headers):
    """
    Mappings, pairs and bytes in any case give the same value.
    """
    assert header_value(headers, "v-c-signature") == "value"


@pytest.mark.parametrize("headers", [{}, [], [("a", "1"), ("A", "2")], {"a": "1", "A": "2"}])
def test_header_must_be_there_once(headers):
    """
    A header that is missing, or occurs twice, is rejected.
    """
    with pytest.raises(Doubt, match="headers are called a"):
        header_value(headers, "a")


@pytest.mark.parametrize("seconds", [-60, 0, 60])
def test_age_within_the_tolerance_passes(seconds):
    """
    The tolerance holds in both directions and includes its ends.
    """
    check_age(NOON + timedelta(seconds=seconds), at=NOON, tolerance=MINUTE)


@pytest.mark.parametrize("seconds", [-60.001, 60.001])
def test_age_beyond_the_tolerance_is_refused(seconds):
    """
    A millisecond more is too much, in the past as in the future.
    """
    with pytest.raises(Doubt, match="are tolerated"):
        check_age(NOON + timedelta(seconds=seconds), at=NOON, tolerance=MINUTE)


def test_size_counts_to_the_byte():
    """
    A body of the largest size passes, one byte more does not.
    """
    check_size(b"1234", 4)

    with pytest.raises(Doubt, match="more than 4 bytes"):
        check_size(b"12345", 4)


def test_empty_body_is_refused_with_what_mostly_causes_it():
    """
    An empty body is a reason of its own: a middleware that has read it leaves none.
    """
    with pytest.raises(Doubt, match=r"^empty body: was it consumed by middleware\?$"):
        check_size(b"", 4)


def test_time_without_a_zone_is_a_mistake():
    """
    A time that names a different moment on each server is refused, with what to pass instead.
    """
    assert check_time(NOON) is NOON
    with pytest.raises(ValueError, match="`at` has no time zone"):
        check_time(NOON.replace(tzinfo=None))


class Request:
    """A request that counts the pieces that were taken."""

    def __init__(self):
        self.headers = {}
        self.taken = 0

    async def stream(self):
        for piece in (b"1234", b"", b"5678", b"90"):
            self.taken += 1
            yield piece


@pytest.mark.parametrize(("largest", "body", "taken"), [(10, b"1234567890", 4), (9, b"1234567890", 4), (3, b"1234", 1)])
def test_reading_stops_one_byte_beyond_the_largest_body(largest, body, taken):
    """
    No more pieces are taken than are needed to know that the body is too large.
    """
    request = Request()

    assert (asyncio.run(body_of(request, largest=largest)), request.taken) == (body, taken)
