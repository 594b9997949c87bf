"""The signature keys of a receiver: checked at once, and looked up when a delivery names one."""

import asyncio
import base64
import logging
from functools import partial

import pytest

from pulumi_payment_webhooks.cybersource.notifications import read_keys
from pulumi_payment_webhooks.cybersource.rules.keys import decoded_signature_key
from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.notifications.signing_keys import SigningKeys, is_async
from pulumi_payment_webhooks.notifications.verification import Doubt

RAW = b"a signature key of 32 bytes here"
KEY = base64.b64encode(RAW).decode()
ID = "bdc0fe52-0000-b0d6-e053-34b8d30a0504"


def looked_up(keys, id=ID):
    """The key with that id, decoded."""
    ring = SigningKeys(keys, decoded_signature_key)
    return ring.secret(id, ring.ask(id))


class Store:
    """The client of a store: it has `get`, and is not a mapping."""

    def get(self, id):
        """What is stored under *id*."""
        return {ID: KEY}.get(id)


@pytest.mark.parametrize(
    "keys",
    [{ID: KEY}, {ID: KEY}.get, Store(), {ID: f" {KEY}\n"}, {f"{ID}\n": KEY}, {ID: KEY.encode()}, lambda _: f"{KEY}\n"],
    ids=["mapping", "function", "store", "key with a line break", "id with a line break", "bytes", "untidy function"],
)
def test_key_is_found_by_its_id(keys):
    """
    A mapping, a function and a store are asked alike, and blanks around an id or a key do not matter.
    """
    assert looked_up(keys) == RAW


@pytest.mark.parametrize("keys", [{ID: KEY}, {}.get], ids=["mapping", "function"])
def test_unknown_key_is_doubted(keys):
    """
    An id that nobody knows makes no signature valid.
    """
    with pytest.raises(Doubt, match="no signature key has the id a"):
        looked_up(keys, "a")


def test_mapping_may_get_keys_and_lose_them():
    """
    A key that is added to the mapping later is found, and one that is taken out is not.
    """
    keys = {ID: KEY}
    ring = SigningKeys(keys, decoded_signature_key)
    keys["next"] = keys.pop(ID)

    assert (ring.ask("next"), ring.ask(ID)) == (KEY, None)


def test_receiver_without_keys_is_warned(caplog):
    """
    A mapping that is still empty is accepted, and said: until it gets a key, everything is refused.
    """
    caplog.set_level(logging.WARNING)
    SigningKeys({}, decoded_signature_key)

    assert caplog.messages == ["the receiver has no signature key, and rejects every notification until it gets one"]


@pytest.mark.parametrize("found", ["", "no base64!", "ü", "c2VjcmV", b"\xff", 7])
def test_key_of_a_function_is_checked_when_it_is_used(found):
    """
    What a function returns is never used unless it is a key, and the error does not repeat it.
    """
    with pytest.raises(SettingsProblem, match=f"^signature key '{ID}' ") as problem:
        looked_up(lambda _: found)

    assert str(found) not in str(problem.value).replace(ID, "") or found == ""


def test_failing_vault_is_not_a_forged_notification():
    """
    What the receiver's own function raises is passed on, so that the platform tries again.
    """

    def vault(id):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        looked_up(vault)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (None, "`keys` is None"),
        ("", "`keys` is empty"),
        ("[secret]", "`keys` is '[secret]', which Pulumi prints in place of a secret"),
        (f'{{"{ID}": "{KEY}"}}', "`keys` is JSON text: read it with notifications.read_keys()"),
        (KEY, "`keys` is text: give a mapping from key id to key, or a function"),
        ([(ID, KEY)], "`keys` is a list: give a mapping"),
        (7, "`keys` is a number: give a mapping"),
    ],
)
def test_what_is_no_mapping_is_refused(keys, reason):
    """
    Text, a list and nothing at all are refused at once, each in its own words.
    """
    with pytest.raises(SettingsProblem) as problem:
        SigningKeys(keys, decoded_signature_key)

    assert str(problem.value).startswith(reason)
    assert KEY not in str(problem.value)


