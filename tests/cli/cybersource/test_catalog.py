"""`payment-webhooks catalog`, and how a command finds its account."""

import json
from pathlib import Path

import pytest
from tests.cli.command import at, run, type_in_terminal

from pulumi_payment_webhooks.cli.accounts.account import AccountOptions, settings_of
from pulumi_payment_webhooks.cybersource.account.settings import TRANSPORT, read_settings
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

CREDENTIALS = {
    "CYBERSOURCE_MERCHANT_ID": "shop",
    "CYBERSOURCE_KEY_ID": "key",
    "CYBERSOURCE_SHARED_SECRET": "c2VjcmV0IHNlY3JldCBzZWNyZXQ=",
}


def test_events_are_listed_one_a_line(cybersource_simulator: CybersourceSimulator) -> None:
    """
    Each line has a product and an event, and an encrypted one is marked.
    """
    ran = run("catalog", environment=at(cybersource_simulator))

    assert (ran.code, ran.lines[0].split()) == (0, ["PRODUCT", "EVENT"])
    assert ["tokenManagement", "tms.networktoken.updated"] in [line.split() for line in ran.lines]
    assert ["unifiedCheckout", "uc.orders.transactionresults", "*"] in [line.split() for line in ran.lines]
    assert ran.err == "* payload encrypted; nothing is delivered without a certificate\n"
    assert max(map(len, ran.lines)) <= 80


def test_json_has_everything(cybersource_simulator: CybersourceSimulator) -> None:
    """
    With --json, each product has its events with their names and whether they are encrypted.
    """
    printed = json.loads(run("catalog", "--json", environment=at(cybersource_simulator)).out)
    [product] = [one for one in printed if one["productId"] == "unifiedCheckout"]

    assert [event["payloadEncryption"] for event in product["eventTypes"]] == [True]


def test_organization_is_the_one_asked_for(cybersource_simulator: CybersourceSimulator) -> None:
    """
    An organization's own catalogue is listed when it is named, and products without events are listed separately.
    """
    cybersource_simulator.offer("other", {"payByLink": ["payByLink.customer.payment"], "tax": []})

    ran = run("catalog", "other", environment=at(cybersource_simulator))

    assert [line.split()[0] for line in ran.lines] == ["PRODUCT", "payByLink"]
    assert ran.err == "without events: tax\n"


def test_version_of_the_account_is_asked(cybersource_simulator: CybersourceSimulator) -> None:
    """
    An account that uses v1 of the API asks v1.
    """
    ran = run("catalog", environment={**at(cybersource_simulator), "CYBERSOURCE_API_VERSION": "v1"})

    assert ran.code == 0
    assert [one.path.split("/")[2] for one in cybersource_simulator.requests] == ["v1"]


def test_wait_is_shown_on_a_terminal_only(cybersource_simulator: CybersourceSimulator) -> None:
    """
    A terminal shows what the command waits for, and why it retries; a file does not.
    """
    account = at(cybersource_simulator)
    cybersource_simulator.fail(503, count=1)
    shown = type_in_terminal("catalog", environment=account)
    cybersource_simulator.fail(503, count=1)
    kept = run("catalog", environment=account)

    assert "asking for the products of" in shown.out
    assert "HTTP 503, next try (2 of 4)" in " ".join(shown.out.split())
    assert (kept.code, "asking" in kept.err) == (0, False)


def test_interruption_is_quiet(cybersource_simulator: CybersourceSimulator) -> None:
    """
    Ctrl-C while the platform is asked ends the command at once, with exit code 130 and no traceback.
    """
    cybersource_simulator.fail("slow", seconds=60)

    shown = type_in_terminal("catalog", interrupt_at="asking", environment=at(cybersource_simulator))

    assert (shown.code, "Traceback" in shown.out) == (130, False)


def test_unreachable_platform_has_a_code_of_its_own() -> None:
    """
    Where nobody answers, the exit code is 3, and one line says who was asked.
    """
    nowhere = {"CYBERSOURCE_ENDPOINT": "http://127.0.0.1:9", "CYBERSOURCE_RETRIES": "1"}

    ran = run("catalog", environment={**CREDENTIALS, **nowhere})

    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "cannot list the products of the organization: cannot connect to 127.0.0.1:9" in ran.err


