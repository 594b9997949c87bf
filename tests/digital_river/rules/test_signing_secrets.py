"""What a signing secret looks like, and what is mistaken for one."""

from datetime import timedelta

import pytest

from pulumi_payment_webhooks.digital_river.rules.signing_secrets import (
    EXPIRATIONS,
    delay_of,
    received_secret,
    secret_key,
)

SECRET = "whk_0f6c1d2e-3b4a-4c5d-8e9f-a1b2c3d4e5f6"


@pytest.mark.parametrize("given", [SECRET, f"\n{SECRET} ", SECRET.encode(), "of-another-form"])
def test_secret_is_its_text(given: object) -> None:
    """
    The prefix is part of the key, blanks around it are not, and other forms are possible.
    """
    assert secret_key(given) == received_secret(given).encode()
    assert received_secret(given) in (SECRET, "of-another-form")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (SECRET.removeprefix("whk_"), "is an id, not a signing secret"),
        ("sk_test_0123456789abcdef0123456789abcdef", "is an API key"),
        ("pk_0123456789abcdef0123456789abcdef", "is an API key"),
        ("", "is empty"),
        (None, "is None"),
        (7, "must be text"),
        ("$DIGITAL_RIVER_SECRET", "is a placeholder"),
    ],
)
def test_what_is_no_secret_is_refused_with_the_reason(given: object, reason: str) -> None:
    """
    The usual mistakes are named, without the value.
    """
    with pytest.raises(ValueError, match=reason) as problem:
        received_secret(given)

    assert "0123456789abcdef" not in str(problem.value)


def test_expirations_are_those_of_the_consoles() -> None:
    """
    At once, and after 1, 3, 6, 12 and 24 hours.
    """
    assert [delay_of(one) for one in EXPIRATIONS] == [timedelta(hours=hours) for hours in (0, 1, 3, 6, 12, 24)]
