"""The private keys of a receiver."""

import json
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey

from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.notifications.decryption import decrypt, load_private_keys
from pulumi_payment_webhooks.notifications.verification import Doubt

KNOWN = json.loads((Path(__file__).parents[1] / "vectors" / "encryption.json").read_text())
PEM = RSAKey.import_key(KNOWN["rsaKey"]).as_pem(private=True)
MESSAGE = KNOWN["vectors"][1]


@pytest.mark.parametrize(
    "given",
    [[PEM], (PEM.decode(),), PEM, PEM.decode(), {"sim-mle-key-1": PEM}, {"other name": PEM}],
    ids=["list", "texts", "bytes", "text", "by id", "by another id"],
)
def test_keys_are_taken_in_many_forms(given):
    """
    One key or several, bytes or text, with ids or without: each form reads the message.
    """
    assert decrypt(MESSAGE["message"], load_private_keys(given)) == MESSAGE["plaintext"].encode()


def test_reading_a_key_twice_reads_it_once():
    """
    The same PEM gives the same key object, so that making a receiver for each request costs little.
    """
    assert load_private_keys([PEM])[0].key is load_private_keys([PEM])[0].key


@pytest.mark.parametrize(
    ("given", "name"), [([PEM, "nonsense"], "number 2"), ({"one": "nonsense"}, "'one'")], ids=["list", "mapping"]
)
def test_unusable_key_is_told_by_its_place(given, name):
    """
    The error says which key is meant and shows nothing of it.
    """
    with pytest.raises(SettingsProblem, match=f"decryption key {name} is not PEM") as problem:
        load_private_keys(given)

    assert "nonsense" not in str(problem.value)


def test_receiver_without_keys_says_so():
    """
    An encrypted message and no key is a reason of its own.
    """
    with pytest.raises(Doubt, match="decryption_keys"):
        decrypt(MESSAGE["message"], ())


def test_message_for_nobody_is_doubted():
    """
    What no key opens raises `Doubt` and nothing else.
    """
    with pytest.raises(Doubt, match="no private key opens"):
        decrypt(MESSAGE["message"][:-4] + "AAAA", load_private_keys([PEM]))
