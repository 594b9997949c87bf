"""
Several accounts in one program, each with a provider of its own.
"""

import base64
from collections.abc import Iterator

import pytest
from tests.engine.cybersource.programs import SUBSCRIPTION, TOKENS, diagnostics, options, program, resource
from tests.engine.cybersource.shop import Shop

PROVIDERS = "providers:pulumi-python"


def account(shop: Shop, called: str, organization: str, secret: str | None = None, more: str = "") -> str:
    """
    Return a line that declares an account at the shop's platform.
    """
    platform = shop.platform
    given = {
        "cybersource_endpoint": platform.endpoint,
        "cybersource_merchant_id": platform.merchant_id,
        "cybersource_organization_id": organization,
        "cybersource_key_id": platform.key_id,
        "cybersource_shared_secret": secret or platform.shared_secret,
        "cybersource_retry_wait": 0,
    }
    words = ", ".join(f"{name}={value!r}" for name, value in given.items())
    return f"{called} = Provider({called!r}, {words}{more})\n"


def declare(shop: Shop, *lines: str) -> None:
    shop.project.write(program("from pulumi_payment_webhooks import Provider\n", *lines))


ONE_EACH = (
    resource(SUBSCRIPTION, "north", options("provider=eu"), **TOKENS),
    resource(SUBSCRIPTION, "west", options("provider=us"), **TOKENS),
)


@pytest.fixture
def abroad(shop: Shop) -> Shop:
    """
    A shop with two accounts and a subscription in each, deployed; the stack itself has no credentials.
    """
    for organization in ("branch_north", "branch_west"):
        shop.platform.add_signature_key(organization)
    shop.project.settings_file.write_text(
        "\n".join(line for line in shop.project.settings_file.read_text().splitlines() if line.startswith("encryption"))
    )
    declare(shop, account(shop, "eu", "branch_north"), account(shop, "us", "branch_west"), *ONE_EACH)
    shop.up()
    shop.platform.requests.clear()
    return shop


def test_each_account_has_its_own(abroad: Shop) -> None:
    """
    The same product may be declared once in each account, and nothing is left to do after that.
    """
    assert sorted(one.organization_id for one in abroad.held) == ["branch_north", "branch_west"]
    assert abroad.rest() == ""


def test_credentials_of_accounts_are_ciphertext(abroad: Shop) -> None:
    """
    The state file holds the secret of neither account in clear, and two provider resources.
    """
    secret = abroad.platform.shared_secret
    spellings = (secret, base64.b64encode(secret.encode()).decode())

    assert [one for one in spellings if one in abroad.project.state_file] == []
    assert len(abroad.project.resources(PROVIDERS)) >= 2


@pytest.fixture
def other_secret(abroad: Shop) -> Iterator[str]:
    """
    Another secret of the same key: from now on the platform accepts no other.
    """
    credentials = abroad.platform.credentials
    before, other = credentials.shared_secret, base64.b64encode(b"another secret of 32 characters!").decode()
    object.__setattr__(credentials, "shared_secret", other)
    yield other
    object.__setattr__(credentials, "shared_secret", before)


def test_other_credential_replaces_nothing(abroad: Shop, other_secret: str) -> None:
    """
    Another credential updates the accounts and touches no subscription.
    """
    accounts = [
        account(abroad, name, branch, other_secret) for name, branch in (("eu", "branch_north"), ("us", "branch_west"))
    ]
    declare(abroad, *accounts, *ONE_EACH)
    steps = abroad.project.run("pulumi preview --json").json["steps"]
    abroad.up()

    assert [one["op"] for one in steps if SUBSCRIPTION in one["urn"]] == []
    assert (abroad.sent, len(abroad.held)) == ([], 2)


def test_settings_of_every_type(shop: Shop) -> None:
    """
    Numbers, flags and lists may be given to an account as such.
    """
    more = ", cybersource_workers=4, cybersource_strict_events=True, cybersource_allowed_organizations=['branch_west']"
    shop.platform.add_signature_key("branch_north")
    declare(shop, account(shop, "eu", "branch_north", more=more), ONE_EACH[0])
    said = diagnostics(shop.project.fail("pulumi preview"))

    assert "the organization is not among those this stack may touch (branch_west)" in said


def test_limit_on_deletions_holds_for_each_account(abroad: Shop) -> None:
    """
    The stack's limit on deletions protects the subscriptions of the accounts that the program declares.
    """
    abroad.project.config("payment-webhooks:cybersourceMaxDeletions", "0")
    abroad.up()
    abroad.platform.requests.clear()
    abroad.project.write("import pulumi\n")
    said = diagnostics(abroad.project.fail("pulumi up --yes --skip-preview --continue-on-error"))

    assert (abroad.sent, len(abroad.held)) == ([], 2)
    assert said.count("cybersourceMaxDeletions allows 0") == 2


def test_destroy_uses_each_account(abroad: Shop) -> None:
    """
    `pulumi destroy` removes the subscriptions of both accounts.
    """
    abroad.project.run("pulumi destroy --yes --skip-preview")

    assert (abroad.held, abroad.project.resources("")) == ([], [])
