"""
The action for GitHub on the real engine: what a pull request gets to read.
"""

from pathlib import Path

import pytest
from tests.ci.github_runner import GithubRunner, Ran
from tests.engine.cybersource.shop import ORDERS, PLAIN, Shop, changed
from tests.engine.project import PASSPHRASE, STACK
from tests.review.hosts.github import GithubStandIn, pull_request

LOST, KEPT = "payments.refund.status.updated", "payments.capture.status.updated"
OFFLINE = {
    "CYBERSOURCE_ENVIRONMENT": "cybersource-test",
    "CYBERSOURCE_ORGANIZATION_ID": "shop_org",
    "CYBERSOURCE_OFFLINE_PREVIEW": "true",
}
PACK = """
from pulumi_policy import EnforcementLevel, PolicyPack, StackValidationPolicy

def refuse(args, report):
    report("every stack is refused")

PolicyPack("shop", [StackValidationPolicy("refuse", "Refuses.", refuse, enforcement_level=EnforcementLevel.MANDATORY)])
"""
SCHEDULE = {"schedule": "17 3 * * *"}


@pytest.fixture
def temp(tmp_path: Path) -> Path:
    """A folder of the runner."""
    (tmp_path / "runner").mkdir()
    return tmp_path / "runner"


def review(shop: Shop, github: GithubStandIn, temp: Path, **inputs: str) -> Ran:
    """
    Run the action in the project of *shop*, in a job of pull request 7.
    """
    project = shop.project
    runner = GithubRunner(project.folder, temp, project.environment, pull_request(), "pull_request", github.url)
    return runner.use(**{"stacks": STACK, "install": "true"} | inputs)


def test_pull_request_reads_what_is_lost_and_then_what_failed(
    open_shop: Shop, temp: Path, github: GithubStandIn
) -> None:
    """
    A removed event is named and fails the job; when the program fails, the same comment says why, and no secret.
    """
    open_shop.declare(changed(ORDERS, "products", {"payments": [KEPT]}))
    lost = review(open_shop, github, temp, fail_on="lost-events")
    [before] = github.bodies()
    open_shop.project.write("raise RuntimeError('the program is broken')")
    failed = review(open_shop, github, temp)
    [after] = github.bodies()

    assert (lost.code, failed.code) == (10, 1), lost.log + failed.log
    assert LOST in before
    assert "the program is broken" in after
    assert not [secret for secret in (open_shop.platform.shared_secret, PASSPHRASE) if secret in before + after]


def test_pull_request_reads_which_policy_is_violated(shop: Shop, temp: Path, github: GithubStandIn) -> None:
    """
    A mandatory policy fails the job, and the comment has its words.
    """
    folder = shop.project.root / "strict"
    folder.mkdir()
    (folder / "PulumiPolicy.yaml").write_text("runtime: python\nname: strict\nversion: 0.0.1\n")
    (folder / "__main__.py").write_text(PACK)
    ran = review(shop, github, temp, policy_packs="../strict")

    assert ran.code == 1, ran.log
    assert "every stack is refused" in github.bodies()[0]


def test_scheduled_run_reads_what_has_changed_at_the_platform(
    open_shop: Shop, temp: Path, github: GithubStandIn
) -> None:
    """
    Drift fails the nightly job, and the summary names property and status; nothing is stored and nothing is posted.
    """
    open_shop.platform.edit(open_shop.subscription.webhook_id, {"description": "Nobody knows."})
    open_shop.platform.subscriptions.set_status(open_shop.subscription.webhook_id, "SUSPENDED")
    state = open_shop.project.state_file
    project = open_shop.project
    runner = GithubRunner(project.folder, temp, project.environment, SCHEDULE, "schedule", github.url)
    ran = runner.use(stacks=STACK, install="true", mode="drift", fail_on="drift")

    assert ran.code == 10, ran.log
    assert "description" in ran.summary
    assert "SUSPENDED" in ran.summary
    assert (open_shop.project.state_file, github.requests) == (state, [])


def test_fork_reads_a_preview_without_credentials(shop: Shop, temp: Path, github: GithubStandIn) -> None:
    """
    A job of a fork has a state of its own, no credentials and a token that only reads; the summary has the report.
    """
    shop.declare(PLAIN)
    shop.project.settings_file.unlink()
    (temp / "state").mkdir()
    own = {"PULUMI_BACKEND_URL": (temp / "state").as_uri(), "PULUMI_CONFIG_PASSPHRASE": "not a secret", **OFFLINE}
    runner = GithubRunner(
        shop.project.folder,
        temp,
        shop.project.environment | own,
        pull_request(is_fork=True),
        "pull_request",
        github.url,
        "ghs_fork",
    )
    ran = runner.use(stacks="test", install="pulumi stack init test")

    assert (ran.code, github.comments) == (0, []), ran.log
    assert "orders" in ran.summary
    assert not [one for one in shop.platform.requests if "/notification-subscriptions" in one.path]
