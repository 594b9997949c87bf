"""
Example 04, followed as its README tells it, with two simulators in place of the two hosts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.engine.project import Project
from tests.engine.replay import Reader, copied, followed
from tests.engine.yaml_files import config, content

from pulumi_payment_webhooks.cybersource.simulator.credentials import Credentials
from pulumi_payment_webhooks.cybersource.simulator.handle import CybersourceSimulator

EXAMPLE = Path(__file__).parents[2] / "examples/04-environments"
README = (EXAMPLE / "README.md").read_text()
SETTINGS = "payment-webhooks:cybersource"
STACKS = ("test", "production")


def credentials(stack: str) -> Credentials:
    """
    The account that the example's stack names; all have one secret, because the reader types but one.
    """
    values = config(EXAMPLE / f"Pulumi.{stack}.yaml")
    merchant, organization, key = (
        str(values[f"{SETTINGS}{name}"]) for name in ("MerchantId", "OrganizationId", "KeyId")
    )
    return Credentials(merchant, organization, key, "c2VjcmV0IG9mIGEgc2ltdWxhdGVkIG1lcmNoYW50Lg==")


@contextmanager
def environments(project: Project) -> Iterator[tuple[Reader, CybersourceSimulator, CybersourceSimulator]]:
    """
    Let each stack of *project* talk to a simulator: the copy of its file gets one line more, the endpoint.
    """
    test, production = (credentials(one) for one in STACKS)
    with CybersourceSimulator(credentials=test) as one, CybersourceSimulator(credentials=production) as other:
        for stack, simulator in zip(STACKS, (one, other), strict=True):
            for folder in (project.folder, project.folder / "keys"):
                file = folder / f"Pulumi.{stack}.yaml"
                file.write_text(f"{file.read_text()}  {SETTINGS}Endpoint: {simulator.endpoint}\n")
        yield Reader(project, {"endpoint": one.endpoint, "sharedSecret": one.shared_secret}), one, other


@pytest.fixture
def project(engine: Path, tmp_path: Path) -> Project:
    return copied(EXAMPLE, tmp_path / "pulumi", engine)


def test_readme_shows_what_is_seen(project: Project) -> None:
    """
    Each command of the README says what the README shows; each platform then has the subscription of its stack.
    """
    with environments(project) as (reader, test, production):
        seen, shown = followed(README, reader)
        receivers = [[one.document["webhookUrl"] for one in platform.subscriptions] for platform in (test, production)]

    assert seen == shown
    assert receivers == [[], ["https://hooks.example.com/payments"]]


@pytest.mark.parametrize("folder", [EXAMPLE, EXAMPLE / "keys"], ids=["program", "keys"])
def test_stacks_keep_apart(folder: Path) -> None:
    """
    No stack of the example may touch an organization of another, and each names its own host and key.
    """
    one, other = (config(folder / f"Pulumi.{stack}.yaml") for stack in STACKS)

    for values in (one, other):
        assert values[f"{SETTINGS}AllowedOrganizations"] == [values[f"{SETTINGS}OrganizationId"]]
    for name in ("Environment", "MerchantId", "OrganizationId", "KeyId"):
        assert one[f"{SETTINGS}{name}"] != other[f"{SETTINGS}{name}"]


def test_workflow_previews_and_looks_for_drift() -> None:
    """
    The workflow comments previews of both stacks on pull requests, and its nightly job writes to neither.
    """
    workflow = content(EXAMPLE / ".github/workflows/webhooks.yml")
    preview, drift = workflow["jobs"]["preview"], workflow["jobs"]["drift"]
    [action] = [step for step in preview["steps"] if step.get("with", {}).get("command")]
    commands = [step["run"] for step in drift["steps"] if "pulumi" in step.get("run", "")]

    assert action["uses"] == "pulumi/actions@v7"
    assert (action["with"]["command"], action["with"]["comment-on-pr"]) == ("preview", True)
    assert [job["strategy"]["matrix"]["stack"] for job in (preview, drift)] == [list(STACKS), list(STACKS)]
    assert [line for text in commands for line in text.splitlines() if "--preview-only --expect-no-changes" in line]
