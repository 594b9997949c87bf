"""
Example 04, followed as its README tells it: its two simulators and its receiver run beside the reader.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engine.replay import copied, followed
from tests.engine.terminals import Ports, ReaderWithTerminals, receiving, shell_commands, simulating
from tests.engine.yaml_files import config, content

EXAMPLE = Path(__file__).parents[2] / "examples/04-environments"
README = (EXAMPLE / "README.md").read_text()
SETTINGS = "payment-webhooks:cybersource"
STACKS = ("test", "production")
SECRET = "c2VjcmV0IG9mIGEgc2ltdWxhdGVkIG1lcmNoYW50Lg=="  # Of both simulators: the reader types but one.


@pytest.fixture
def reader(engine: Path, tmp_path: Path) -> Iterator[ReaderWithTerminals]:
    """
    Somebody in a copy of the example, with the two simulators and the receiver's example beside it.
    """
    ports, project = Ports.instead_of("8080", "8081", "9000"), copied(EXAMPLE, tmp_path / "pulumi", engine)
    beside = project.root / "01-one-subscription"
    beside.mkdir()
    (beside / "receiver.py").write_text(ports.here((EXAMPLE.parent / beside.name / "receiver.py").read_text()))
    test, production = shell_commands(README, "payment-webhooks simulate")
    with (
        simulating(ports.here(test), project, PAYMENT_WEBHOOKS_SIMULATOR_SECRET=SECRET) as one,
        simulating(ports.here(production), project, PAYMENT_WEBHOOKS_SIMULATOR_SECRET=SECRET) as other,
    ):
        yield ReaderWithTerminals(project, {"endpoint": one.setting("Endpoint"), "sharedSecret": SECRET}, ports)
        assert [held["status"] for held in one.ask("subscriptions")] == []
        assert [held["status"] for held in other.ask("subscriptions")] == ["ACTIVE"]


def test_readme_shows_what_is_seen(reader: ReaderWithTerminals) -> None:
    """
    Each command of the README prints what it shows, the event of the test arrives, and production is left as it is.
    """
    before, meanwhile, after = re.split(r"\n## (?:Receive|What keeps them apart)\n", README)
    [start] = shell_commands(meanwhile, "KEY_ID=")
    first = followed(before, reader)
    with receiving(start, reader.project, reader.ports.free["9000"]) as printed:
        second = followed(meanwhile, reader)
        received = [line for line in printed.read_text().splitlines() if line.startswith("invoicing.")]
    last = followed(after, reader)

    assert [seen for seen, _ in (first, second, last)] == [shown for _, shown in (first, second, last)]
    assert len(received) == 1


def test_readme_shows_no_warning() -> None:
    """
    Nothing that a command of the README prints is a warning.
    """
    assert "warning" not in README


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
