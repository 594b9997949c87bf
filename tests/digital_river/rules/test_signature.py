"""The signature header, with vectors computed from the layout of the vendor's Salesforce B2C cartridge."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pulumi_payment_webhooks.digital_river.rules.signature import parse_signature_header, signature_header

NEWEST = "whk_0f6c1d2e-3b4a-4c5d-8e9f-a1b2c3d4e5f6"
EXPIRING = "whk_9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d"
BODY = (
    b'{"id":"7d3c2b1a-0f9e-4d8c-b7a6-95847362514f","type":"order.accepted","data":{"object":{"id":"100000000001",'
    b'"state":"accepted"}},"liveMode":false,"createdTime":"2023-11-14T22:13:20.000001Z"}'
)
HEADER = "1700000000, Wb9PKYu7qb1xnFL/j7F9laApZa3mFEcNQDnoz7aEtjU=, plzb+AXObprw6+uszKn6gEo9mlh+fKWXsp/k2tNh19I="


def test_header_of_two_secrets() -> None:
    """
    Time and signatures stand in order, with a comma and a blank between them.
    """
    assert signature_header([NEWEST, EXPIRING], BODY, sent="1700000000") == HEADER


@pytest.mark.parametrize("secret", [NEWEST, EXPIRING])
def test_any_secret_fits(secret: str) -> None:
    """
    A receiver that has one of the secrets recognises the body, and no other body.
    """
    signatures = parse_signature_header(HEADER)

    assert signatures.is_of(secret, BODY)
    assert not signatures.is_of(secret, BODY + b" ")


def test_other_secret_does_not_fit() -> None:
    """
    The prefix is part of the secret.
    """
    assert not parse_signature_header(HEADER).is_of(NEWEST.removeprefix("whk_"), BODY)


@pytest.mark.parametrize(
    "sent", ["1700000000", "1700000000000", "2023-11-14T22:13:20Z", "2023-11-14T22:13:20+00:00", "2023-11-14T22:13:20"]
)
def test_units_of_the_time(sent: str) -> None:
    """
    Seconds, milliseconds and ISO 8601 are read as the same time.
    """
    signatures = parse_signature_header(signature_header([NEWEST], BODY, sent=sent))

    assert signatures.sent_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize("sent", ["soon", "9" * 30, "--", "٣"])
def test_time_that_is_none(sent: str) -> None:
    """
    A time that cannot be read is refused when it is asked for, or with the header.
    """
    with pytest.raises(ValueError, match=r".+"):
        _ = parse_signature_header(f"{sent}, {HEADER.split(', ')[1]}").sent_at


@pytest.mark.parametrize("header", ["", "1700000000", "1700000000, ", "1700000000, c2hvcnQ=", ", x", "x" * 3000])
def test_header_that_is_none(header: str) -> None:
    """
    A header without a time or without a signature is refused.
    """
    with pytest.raises(ValueError, match="signature header"):
        parse_signature_header(header)