LONG = "x" * 40


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({KEY: ID}, "the id of signature key number 1 is a key, not an id: are the two swapped?"),
        ({"a": KEY, 7: KEY}, "the id of signature key number 2 must be text, not a number"),
        ({"a b": KEY}, "the id of signature key number 1 contains a blank"),
        ({f'"{ID}"': KEY}, "the id of signature key number 1 is in quotation marks"),
        ({"a;b": KEY}, "the id of signature key number 1 contains a semicolon"),
        ({"a": KEY, "a ": KEY}, "the id of signature key number 2 is that of an earlier key as well"),
        ({ID: ID}, f"signature key '{ID}' is an id, not a key: are the two swapped?"),
        ({"a": None}, "signature key 'a' is None"),
        ({LONG: ""}, "signature key number 1 is empty"),
        ({"a": {"key": KEY}}, "signature key 'a' must be text, not a mapping"),
    ],
)
def test_wrong_key_or_id_in_a_mapping_is_named(keys, reason):
    """
    A mapping is checked as a whole; an id that might be a secret is not shown, and its place is.
    """
    with pytest.raises(SettingsProblem) as problem:
        SigningKeys(keys, decoded_signature_key)

    assert str(problem.value).startswith(reason)
    assert [one for one in (KEY, LONG) if one in str(problem.value)] == []


@pytest.mark.parametrize("text", [f'{{"{ID}": "{KEY}"}}', f'\ufeff {{"{ID}": "{KEY}\\n"}}\n'.encode()])
def test_keys_are_read_from_json(text):
    """
    A JSON object with the key of each id is read as such, clean.
    """
    assert read_keys(text) == {ID: KEY}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("[secret]", "is '[secret]', which Pulumi prints in place of a secret"),
        ('"[secret]"', "is '[secret]', which Pulumi prints in place of a secret"),
        ('{"signature_keys": "[secret]"}', "cannot be used: signature key 'signature_keys' is '[secret]'"),
        ('"{\\"a\\": \\"b\\"}"', "is JSON inside a JSON string: leave out --json"),
        ("***", "is masked"),
        ("keys.json", "looks like the path of a file"),
        (f'["{KEY}"]', "is JSON, but not an object"),
        (f"{{'{ID}': '{KEY}'}}", "is not a JSON object with the key of each id"),
        (f'{{"{ID}": "{KEY}", "{ID}": "{KEY}"}}', "names an id twice"),
        ("{}", "holds no key"),
        ("[" * 100_000, "is not a JSON object"),
        ("${SIGNATURE_KEYS}", "is a placeholder"),
        (
            f'{{"signature_keys": "{{\\"{ID}\\": \\"{KEY}\\"}}"}}',
            "cannot be used: signature key 'signature_keys' is JSON",
        ),
    ],
)
def test_text_without_keys_is_explained(text, reason):
    """
    What a terminal, a log or a shell gives in place of the keys is recognised.
    """
    with pytest.raises(SettingsProblem) as problem:
        read_keys(text)

    assert str(problem.value).startswith(f"the text with the signature keys {reason}")
    assert KEY not in str(problem.value)


class AsyncVault:
    """An object whose call is async."""

    async def __call__(self, id):
        """The key."""
        return KEY


async def async_key(id, prefix=""):
    """The key, as a coroutine."""
    return KEY


@pytest.mark.parametrize("function", [async_key, AsyncVault(), partial(async_key, prefix="a"), AsyncVault().__call__])
def test_async_function_is_recognised(function):
    """
    An async function is known as one before it is called, in each of its forms.
    """
    assert is_async(function)
    assert asyncio.run(function(ID)) == KEY


@pytest.mark.parametrize("function", [None, dict, {}.get, lambda _: None, partial(dict)])
def test_other_function_is_not_async(function):
    """
    An ordinary function, and none, is not taken for an async one.
    """
    assert not is_async(function)
