"""States from before credentials were stripped: they hold the line break at the end of a file, and preview sensibly."""

import base64

import pytest

from pulumi_payment_webhooks.cybersource.notifications import Receiver
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored

SECRET = base64.b64encode(b"k" * 32).decode()
EXISTING = {"existingKeyId": "key-1\n", "existingKey": f"{SECRET}\n"}
CLIENT = {"clientId": "shop\n", "clientSecret": "hush 4711\r\n"}


def as_stored_before(stored: Stored, untidy: dict[str, str], **outputs: str) -> Stored:
    """What version 0.1.0 stored for the same program."""
    state = {**stored.outputs, **untidy, **outputs}
    return Stored(outputs.get("keyId", stored.id), {**stored.inputs, **untidy}, state)


@pytest.fixture
def keys(life_of):
    """A signature key at the simulator."""
    return life_of("cybersource:DigitalSignatureKey")


@pytest.fixture
def clients(life_of):
    """OAuth credentials at the simulator."""
    return life_of("cybersource:OAuthCredentials")


def test_existing_key_from_files_is_clean(keys):
    """
    A key and an id from files that end in a line break reach state, outputs and receivers without it.
    """
    stored = keys.create(EXISTING)

    assert (stored.id, stored.outputs["keyId"], stored.outputs["key"]) == ("key-1", "key-1", SECRET)
    assert Receiver(keys={stored.outputs["keyId"]: stored.outputs["key"]}).keys == {"key-1": SECRET}
    assert keys.changed(stored, EXISTING) == set()


def test_old_state_of_an_existing_key_is_cleaned_by_an_update(keys):
    """
    The same program over an old state shows exactly the two fields, updates in place, and leaves no previous key.
    """
    old = as_stored_before(keys.create(EXISTING), EXISTING, keyId="key-1\n", key=f"{SECRET}\n")
    changed = keys.changed(old, EXISTING)
    new = keys.update(old, EXISTING)

    assert changed == {"existingKeyId", "existingKey"}
    assert (new.outputs["keyId"], new.outputs["key"], new.outputs["previousKeys"]) == ("key-1", SECRET, {})
    assert keys.changed(new, EXISTING) == set()


def test_old_credentials_are_stored_again_without_the_line_break(cybersource_simulator, clients):
    """
    The platform got the line break, too: the update stores the client again, clean, and a preview is empty after that.
    """
    old = as_stored_before(clients.create(CLIENT), CLIENT)
    changed = clients.changed(old, CLIENT)
    new = clients.update(old, CLIENT)
    sent = cybersource_simulator.requests[-1].body["keyInformation"]

    assert changed == {"clientId", "clientSecret"}
    assert (sent["clientKeyId"], sent["key"]) == ("shop", "hush 4711")
    assert (clients.changed(new, CLIENT), new.outputs["keyId"] == old.outputs["keyId"]) == (set(), False)
