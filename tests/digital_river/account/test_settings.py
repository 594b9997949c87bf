"""What Digital River asks for, and how live webhooks are kept from being managed by accident."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_payment_webhooks.digital_river.account.account import account_of
from pulumi_payment_webhooks.digital_river.account.settings import TABLE, DigitalRiverSettings, read_settings
from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.settings.mechanism import Settings, unknown_settings

TEST_KEY, LIVE_KEY = f"sk_test_{'0af1' * 8}", f"sk_{'0af1' * 8}"
ENDPOINT = {"Endpoint": "https://api.digitalriver.com"}
TEST = {**ENDPOINT, "ApiKey": TEST_KEY}
LIVE = {**ENDPOINT, "ApiKey": LIVE_KEY, "Mode": "live"}


def settings_of(stack: dict[str, Any], **environ: str) -> Settings:
    config = {f"payment-webhooks:digitalRiver{name}": value for name, value in stack.items()}
    return Settings(config.get, environ)


def read(stack: dict[str, Any], **environ: str) -> DigitalRiverSettings:
    """The settings that *stack* (names without the platform) and the environment give."""
    return read_settings(settings_of(stack, **environ))


def problems(stack: dict[str, Any], **environ: str) -> list[str]:
    """Every line of the problem with *stack*."""
    with pytest.raises(SettingsProblem) as problem:
        read(stack, **environ)
    return str(problem.value).split("\n")


def test_no_host_is_a_default() -> None:
    """
    Without an endpoint there is an error that says how to set one.
    """
    [line] = problems({"ApiKey": TEST_KEY})

    assert line.startswith("digitalRiverEndpoint is not set: pulumi config set payment-webhooks:digitalRiverEndpoint")


def test_everything_missing_is_reported_at_once() -> None:
    """
    Endpoint and key are missing: one error names both, and the command for the key asks for a secret.
    """
    lines = problems({})

    assert [line.partition(" ")[0] for line in lines[1:]] == ["digitalRiverEndpoint", "digitalRiverApiKey"]
    assert "pulumi config set --secret payment-webhooks:digitalRiverApiKey" in lines[2]


@pytest.mark.parametrize(("stack", "is_live"), [(TEST, False), (LIVE, True)], ids=["test", "live"])
def test_mode_fits_the_key(stack: dict[str, Any], is_live: bool) -> None:
    """
    A test key needs nothing else, and a live key a stack that says so.
    """
    assert read(stack).is_live is is_live


@pytest.mark.parametrize("key", [LIVE_KEY, f"rk_{'0af1' * 8}"], ids=["secret", "restricted"])
def test_live_key_alone_is_refused(key: str) -> None:
    """
    A live key does not suffice: the stack's own config has to say that it manages live webhooks.
    """
    [line] = problems({**ENDPOINT, "ApiKey": key})

    assert line.endswith("pulumi config set payment-webhooks:digitalRiverMode live")
    assert "0af1" not in line


def test_environment_cannot_say_live() -> None:
    """
    A variable of a shell is no decision for live webhooks.
    """
    [line] = problems({**ENDPOINT, "ApiKey": LIVE_KEY}, DIGITAL_RIVER_MODE="live")

    assert line.startswith("DIGITAL_RIVER_MODE in the environment says live, and only the stack's own config may do")


def test_test_key_for_live_webhooks_is_refused() -> None:
    """
    A stack that says live has a live key.
    """
    [line] = problems({**LIVE, "ApiKey": TEST_KEY})

    assert line.startswith("digitalRiverMode is live, and digitalRiverApiKey is a test key")


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("pk_test_0123456789abcdef", "is a public key (pk_…), which cannot manage webhooks"),
        ("0123456789abcdef", "is not an API key: a test key begins with sk_test_"),
        ("sk_test_0123 4567", "digitalRiverApiKey"),
        ("<api key>", "digitalRiverApiKey"),
    ],
)
def test_other_keys_are_refused_without_showing_them(key: str, reason: str) -> None:
    """
    What cannot be a key is refused by its shape, and not repeated.
    """
    [line] = problems({**ENDPOINT, "ApiKey": key})

    assert reason in line
    assert key not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [("Endpoint", "http://api.digitalriver.com"), ("Endpoint", "not a URL"), ("Mode", "prod"), ("Profile", "rest")],
)
def test_wrong_value_is_reported(name: str, value: str) -> None:
    """
    A value that a setting cannot have is reported with its name.
    """
    assert problems({**TEST, name: value})[0].startswith(f"digitalRiver{name} ")


def test_environment_is_the_fallback() -> None:
    """
    What the stack does not say is looked up in the environment.
    """
    found = read({}, DIGITAL_RIVER_ENDPOINT="http://127.0.0.1:8080", DIGITAL_RIVER_API_KEY=TEST_KEY)

    assert (found.endpoint, found.profile) == ("http://127.0.0.1:8080", "dr-api")


def test_misspelt_setting_is_reported() -> None:
    """
    An unknown setting of the platform is reported with the closest one, in its spelling.
    """
    keys = ["payment-webhooks:digitalRiverApikey", "payment-webhooks:cybersourceKeyId"]
    [line] = unknown_settings(keys, TABLE, platform="digitalRiver")

    assert "did you mean digitalRiverApiKey?" in line


def test_offline_preview_needs_no_key() -> None:
    """
    An offline preview needs an endpoint alone, which names the account.
    """
    account = account_of(settings_of({**ENDPOINT, "OfflinePreview": "true"}), for_preview=True)

    assert account.name == "api.digitalriver.com/test"


@pytest.mark.parametrize(
    ("more", "name"),
    [({}, "test"), ({"Profile": "gc"}, "gc-test"), (LIVE, "live"), ({**LIVE, "Profile": "gc"}, "gc-live")],
)
def test_account_is_named_by_host_profile_and_mode(more: dict[str, Any], name: str) -> None:
    """
    Test and live webhooks, and those of the two profiles, are different accounts.
    """
    assert account_of(settings_of(TEST | more)).name == f"api.digitalriver.com/{name}"


def test_move_is_declared_by_the_name() -> None:
    """
    A move from one host to another is named by host and mode.
    """
    account = account_of(settings_of({**TEST, "MovedFrom": "127.0.0.1:8080/test"}))

    assert account.is_move("localhost:8080/test")
    assert account.refuses_account("elsewhere.example.com/test")


def test_no_text_shows_the_key() -> None:
    """
    Neither the settings nor an account show the key.
    """
    assert TEST_KEY not in f"{read(TEST)!r} {account_of(settings_of(TEST))!r}"