def test_refusal_is_a_no(cybersource_simulator: CybersourceSimulator) -> None:
    """
    Where the platform refuses, the exit code is 1, one line says why, and the secret is not in it.
    """
    secret = CREDENTIALS["CYBERSOURCE_SHARED_SECRET"]
    ran = run("catalog", environment={**at(cybersource_simulator), "CYBERSOURCE_SHARED_SECRET": secret})

    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert f"does not accept key {cybersource_simulator.key_id} of merchant" in ran.err
    assert secret not in ran.err


def test_missing_settings_are_all_named() -> None:
    """
    Without an account the exit code is 2, each missing setting has its line, and the last says where else to look.
    """
    ran = run("catalog")

    assert (ran.code, ran.out) == (2, "")
    assert all(name in ran.err for name in ("MERCHANT_ID", "KEY_ID", "SHARED_SECRET", "cybersourceEnvironment"))
    assert "--stack" in ran.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("options", "endpoint"),
    [
        (AccountOptions(environment="test"), "https://apitest.cybersource.com"),
        (AccountOptions(environment="production"), "https://api.cybersource.com"),
        (AccountOptions(endpoint="http://127.0.0.1:8080"), "http://127.0.0.1:8080"),
        (AccountOptions(), "http://127.0.0.1:9"),
    ],
    ids=str,
)
def test_option_replaces_the_environments_host(
    options: AccountOptions, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A host named by an option is used, whatever the environment says of hosts; that may be a production host.
    """
    said = {**CREDENTIALS, "CYBERSOURCE_ENDPOINT": "http://127.0.0.1:9", "CYBERSOURCE_ENVIRONMENT": "test"}
    for name, value in said.items():
        monkeypatch.setenv(name, value)

    assert read_settings(settings_of(options, TRANSPORT)).endpoint == endpoint


@pytest.mark.parametrize(
    ("option", "endpoint"),
    [({}, "http://127.0.0.1:7"), ({"environment": "test"}, "https://apitest.cybersource.com")],
    ids=["none", "environment"],
)
def test_option_replaces_the_stacks_host(
    option: dict[str, str], endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A host named by an option is used, and else the stack's, whatever the environment says.
    """
    config = {"payment-webhooks:cybersourceEndpoint": {"value": "http://127.0.0.1:7", "secret": False}}
    engine = tmp_path / "pulumi"
    engine.write_text(f"#!/bin/sh\necho '{json.dumps(config)}'\n")
    engine.chmod(0o755)
    for name, value in {**CREDENTIALS, "CYBERSOURCE_ENDPOINT": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    assert read_settings(settings_of(AccountOptions(**option, stack="dev"), TRANSPORT)).endpoint == endpoint


def test_production_is_never_reached_by_a_variable_alone(cybersource_simulator: CybersourceSimulator) -> None:
    """
    A production host that only the environment names is refused before anything is sent.
    """
    account = {**at(cybersource_simulator), "CYBERSOURCE_ENDPOINT": "https://api.cybersource.com"}

    ran = run("catalog", environment=account)

    assert ran.code == 2
    assert "production" in ran.err


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--environment", "tset"], "--environment is 'tset', which is not known (did you mean test?)"),
        (["--endpoint", "api.example"], "--endpoint is not a URL such as https://apitest.cybersource.com"),
    ],
)
def test_wrong_host_is_one_line(options: list[str], complaint: str) -> None:
    """
    A host that cannot be is said by the option's name.
    """
    ran = run("catalog", *options)

    assert (ran.code, ran.err) == (2, f"payment-webhooks: {complaint}\n")


def test_stack_needs_the_engine() -> None:
    """
    Without the `pulumi` command a stack cannot be read, and one line says so.
    """
    ran = run("catalog", "--stack", "dev", environment={"PATH": "/nowhere"})

    assert (ran.code, ran.err) == (2, "payment-webhooks: the command pulumi, which reads the stack, is not on PATH\n")
