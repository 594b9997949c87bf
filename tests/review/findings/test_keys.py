"""
Keys, certificates and credentials that are superseded.
"""

from typing import Any

import pytest
from tests.review.steps import changed, created, deleted, ids, report, step, texts

from pulumi_payment_webhooks.review.preview import SECRET, UNKNOWN

KEY = {"organizationId": "shop_org", "expiryDuration": 365, "rotation": "1"}
SIGNATURE_KEY = "cybersource:DigitalSignatureKey"
CREDENTIALS = {"organizationId": "shop_org", "clientId": "a", "clientSecret": SECRET, "expiryDuration": 365}
CERTIFICATE = {
    "organizationId": "shop_org",
    "certificate": "PEM1",
    "expiryDuration": 365,
    "expiresAt": "2026-12-01T00:00:00Z",
}


def test_rotation_says_who_needs_the_new_key_and_when_the_current_one_expires():
    """
    The declaration of the key says what receivers need.
    """
    stored = {"expirationDate": "2027-01-31T00:00:00Z"}

    found = report(changed("signing", KEY, {**KEY, "rotation": "2"}, kind=SIGNATURE_KEY, added=stored))

    assert ids(found) == [("keys",)]
    assert "because 'rotation' changes. Every receiver of the organization needs the new key" in texts(found)[0]
    assert texts(found)[0].endswith("The current signature key expires on '2027-01-31'.")


def test_rotation_by_age_says_so():
    """
    No declared value changes; the engine shows outputs that do.
    """
    found = report(changed("signing", KEY, KEY, kind=SIGNATURE_KEY, changed={"key": "update", "keyId": "update"}))

    assert ids(found) == [("keys",)]
    assert "because of its age" in texts(found)[0]


def test_new_certificate_shows_both_dates():
    """
    The date of the new certificate is known before the deployment.
    """
    new = {**CERTIFICATE, "certificate": "PEM2", "expiresAt": "2028-12-01T00:00:00Z"}

    found = report(changed("c", CERTIFICATE, new, kind="cybersource:MessageEncryptionCertificate"))

    assert ids(found) == [("keys",)]
    assert "The current encryption certificate expires on '2026-12-01'." in texts(found)[0]
    assert "The new encryption certificate expires on '2028-12-01'." in texts(found)[0]
    assert "before the deployment" in texts(found)[0]


def test_secret_credentials_are_replaced_without_a_value():
    """
    The engine says that the secret changes, and what that means is said without it.
    """
    one = changed(
        "c", CREDENTIALS, CREDENTIALS, kind="cybersource:OAuthCredentials",
        changed={"clientSecret": "update", "keyId": "update"},
    )  # fmt: skip

    found = report(one)

    assert ids(found) == [("keys",)]
    assert (
        "OAuth credentials 'c' of organization 'shop_org' are replaced, because 'client_secret' changes"
        in texts(found)[0]
    )


@pytest.mark.parametrize("op", ["update", "refresh"])
def test_another_maximum_age_rotates_no_key(op: str):
    """
    Another `max_age` decides about a later deployment.
    """
    found = report(step(op, "signing", KEY, {**KEY, "maxAge": 30}, kind=SIGNATURE_KEY))

    assert "keys" not in {one.id for one in found.categories}


def test_new_key_supersedes_the_active_one():
    """
    Receivers that use another key need the new one.
    """
    found = report(created("signing", KEY, kind=SIGNATURE_KEY))

    assert ids(found) == [("keys",)]
    assert "It supersedes the organization's active key, if there is one" in texts(found)[0]


def test_existing_key_supersedes_nothing():
    """
    A key that is adopted is in use already.
    """
    found = report(created("signing", {**KEY, "existingKeyId": "k", "existingKey": SECRET}, kind=SIGNATURE_KEY))

    assert "adopts an object that exists already" in texts(found)[0]


def test_key_that_is_no_longer_declared_is_forgotten():
    """
    The platform signs with it, and its secret is gone with the state: that counts as a deletion.
    """
    found = report(deleted("signing", KEY, kind=SIGNATURE_KEY))

    assert ids(found) == [("keys", "deletes")]
    assert "Pulumi forgets it" in texts(found)[0]


def test_signing_secret_of_a_webhook_says_how_long_the_last_one_is_valid():
    """
    A change of that is described, with the rotation that it applies to.
    """
    old: dict[str, Any] = {"webhook": "w1", "expiration": "24_hours", "rotation": "1"}
    new = {**old, "expiration": "1_hour", "rotation": "2"}

    found = report(changed("s", old, new, kind="digital_river:WebhookSecret", sources={"webhook": ("orders",)}))

    assert texts(found)[0].startswith("Signing secret 's' of webhook 'orders' is replaced")
    assert texts(found)[0].endswith("stays valid for as long as 'expiration' says: '1_hour'.")


def test_certificate_that_is_not_known_yet_may_be_replaced():
    """
    Another resource provides it, and may provide the current certificate again.
    """
    new = {**CERTIFICATE, "certificate": UNKNOWN, "expiresAt": UNKNOWN}

    found = report(changed("c", CERTIFICATE, new, kind="cybersource:MessageEncryptionCertificate"))

    assert ids(found) == [("unclear", "keys")]
    assert "may be replaced, because 'certificate' is known only after the deployment." in texts(found)[0]


def test_secret_that_was_created_elsewhere_does_not_say_how_long_the_last_one_is_valid():
    """
    The console decided that when it created the secret.
    """
    old = {"webhook": "w", "expiration": "24_hours", "existingSecret": SECRET}
    changes = {"existingSecret": "update", "secret": "update"}

    found = report(changed("s", old, old, kind="digital_river:WebhookSecret", changed=changes))

    assert ids(found) == [("keys",)]
    assert "stays valid" not in texts(found)[0]


def test_secret_of_another_webhook_is_needed_by_its_receivers():
    """
    A webhook that is replaced has a secret of its own.
    """
    old = {"webhook": "w1", "expiration": "24_hours"}

    found = report(step("replace", "s", old, {**old, "webhook": UNKNOWN}, kind="digital_river:WebhookSecret"))

    assert ids(found) == [("replaces", "keys")]
    assert str(found.headline) == "replaces signing secret 's'"
    assert "is now that of another webhook. The receivers of the webhook need it" in texts(found)[0]
