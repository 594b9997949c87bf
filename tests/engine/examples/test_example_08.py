"""
Example 08, followed as its README tells it, with a simulator that reviews URLs in place of the test host.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engine.reader.replay import Reader, copied, followed
from tests.engine.yaml_files import config

from pulumi_payment_webhooks.cybersource.account.hosts import HOSTS
from pulumi_payment_webhooks.cybersource.rules import status as statuses
from pulumi_payment_webhooks.simulator.cybersource.access.credentials import Credentials
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

EXAMPLE = Path(__file__).parents[3] / "examples/08-oauth-visa-acceptance"
README = (EXAMPLE / "README.md").read_text()
SETTINGS = "payment-webhooks:cybersource"
SECRET = "c2VjcmV0IG9mIGEgc2ltdWxhdGVkIG1lcmNoYW50Lg=="


@pytest.fixture
def platform() -> Iterator[CybersourceSimulator]:
    """
    A simulator that knows the account of the stack `test`, and where somebody reviews URLs.
    """
    values = config(EXAMPLE / "Pulumi.test.yaml")
    merchant, organization, key = (values[f"{SETTINGS}{name}"] for name in ("MerchantId", "OrganizationId", "KeyId"))
    with CybersourceSimulator(credentials=Credentials(merchant, organization, key, SECRET)) as simulator:
        simulator.turn(review="manual", require_oauth_credentials=True)
        yield simulator


@pytest.fixture
def reader(engine: Path, tmp_path: Path, platform: CybersourceSimulator) -> Reader:
    project = copied(EXAMPLE, tmp_path / "pulumi", engine)
    return Reader(project, {"endpoint": platform.endpoint, "sharedSecret": platform.shared_secret})


def test_readme_shows_what_is_seen(reader: Reader, platform: CybersourceSimulator) -> None:
    """
    Each command of the README says what the README shows, and no deployment fails because of a status.
    """
    seen, shown = followed(README, reader)

    assert seen == shown
    assert list(platform.subscriptions) == []


def test_every_status_is_shown() -> None:
    """
    The README has a title for each status that the platform gives a subscription, and an output that shows it.
    """
    every = {statuses.PENDING_REVIEW, statuses.BLOCKED, statuses.INACTIVE, statuses.ACTIVE, statuses.SUSPENDED}

    assert {one for one in every if f"\n## {one}\n" not in README or f'"{one}"\n' not in README} == set()


def test_simulator_has_the_ids_of_the_stack() -> None:
    """
    The README starts a simulator with the merchant, the organization and the key of the stack `test`.
    """
    values = config(EXAMPLE / "Pulumi.test.yaml")
    merchant, organization, key = (values[f"{SETTINGS}{name}"] for name in ("MerchantId", "OrganizationId", "KeyId"))

    assert f" --review manual --merchant {merchant} --organization {organization} --key-id {key}\n" in README


def test_stacks_name_the_hosts_of_visa_acceptance() -> None:
    """
    Each stack of the example is on one of the hosts of Visa Acceptance Solutions, as its README says.
    """
    hosts = {
        stack: HOSTS.by_environment[config(EXAMPLE / f"Pulumi.{stack}.yaml")[f"{SETTINGS}Environment"]]
        for stack in ("test", "production")
    }

    assert hosts == {"test": "apitest.visaacceptance.com", "production": "api.visaacceptance.com"}
    assert all(host in README for host in hosts.values())
