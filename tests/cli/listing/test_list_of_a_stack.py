"""`payment-webhooks list --stack`: what a stack manages of what exists."""

import json
from pathlib import Path

import pytest
from tests.cli.command import run
from tests.cli.listing.account import Accounts
from tests.stacks.exports import SUBSCRIPTION, WEBHOOK, ciphertext, export, resource


def test_secret_that_the_stack_manages_is_listed_once(accounts: Accounts) -> None:
    """
    A secret that the platform lists and the state knows has one line, with its resource.
    """
    accounts.river.turn(profile="gc")
    id = accounts.hook()
    [listed] = json.loads(run("list", "--json", environment=accounts.digital_river).out)["keys"]
    outputs = {"secretId": listed["id"], "createdOn": listed["created"], "secret": ciphertext()}
    accounts.stack(resource("digital_river:WebhookSecret", "signing", webhook=id, outputs=outputs))

    ran = run("list", "--stack", "dev", "--json", environment=accounts.digital_river)

    assert [(one["resource"], one["id"], one["of"]) for one in json.loads(ran.out)["keys"]] == [
        ("signing", listed["id"], id)
    ]


def test_stack_says_what_it_manages(accounts: Accounts) -> None:
    """
    With a stack, the list has the resource of each subscription, the organizations of its state, and its keys.
    """
    mine, other = accounts.subscribe("orders"), accounts.subscribe("links", organization="shop_us")
    accounts.subscribe("by-hand", organization="shop_us", product="recurringBilling")
    key = resource(
        "cybersource:DigitalSignatureKey",
        "signing",
        organizationId="shop_us",
        outputs={"keyId": "key-1", "expirationDate": "2035-01-02T00:00:00Z", "key": ciphertext()},
    )
    accounts.stack(
        {**resource(SUBSCRIPTION, "a", organizationId=accounts.organization), "id": mine},
        {**resource(SUBSCRIPTION, "b", organizationId="shop_us"), "id": other},
        key,
    )

    ran = run("list", "--stack", "dev", environment=accounts.cybersource)
    rows = {line.split()[1]: line.split()[-1] for line in ran.lines if line.startswith("INACTIVE")}

    assert rows == {"orders": "a", "links": "b", "by-hand": "-"}
    assert f"shop_us at {accounts.host} (cybersource): 2 subscriptions, 1 of them not managed by the stack" in ran.lines
    assert ran.lines[-3:] == [
        "Keys",
        "EXPIRES     KEY            OF       RESOURCE  ID",
        "2035-01-02  signature key  shop_us  signing   key-1",
    ]
    assert ran.err == ""


def test_what_the_stack_keeps_secret_is_hidden(accounts: Accounts) -> None:
    """
    A URL and a name that the state has encrypted are shown nowhere, not even of a subscription that nobody manages.
    """
    mine = accounts.subscribe("canary-name", url="https://hooks.example.net/canary")
    accounts.subscribe("other", url="https://HOOKS.example.net:443/canary", product="recurringBilling")
    accounts.stack(
        {
            **resource(
                SUBSCRIPTION, "a", organizationId=accounts.organization, webhookUrl=ciphertext(), name=ciphertext()
            ),
            "id": mine,
        }
    )

    for words in (["list"], ["list", "--json"], ["status"], ["status", "--json"]):
        ran = run(*words, "--stack", "dev", environment=accounts.cybersource)

        assert ran.code == 0
        assert "canary" not in ran.out + ran.err
        assert "[secret]" in ran.out or words == ["status"]


@pytest.mark.parametrize("words", [["list"], ["status", "--fail-on", "missing"]], ids=lambda words: words[0])
def test_resources_of_another_account_are_said(accounts: Accounts, words: list[str]) -> None:
    """
    What a stack has created in an account that its config does not describe is neither looked at nor missing.
    """
    elsewhere = resource(SUBSCRIPTION, "a", organizationId=accounts.organization)
    elsewhere["outputs"]["__account"] = "api.example.net/eu"
    accounts.stack(elsewhere)

    ran = run(*words, "--stack", "dev", environment=accounts.cybersource)

    assert (ran.code, "missing" in ran.out) == (0, False)
    assert ran.err == (
        "note: cybersource: the stack has resources in account api.example.net/eu, which its config does not "
        "describe; they were not read\n"
    )


def test_state_that_cannot_be_read_is_one_line(accounts: Accounts, tmp_path: Path) -> None:
    """
    An export that is not whole is one line, with exit code 5.
    """
    accounts.stack(text=export(resource(WEBHOOK, "a"))[:100])

    ran = run("list", "--stack", "dev", environment=accounts.cybersource)

    assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1)
