"""
Example 02, followed as its README tells it, and its program for another team.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.engine.project import Project
from tests.engine.reader.replay import Reader, copied, followed

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

EXAMPLE = Path(__file__).parents[3] / "examples/02-retry-policy"
README = (EXAMPLE / "README.md").read_text()
SETTINGS = "payment-webhooks:cybersource"


@pytest.fixture
def account(cybersource_simulator: CybersourceSimulator) -> Mapping[str, str]:
    return {"endpoint": cybersource_simulator.endpoint, "sharedSecret": cybersource_simulator.shared_secret}


@pytest.fixture
def project(engine: Path, tmp_path: Path) -> Project:
    return copied(EXAMPLE, tmp_path / "pulumi", engine)


@pytest.fixture
def shop(project: Project, cybersource_simulator: CybersourceSimulator) -> Project:
    """
    The shop's stack, deployed without a retry policy, with settings that the other team may copy.
    """
    program = (project.folder / "__main__.py").read_text()
    project.write(
        re.sub(r"^retries = .*?^\)$|^[^\n]*retries\.schedule[^\n]*$", "", program, flags=re.DOTALL | re.MULTILINE)
    )
    project.run("pulumi stack init dev")
    project.configure(
        plain={
            f"{SETTINGS}Endpoint": cybersource_simulator.endpoint,
            f"{SETTINGS}MerchantId": cybersource_simulator.merchant_id,
            f"{SETTINGS}KeyId": cybersource_simulator.key_id,
        },
        secret={f"{SETTINGS}SharedSecret": cybersource_simulator.shared_secret},
    )
    project.run("pulumi up --yes --skip-preview")
    return project


def test_readme_shows_what_is_seen(
    project: Project, account: Mapping[str, str], cybersource_simulator: CybersourceSimulator
) -> None:
    """
    Each command of the README says what the README shows, from the first to the last, which leaves nothing behind.
    """
    seen, shown = followed(README, Reader(project, account))

    assert seen == shown
    assert list(cybersource_simulator.subscriptions) == []


def test_another_team_owns_the_policy(shop: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    The README's program of the other team sets the policy of the shop's subscription, and neither stack sees drift.
    """
    [program] = re.findall(r"^```python\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    theirs = shop.folder / "operations"
    theirs.mkdir()
    (theirs / "Pulumi.yaml").write_text("name: operations\nruntime: python\n")
    (theirs / "__main__.py").write_text(program)
    (theirs / "Pulumi.dev.yaml").write_text((shop.folder / "Pulumi.dev.yaml").read_text())
    shop.run("pulumi --cwd operations stack init dev")
    shop.run("pulumi --cwd operations up --yes --skip-preview")
    [subscription] = cybersource_simulator.subscriptions

    assert str(subscription.document["retryPolicy"]["interval"]) == "60"
    shop.run("pulumi --cwd operations preview --refresh --expect-no-changes")
    shop.run("pulumi preview --refresh --expect-no-changes")
