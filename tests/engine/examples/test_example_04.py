"""
Example 04, followed as its README tells it: its two simulators and its receiver run beside the reader.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.ci.schemas import GITHUB_WORKFLOW, GITLAB, problems
from tests.engine.reader.replay import copied, followed
from tests.engine.reader.terminals import Ports, ReaderWithTerminals, receiving, shell_commands, simulating
from tests.engine.yaml_files import config, content, first_document

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples/04-environments"
README = (EXAMPLE / "README.md").read_text()
SETTINGS = "payment-webhooks:cybersource"
STACKS = ("test", "production")
PULUMI = re.compile(r"^```sh\n((?:pulumi .*\n)+)```$", re.MULTILINE)
SECRET = "c2VjcmV0IG9mIGEgc2ltdWxhdGVkIG1lcmNoYW50Lg=="  # Of both simulators: the reader types but one.


@pytest.fixture
def ports() -> Iterator[Ports]:
    with Ports.instead_of("8080", "8081", "9000") as ports:
        yield ports


@pytest.fixture
def reader(engine: Path, tmp_path: Path, ports: Ports) -> Iterator[ReaderWithTerminals]:
    """
    Somebody in a copy of the example, with the two simulators and the receiver's example beside it.
    """
    project = copied(EXAMPLE, tmp_path / "pulumi", engine)
    beside = project.root / "01-one-subscription"
    beside.mkdir()
    (beside / "receiver.py").write_text(ports.here((EXAMPLE.parent / beside.name / "receiver.py").read_text()))
    test, production = shell_commands(README, "payment-webhooks simulate")
    with (
        simulating(ports.here(test), project, PAYMENT_WEBHOOKS_SIMULATOR_SECRET=SECRET) as one,
        simulating(ports.here(production), project, PAYMENT_WEBHOOKS_SIMULATOR_SECRET=SECRET) as other,
    ):
        yield ReaderWithTerminals(project, {"endpoint": one.setting("Endpoint"), "sharedSecret": SECRET}, ports)
        assert [held["status"] for simulator in (one, other) for held in simulator.ask("subscriptions")] == [
            "ACTIVE"
        ] * 2


def typed(part: str) -> str:
    """
    A part of the README in which the blocks of `pulumi` commands are typed as well; their output is not shown.
    """
    return PULUMI.sub(lambda block: f"```console\n{re.sub(r'^(?=.)', '$ ', block[1], flags=re.MULTILINE)}```", part)


def test_readme_shows_what_is_seen(reader: ReaderWithTerminals) -> None:
    """
    Each command of the README prints what it shows, the event of the test arrives, and no subscription is lost.
    """
    before, meanwhile, after = re.split(r"\n## (?:Receive|A pull request)\n", README)
    [start] = shell_commands(meanwhile, "KEY_ID=")
    first = followed(typed(before), reader)
    with receiving(start, reader.project, reader.ports.free["9000"]) as printed:
        second = followed(meanwhile, reader)
        received = [line for line in printed.read_text().splitlines() if line.startswith("invoicing.")]
    last = followed(typed(after), reader)
    quiet = {f"$ {line}" for line in shell_commands(README, "pulumi ")}
    pairs = [pair for seen, shown in (first, second, last) for pair in zip(seen, shown, strict=True)]

    assert [seen for seen, _ in pairs if seen[0] not in quiet] == [shown for _, shown in pairs if shown[0] not in quiet]
    assert [seen for seen, _ in pairs if seen[0] in quiet and "error" in "".join(seen)] == []
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


WORKFLOW = content(EXAMPLE / ".github/workflows/webhooks.yml")
JOBS = WORKFLOW["jobs"]
ACTION = "OWNER/payment-webhooks/ci/github/review@"
LOOKS = re.compile(r"payment-webhooks (?:status|compare) .+")


def actions(job: str) -> list[dict[str, Any]]:
    """
    What a job hands to the action that reviews.
    """
    return [step["with"] for step in JOBS[job]["steps"] if step.get("uses", "").startswith(ACTION)]


def commands(job: str) -> list[str]:
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


def test_action_and_template_know_the_inputs() -> None:
    """
    The jobs hand the action of this repository, and its template, inputs that they have.
    """
    action = content(ROOT / "ci/github/review/action.yml")
    template = first_document(ROOT / "ci/gitlab/review.yml")
    included = content(EXAMPLE / ".gitlab-ci.yml")["include"]

    assert {name for job in JOBS for given in actions(job) for name in given} <= action["inputs"].keys()
    assert {name for one in included for name in one["inputs"]} <= template["spec"]["inputs"].keys()


def test_hosts_accept_the_jobs() -> None:
    """
    Both files have the form that GitHub and GitLab require.
    """
    # YAML 1.1 reads the key `on` as true.
    workflow = {("on" if name is True else name): value for name, value in WORKFLOW.items()}

    assert problems(workflow, GITHUB_WORKFLOW) == []
    assert problems(content(EXAMPLE / ".gitlab-ci.yml"), GITLAB) == []


def test_pull_requests_are_reviewed_with_policies() -> None:
    """
    A pull request of the repository itself is reviewed for both stacks, with the policies, and fails on lost events.
    """
    [given] = actions("review")

    assert (given["stacks"].split(), given["policy-packs"]) == (list(STACKS), "policy")
    assert "lost-events" in given["fail-on"]
    assert "head.repo.full_name == github.repository" in JOBS["review"]["if"]


def test_deployment_follows_the_merge() -> None:
    """
    After the merge, test is deployed before production, with the policies.
    """
    strategy = JOBS["deploy"]["strategy"]
    [up] = [one for one in commands("deploy") if one.startswith("pulumi up")]

    assert (strategy["max-parallel"], strategy["matrix"]["stack"]) == (1, list(STACKS))
    assert "--policy-pack policy" in up


def test_each_night_the_commands_of_the_page_run() -> None:
    """
    The nightly jobs of both hosts run the commands that the README shows, and nothing that writes.
    """
    shown = {one for one in LOOKS.findall(README) if "--fail-on" in one}
    github = {one.replace(" --summary", "") for one in commands("nightly")}
    gitlab = [one.partition(" || ")[0] for one in content(EXAMPLE / ".gitlab-ci.yml")["nightly"]["script"]]

    assert github == shown
    assert {one for one in gitlab if one.startswith("payment-webhooks")} == shown
    assert [given["mode"] for given in actions("nightly")] == ["drift"]
