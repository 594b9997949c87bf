"""`payment-webhooks list` and `status` of a stack with several accounts: each `Provider` is one."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.cli.command import run
from tests.cli.listing.account import Accounts
from tests.stacks.exports import SUBSCRIPTION, ciphertext, plaintext, provider, resource
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@pytest.fixture
def elsewhere() -> Iterator[CybersourceSimulator]:
    """The platform of a second account."""
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        yield simulator


def described(simulator: CybersourceSimulator, **changes: Any) -> dict[str, Any]:
    """The provider `eu` for a simulator, as a state has it."""
    settings = {
        "Endpoint": simulator.endpoint,
        "MerchantId": simulator.merchant_id,
        "OrganizationId": "shop_eu",
        "KeyId": simulator.key_id,
        "SharedSecret": plaintext(simulator.shared_secret),
        **changes,
    }
    return provider("eu", {f"payment-webhooks:cybersource{name}": value for name, value in settings.items()})


def owned(simulator: CybersourceSimulator, name: str, id: str, organization: str) -> dict[str, Any]:
    """A subscription that a resource with that provider manages."""
    found = resource(SUBSCRIPTION, name, organizationId=organization)
    found["outputs"]["__account"] = f"{urlsplit(simulator.endpoint).netloc}/{simulator.merchant_id}"
    return {**found, "id": id}


def test_each_account_is_looked_at(accounts: Accounts, elsewhere: CybersourceSimulator) -> None:
    """
    What is suspended or missing in the account of a provider fails a job, as in that of the stack.
    """
    accounts.subscribe("here")
    away = Accounts(elsewhere, accounts.river, accounts.folder)
    id = away.subscribe("away", organization="shop_eu")
    elsewhere.subscriptions.set_status(id, "SUSPENDED")
    accounts.stack(
        described(elsewhere), owned(elsewhere, "a", id, "shop_eu"), owned(elsewhere, "gone", "w-9", "shop_eu")
    )

    ran = run("status", "--stack", "dev", "--fail-on", "SUSPENDED,missing", environment=accounts.cybersource)

    assert ran.code == 10
    assert [line.split()[:3] for line in ran.lines[1:-1]] == [
        ["MISSING", "shop_eu", "gone"],
        ["SUSPENDED", "shop_eu", "away"],
        ["INACTIVE", accounts.organization, "here"],
    ]
    assert ran.err == ("payment-webhooks: --fail-on is met: SUSPENDED: away (shop_eu); missing: gone (shop_eu)\n")
    assert elsewhere.shared_secret not in ran.out + ran.err


def test_stack_whose_every_account_is_a_provider(accounts: Accounts, elsewhere: CybersourceSimulator) -> None:
    """
    A stack without an account of its own is listed by its providers, also if the platform is named.
    """
    Accounts(elsewhere, accounts.river, accounts.folder).subscribe("away", organization="shop_eu")
    accounts.stack(described(elsewhere))

    for words in (["list"], ["list", "--platform", "cybersource"]):
        ran = run(*words, "--stack", "dev", environment=accounts.path)

        assert (ran.code, ran.lines[0].partition(" at ")[0], ran.err) == (0, "shop_eu", "")


def test_compared_organization_is_asked_where_it_is(accounts: Accounts, elsewhere: CybersourceSimulator) -> None:
    """
    An organization is compared in the account that has it; without an id, that of the stack's settings is compared.
    """
    accounts.subscribe("here")
    id = Accounts(elsewhere, accounts.river, accounts.folder).subscribe("away", organization="shop_eu")
    accounts.stack(described(elsewhere), owned(elsewhere, "away", id, "shop_eu"))
    away = run("compare", "dev", "organization:shop_eu", environment=accounts.cybersource)
    here = run("compare", "dev", "cybersource:", environment=accounts.cybersource)

    lists = [
        [one.query["organizationId"] for one in simulator.requests if "organizationId" in one.query]
        for simulator in (elsewhere, accounts.simulator)
    ]
    assert (away.code, here.code) == (0, 0)
    assert lists == [["shop_eu"], [accounts.organization]]


def test_named_organization_is_asked_where_it_is(accounts: Accounts, elsewhere: CybersourceSimulator) -> None:
    """
    An organization of a provider's account is asked for there, and any other one in the account of the stack.
    """
    accounts.stack(described(elsewhere))

    ran = run("list", "shop_eu", "shop_us", "--stack", "dev", environment=accounts.cybersource)

    assert [line.split()[0] for line in ran.lines if line] == ["shop_us", "shop_eu"]
    assert [one.query["organizationId"] for one in accounts.simulator.requests] == ["shop_us"]
    assert [one.query["organizationId"] for one in elsewhere.requests] == ["shop_eu"]


def test_secret_of_one_account_is_hidden_in_another(accounts: Accounts, elsewhere: CybersourceSimulator) -> None:
    """
    A URL that is secret in one account is shown in no other.
    """
    accounts.subscribe("here", url="https://hooks.example.net/canary")
    id = Accounts(elsewhere, accounts.river, accounts.folder).subscribe(
        "away", organization="shop_eu", url="https://hooks.example.net/canary"
    )
    secret = owned(elsewhere, "a", id, "shop_eu")
    secret["inputs"]["webhookUrl"] = ciphertext()
    accounts.stack(described(elsewhere), secret)

    ran = run("list", "--stack", "dev", environment=accounts.cybersource)

    assert (ran.out.count("[secret]"), "canary" in ran.out) == (2, False)


def test_provider_of_the_same_account_is_asked_once(accounts: Accounts) -> None:
    """
    A provider with the account of the stack itself adds nothing.
    """
    accounts.stack(described(accounts.simulator, OrganizationId=accounts.organization))

    ran = run("list", "--stack", "dev", environment=accounts.cybersource)

    assert ran.lines == [f"{accounts.organization} at {accounts.host} (cybersource): nothing"]
    assert len(accounts.simulator.requests) == 1


def test_provider_with_a_wrong_setting_is_named(accounts: Accounts, elsewhere: CybersourceSimulator) -> None:
    """
    A setting of a provider that is wrong is one line that names the provider, and nothing is sent.
    """
    accounts.stack(described(elsewhere, Retries="many"))

    ran = run("status", "--stack", "dev", environment=accounts.cybersource)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("payment-webhooks: provider 'eu': cybersourceRetries ")
    assert not accounts.simulator.requests
