"""Headers, age, keys and bodies, as every receiver takes them."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.message import Message

import pytest

from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.notifications.verification import (
    Doubt,
    body_of,
    check_age,
    check_size,
    header_value,
    secret_of,
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
    A header that is missing, or comes twice, is no header.
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


@pytest.mark.parametrize("keys", [{"a": "c2VjcmV0"}, {"a": "c2VjcmV0"}.get], ids=["mapping", "function"])
def test_key_is_found_by_its_id(keys):
    """
    A mapping and a function are asked alike.
    """
    assert secret_of(keys, "a") == b"secret"


@pytest.mark.parametrize("keys", [{}, {}.get], ids=["mapping", "function"])
def test_unknown_key_is_doubted(keys):
    """
    An id that nobody knows makes no signature valid.
    """
    with pytest.raises(Doubt, match="no signature key has the id a"):
        secret_of(keys, "a")


@pytest.mark.parametrize("secret", ["", "no base64!", "ü", "c2VjcmV"])
def test_key_that_is_none_is_the_receivers_problem(secret):
    """
    An empty or malformed key is never used, and the error does not repeat it.
    """
    with pytest.raises(SettingsProblem, match="'a' is not the base64 text") as problem:
        secret_of({"a": secret}, "a")

    assert not secret or secret not in str(problem.value)


def test_failing_vault_is_not_a_forged_notification():
    """
    What the receiver's own function raises is passed on, so that the platform tries again.
    """

    def vault(id):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        secret_of(vault, "a")


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
