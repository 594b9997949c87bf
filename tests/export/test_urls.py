"""Which URLs belong into the config of a stack."""

import pytest

from pulumi_payment_webhooks.export.urls import may_hold_token

PLAIN = [
    "https://hooks.example.com",
    "https://hooks.example.com/payments/v2/notifications-of-the-shop",
    "https://hooks.example.com/PaymentNotificationsOfTheShop",
    "https://hooks.example.com:8443/2026-07/orders",
    "https://hooks.example.com/shop24eu/v2beta1",
    "HTTPS://hooks.example.com/orders",
]
TELLING = [
    "https://user@hooks.example.com/a",
    "https://user:password@hooks.example.com/a",
    "https://hooks.example.com/a?token=hunter2",
    "https://hooks.example.com/a?shop=1&kind=payments",
    "https://hooks.example.com/a#hunter2",
    "https://hooks.example.com/a?Abcdef0123456789",
    "https://hooks.example.com/services/T00000000/B00000000/XXXX0000XXXX0000XXXX0000",
    "https://hooks.example.com/6fa459ea-ee8a-3ca4-894e-db77e160355e/in",
    "https://hooks.example.com/6fa459eaee8a3ca4894edb77e160355e",
    "https://hooks.example.com/in/9f8e7d6c5b4a3210",
    "https://[not a url",
]


@pytest.mark.parametrize("url", PLAIN)
def test_words_and_versions_are_no_tokens(url: str) -> None:
    """
    Words and versions in a path are written as they are.
    """
    assert not may_hold_token(url)


@pytest.mark.parametrize("url", TELLING)
def test_addresses_with_tokens(url: str) -> None:
    """
    User info, a query, a fragment, ids and parts of mixed characters may be secret.
    """
    assert may_hold_token(url)
