"""
Example 06, followed as its README tells it, with a simulator in place of the test host.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engine.project import Project
from tests.engine.reader.replay import Reader, copied, followed
from tests.engine.yaml_files import config

from pulumi_payment_webhooks.cybersource.account.hosts import HOSTS
from pulumi_payment_webhooks.simulator.cybersource.access.credentials import Credentials
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

EXAMPLE = Path(__file__).parents[3] / "examples/06-network-tokens-v1"
README = (EXAMPLE / "README.md").read_text()
SETTINGS = "payment-webhooks:cybersource"
SECRET = "c2VjcmV0IG9mIGEgc2ltdWxhdGVkIG1lcmNoYW50Lg=="


@pytest.fixture
def platform() -> Iterator[CybersourceSimulator]:
    """
    A simulator that knows the account of the stack `test`.
    """
    values = config(EXAMPLE / "Pulumi.test.yaml")
    merchant, organization, key = (values[f"{SETTINGS}{name}"] for name in ("MerchantId", "OrganizationId", "KeyId"))
    with CybersourceSimulator(credentials=Credentials(merchant, organization, key, SECRET)) as simulator:
        yield simulator


@pytest.fixture
def project(engine: Path, tmp_path: Path) -> Project:
    return copied(EXAMPLE, tmp_path / "pulumi", engine)


def test_readme_shows_what_is_seen(project: Project, platform: CybersourceSimulator) -> None:
    """
    Each command of the README says what the README shows; v1 makes key and subscription, and v2 removes the latter.
    """
    reader = Reader(project, {"endpoint": platform.endpoint, "sharedSecret": platform.shared_secret})
    seen, shown = followed(README, reader)
    key, subscription = platform.requests.matching("POST")
    versions = [
        one.path.split("/")[2] for one in platform.requests.changes if "/notification-subscriptions/" in one.path
    ]

    assert seen == shown
    assert key.body["keyInformation"] == {
        "provider": "nrtd",
        "tenant": "nrtd",
        "keyType": "sharedSecret",
        "organizationId": "vault_owner_test",
        "expiryDuration": "365",
    }
    assert (subscription.body["productId"], subscription.body["notificationScope"]) == (
        "tokenManagement",
        "DESCENDANTS",
    )
    assert (versions, list(platform.subscriptions)) == (["v1", "v1", "v2"], [])


def test_simulator_has_the_ids_of_the_stack() -> None:
    """
    The README starts a simulator with the merchant, the organization and the key of the stack `test`.
    """
    values = config(EXAMPLE / "Pulumi.test.yaml")
    merchant, organization, key = (values[f"{SETTINGS}{name}"] for name in ("MerchantId", "OrganizationId", "KeyId"))

    assert f" --merchant {merchant} --organization {organization} --key-id {key}\n" in README


def test_stacks_choose_the_three_hosts() -> None:
    """
    The vendor's page names three hosts: each stack chooses one, by its environment, with v1 of the API.
    """
    stacks = [config(EXAMPLE / f"Pulumi.{stack}.yaml") for stack in ("test", "production", "india")]

    assert [HOSTS.by_environment[one[f"{SETTINGS}Environment"]] for one in stacks] == [
        "apitest.cybersource.com",
        "api.cybersource.com",
        "api.in.cybersource.com",
    ]
    assert {one[f"{SETTINGS}ApiVersion"] for one in stacks} == {"v1"}
