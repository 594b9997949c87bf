"""Secrets without ids: which are accepted, and what is said of the others."""

import logging

import pytest

from pulumi_payment_webhooks.crypto.given.credentials import text_secret
from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.notifications.key_ring import MOST_SECRETS, KeyRing, read_secrets
from pulumi_payment_webhooks.notifications.verification import log

NEW, OLD = "whk_0f6c1d2e-3b4a-4c5d-8e9f-a1b2c3d4e5f6", "whk_9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d"


def keys(given):
    """The keys of a ring of *given*."""
    ring = KeyRing(given, text_secret)
    return ring.keys(ring.ask())


@pytest.mark.parametrize(
    "given",
    [[NEW, OLD], (NEW, OLD), [f" {NEW}\n", OLD], [NEW, OLD, NEW], lambda: [NEW, OLD]],
    ids=["list", "tuple", "blanks around", "twice", "function"],
)
def test_secrets_become_keys_each_once(given):
    """
    A list or a function gives the keys in its order; blanks that an editor left around a secret are no part of it.
    """
    assert keys(given) == (NEW.encode(), OLD.encode())


def test_one_secret_needs_no_list():
    """
    Outside of a rotation there is one secret.
    """
    assert keys(NEW) == (NEW.encode(),)


def test_list_may_change_while_the_receiver_runs():
    """
    A rotation needs no restart.
    """
    secrets = [OLD]
    ring = KeyRing(secrets, text_secret)
    secrets.insert(0, NEW)

    assert ring.keys(ring.ask()) == (NEW.encode(), OLD.encode())


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ([NEW, ""], "signing secret number 2 is empty"),
        ([NEW, "***hunter2"], "signing secret number 2 is masked"),
        ([NEW, None], "signing secret number 2 "),
        (['{"secret": "hunter2"}'], "signing secret number 1 is JSON"),
        ({"id": "hunter2"}, "`secrets` is a mapping"),
        (None, "`secrets` is None"),
        (7, "`secrets` is a number"),
        ([f"whk_{number}" for number in range(MOST_SECRETS + 1)], f"`secrets` has {MOST_SECRETS + 1} secrets"),
    ],
)
def test_unusable_secret_is_named_by_its_place(given, complaint):
    """
    The problem appears when the receiver is created, and shows nothing of the secret.
    """
    with pytest.raises(SettingsProblem) as problem:
        KeyRing(given, text_secret)

    assert str(problem.value).startswith(complaint)
    assert "hunter2" not in str(problem.value)


def test_unusable_secret_of_a_function_is_a_problem_when_it_is_asked():
    """
    A function is not called before a delivery comes.
    """
    ring = KeyRing(lambda: [""], text_secret)

    with pytest.raises(SettingsProblem, match="signing secret number 1 is empty"):
        ring.keys(ring.ask())


def test_async_function_is_recognised():
    """
    A receiver knows beforehand that it has to wait for the secrets.
    """

    async def look_up():
        return [NEW]

    assert KeyRing(look_up, text_secret).is_async
    assert not KeyRing([NEW], text_secret).is_async


def test_ring_without_secrets_warns(caplog):
    """
    A receiver may start before its first secret is there, and says so.
    """
    with caplog.at_level(logging.WARNING, logger=log.name):
        assert keys([]) == ()

    assert "has no signing secret" in caplog.text


def test_repr_shows_no_secret():
    """
    A ring can be printed.
    """
    assert NEW not in repr(KeyRing([NEW], text_secret))


def text(value):
    """A reader of secrets that returns text."""
    return text_secret(value).decode()


@pytest.mark.parametrize(
    ("given", "secrets"),
    [
        (NEW, [NEW]),
        (f" {NEW}\n".encode(), [NEW]),
        (f'"{NEW}"', [NEW]),
        (f'["{NEW}", "{OLD}"]', [NEW, OLD]),
        (f'["{NEW}", "{OLD}", "{NEW}"]\n', [NEW, OLD]),
    ],
)
def test_secrets_are_read_from_a_variable_or_a_file(given, secrets):
    """
    One secret, or a JSON list of secrets, as `pulumi stack output` prints them.
    """
    assert read_secrets(given, text) == secrets


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("", "the text with the signing secrets is empty"),
        (None, "the text with the signing secrets is None"),
        ("[secret]", "the text with the signing secrets is '[secret]', which Pulumi prints"),
        ("[]", "the text with the signing secrets has no secret"),
        (f'["{NEW}"', "the text with the signing secrets begins like JSON, and is not JSON"),
        (f'["{NEW}", 7]', "signing secret number 2 in the text must be text, not a number"),
        (f'["{NEW}", "***"]', "signing secret number 2 in the text is masked"),
        (f'{{"{NEW}": "x"}}', "signing secret number 1 in the text is JSON"),
    ],
)
def test_text_without_secrets_says_why(given, complaint):
    """
    The problem names the place, and shows nothing of a secret.
    """
    with pytest.raises(SettingsProblem) as problem:
        read_secrets(given, text)

    assert str(problem.value).startswith(complaint)
    assert NEW not in str(problem.value)
