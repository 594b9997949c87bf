"""
The rule `key-age`.
"""

from datetime import timedelta
from typing import Any

import pytest
from tests.policies.estates import NOON, declared, found, subscription, texts

from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN

RULE = "key-age"
KINDS = [
    "cybersource:DigitalSignatureKey",
    "cybersource:MessageEncryptionCertificate",
    "cybersource:OAuthCredentials",
    "digital_river:WebhookSecret",
]


def created(days: float) -> str:
    """
    The moment that lies *days* before noon.
    """
    return (NOON - timedelta(days=days)).isoformat()


@pytest.mark.parametrize("kind", KINDS)
def test_old_key_is_reported(kind: str) -> None:
    """
    Whatever can be rotated is reported when it is older than allowed, and not before.
    """
    assert found(RULE, declared(kind, "key", {"createdOn": created(90)}), days=90) == []
    assert texts(found(RULE, declared(kind, "key", {"createdOn": created(91)}), days=90)) == [
        "'key': created_on: 91 days ago, and 90 are allowed: change rotation; see docs/how-to/rotate-keys.md#rotate"
    ]


def test_age_follows_from_the_expiry() -> None:
    """
    Where the platform does not say when it created a key, its expiry and duration do.
    """
    values = {"expirationDate": (NOON + timedelta(days=5)).isoformat(), "expiryDuration": 365}

    assert len(found(RULE, declared(KINDS[0], "key", values), days=359)) == 1


def test_age_that_is_declared_too_high_is_reported() -> None:
    """
    A `max_age` above the limit is reported before the key is old.
    """
    assert texts(found(RULE, declared(KINDS[0], "key", {"maxAge": 400}))) == [
        "'key': max_age: 400 days; 365 are allowed"
    ]
    assert found(RULE, declared(KINDS[0], "key", {"maxAge": 365})) == []


@pytest.mark.parametrize("values", [{}, {"createdOn": UNKNOWN}, {"createdOn": None}, {"createdOn": "soon"}], ids=str)
def test_new_key_passes(values: Any) -> None:
    """
    A key that is about to be created has no age, and one whose age nobody knows is not judged.
    """
    assert found(RULE, declared(KINDS[0], "key", values)) == []


def test_unknown_limit_is_uncertain() -> None:
    """
    A `max_age` that is not known yet is not judged.
    """
    [one] = found(RULE, declared(KINDS[0], "key", {"maxAge": UNKNOWN}))

    assert not one.is_known


def test_other_resources_have_no_age() -> None:
    """
    Nothing is required of the age of a subscription.
    """
    assert found(RULE, subscription(createdOn=created(4000))) == []
