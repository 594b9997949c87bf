"""The accounts that a command opens: those that the settings configure, with the config of a stack read once."""

import json
from pathlib import Path

import pytest
import typer

from pulumi_payment_webhooks.cli.accounts.account import AccountOptions
from pulumi_payment_webhooks.cli.accounts.estates import open_estates

CYBERSOURCE = {
    "CYBERSOURCE_MERCHANT_ID": "shop",
    "CYBERSOURCE_KEY_ID": "key",
    "CYBERSOURCE_SHARED_SECRET": "c2VjcmV0IHNlY3JldCBzZWNyZXQ=",
    "CYBERSOURCE_ENDPOINT": "http://127.0.0.1:9",
}
DIGITAL_RIVER = {"DIGITAL_RIVER_API_KEY": "sk_test_0123456789", "DIGITAL_RIVER_ENDPOINT": "http://127.0.0.1:9"}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine of the developer counts."""
    for name in (*CYBERSOURCE, *DIGITAL_RIVER, "CYBERSOURCE_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)


def set_variables(monkeypatch: pytest.MonkeyPatch, *variables: dict[str, str]) -> None:
    for one in variables:
        for name, value in one.items():
            monkeypatch.setenv(name, value)


def titles(options: AccountOptions, *only: str) -> list[str]:
    with open_estates(options, only) as opened:
        return [one.title for one in opened]


def engine(folder: Path, config: dict[str, str]) -> Path:
    """A command `pulumi` that prints a config and counts its runs; returns the file of the count."""
    values = {f"payment-webhooks:{name}": {"value": value} for name, value in config.items()}
    (folder / "pulumi").write_text(f"#!/bin/sh\necho run >> {folder}/runs\necho '{json.dumps(values)}'\n")
    (folder / "pulumi").chmod(0o755)
    return folder / "runs"


def test_each_configured_platform_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Every platform that has its required settings is opened, and no other.
    """
    set_variables(monkeypatch, CYBERSOURCE)
    one = titles(AccountOptions())
    set_variables(monkeypatch, DIGITAL_RIVER)

    assert one == ["cybersource"]
    assert titles(AccountOptions()) == ["cybersource", "digital-river"]
    assert titles(AccountOptions(), "digital-river") == ["digital-river"]


def test_lone_variable_configures_no_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A variable that is not required, such as an endpoint, does not make a platform part of the command.
    """
    set_variables(monkeypatch, DIGITAL_RIVER, {"CYBERSOURCE_ENDPOINT": "http://127.0.0.1:9"})

    assert titles(AccountOptions()) == ["digital-river"]


def test_config_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Two platforms of one stack cost one run of `pulumi config`, and its values are theirs.
    """
    names = {
        "cybersourceMerchantId": "eu",
        "cybersourceKeyId": "key",
        "cybersourceSharedSecret": CYBERSOURCE["CYBERSOURCE_SHARED_SECRET"],
        "cybersourceEndpoint": "http://127.0.0.1:7",
        "digitalRiverApiKey": DIGITAL_RIVER["DIGITAL_RIVER_API_KEY"],
        "digitalRiverEndpoint": "http://127.0.0.1:8",
    }
    runs = engine(tmp_path, names)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with open_estates(AccountOptions(stack="dev")) as opened:
        hosts = [one.account.host for one in opened]
        owners = [one.owners() for one in opened]

    assert hosts == ["127.0.0.1:7", "127.0.0.1:8"]
    assert owners == [("eu",), ("",)]
    assert runs.read_text().count("run") == 1


def test_wanted_owners_replace_that_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Organizations that are named count once each; only platforms with owners have such.
    """
    set_variables(monkeypatch, CYBERSOURCE, DIGITAL_RIVER)
    with open_estates(AccountOptions()) as opened:
        asked = [one.owners(["b", "a", "b"]) for one in opened if one.has_owners]

    assert asked == [("b", "a")]


@pytest.mark.parametrize(
    ("options", "only", "complaint"),
    [
        (
            AccountOptions(),
            (),
            "no platform is configured: --stack reads the settings of a stack; without it, they are read from "
            "environment variables, which begin with CYBERSOURCE_ or DIGITAL_RIVER_",
        ),
        (AccountOptions(), ("digital_river",), "--platform digital_river: unknown platform (did you mean 'dig"),
        (AccountOptions(), ("visa",), "--platform visa: unknown platform; the platforms are cybersource, digital-"),
    ],
    ids=["nothing", "spelling", "unknown"],
)
def test_what_the_user_can_correct_is_one_line(
    options: AccountOptions, only: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    No platform, or an unknown one, is one line with the remedy and exit code 2.
    """
    with pytest.raises(typer.Exit) as ended:
        titles(options, *only)
    said = capsys.readouterr().err

    assert (ended.value.exit_code, said.count("\n")) == (2, 1)
    assert said.startswith(f"payment-webhooks: {complaint}")


def test_one_host_is_not_for_two_platforms(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """
    With two platforms, an option about the host is refused: it would send the credentials of one to the other.
    """
    set_variables(monkeypatch, CYBERSOURCE, DIGITAL_RIVER)
    options = AccountOptions(endpoint="http://127.0.0.1:7")
    with pytest.raises(typer.Exit) as ended:
        titles(options)

    assert ended.value.exit_code == 2
    assert "name it with --platform" in capsys.readouterr().err
    assert titles(options, "cybersource") == ["cybersource"]


def test_environment_of_a_platform_without_environments(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Where a platform has no environments, the option that names one is refused, and --endpoint is not.
    """
    set_variables(monkeypatch, DIGITAL_RIVER)
    with pytest.raises(typer.Exit) as ended:
        titles(AccountOptions(environment="test"))

    assert ended.value.exit_code == 2
    assert "has no environments" in capsys.readouterr().err
    assert titles(AccountOptions(endpoint="http://127.0.0.1:7")) == ["digital-river"]
