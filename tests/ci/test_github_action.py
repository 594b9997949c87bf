"""The action, run step by step on a machine with recorded previews, against a stand-in for GitHub's API."""

import json
import shutil
from pathlib import Path

import pytest
from tests.ci.github_runner import GithubRunner
from tests.review.hosts.github import COMMIT, follow_up, pull_request

TRICK = """$(touch pwned-1) `touch pwned-2` "; touch pwned-3; " '; touch pwned-4; ' *"""
LOST = "payments.refund.status.accepted"


@pytest.fixture
def job(machine, github):
    """A job of pull request 7; nothing needs to be installed."""

    def use(*, event=None, event_name="pull_request", token="ghs_job", **inputs):
        runner = GithubRunner(
            machine.workspace, machine.temp, machine.environ, event or pull_request(), event_name, github.url, token
        )
        return runner.use(**{"stacks": "test", "install": "true"} | inputs)

    return use


def test_pull_request_has_one_comment(job, github):
    """
    The first run writes the comment, the next edits it, and the summary has the report as well.
    """
    first = job()
    second = job(fail_on="")

    assert (first.code, second.code, len(github.comments)) == (0, 0, 1), first.log + second.log
    assert LOST in github.bodies()[0]
    assert LOST in first.summary


def test_stacks_are_side_by_side(job, github, machine):
    """
    Stacks may be separated by line breaks, and be named with their project; one comment shows them all.
    """
    ran = job(stacks="test\norg/shop/production\n")

    assert [command.rpartition(" ")[2] for command in machine.commands()] == ["test", "org/shop/production"]
    assert (ran.code, len(github.comments)) == (0, 1), ran.log
    assert all(name in github.bodies()[0] for name in ("test", "org/shop/production"))
    files = {file.name for file in Path(ran.outputs["previews"]).iterdir()}
    assert files == {"test.json", "org%2Fshop%2Fproduction.json"}


def test_project_in_a_folder_has_a_comment_of_its_own(job, github, machine):
    """
    Another project of the repository may have stacks of the same names.
    """
    (machine.workspace / "infra/key store").mkdir(parents=True)

    assert job(working_directory="infra/key store").code == 0
    assert github.bodies()[0].startswith("<!-- payment-webhooks review: infra/key store/ test -->\n")


def test_failed_preview_is_a_comment(job, github):
    """
    The comment says why a preview failed, beside the other stack's report, and the job fails after that.
    """
    ran = job(stacks="cut test")

    assert ran.code == 1, ran.log
    assert "payment-webhooks: the preview failed: cut\n" in ran.log
    assert "the preview was interrupted" in github.bodies()[0]
    assert LOST in github.bodies()[0]


def test_stack_is_not_a_pattern_of_files(job, github, machine):
    """
    The shell replaces no name of a stack by names of files.
    """
    (machine.workspace / "program.py").touch()
    ran = job(stacks="*")

    assert [command.rpartition(" ")[2] for command in machine.commands()] == ["*"]
    assert (ran.code, len(github.bodies())) == (0, 1), ran.log
    assert "program.py" not in github.bodies()[0]


def test_condition_that_is_met_fails_the_job(job, github):
    """
    `fail-on` fails the job after the comment.
    """
    ran = job(fail_on="lost-events")

    assert (ran.code, len(github.comments)) == (10, 1), ran.log


def test_fork_has_the_summary(job, github):
    """
    A job of a fork cannot comment, and does not fail for that; the summary has the report.
    """
    ran = job(event=pull_request(is_fork=True), token="ghs_fork")

    assert (ran.code, github.comments) == (0, []), ran.log
    assert LOST in ran.summary
    assert "::notice::A pull request from a fork gets no comment" in ran.log


def test_fork_fails_for_what_its_preview_says(job):
    """
    Only the missing comment is forgiven: a failed preview of a fork fails the job.
    """
    assert job(event=pull_request(is_fork=True), token="ghs_fork", stacks="raised").code == 1


def test_missing_permission_fails_the_job(job):
    """
    In the repository itself, a token that only reads is a mistake.
    """
    ran = job(token="ghs_fork")

    assert ran.code == 7, ran.log
    assert "the job lacks the permission `pull-requests: write`" in ran.log


def test_drift_is_looked_for_without_a_pull_request(job, github, machine):
    """
    A scheduled run asks the platform, and its report is in the summary alone.
    """
    ran = job(mode="drift", fail_on="drift", event={"schedule": "17 3 * * *"}, event_name="schedule")

    assert machine.commands() == ["refresh --preview-only --json --non-interactive --stack test"]
    assert (ran.code, github.requests) == (10, []), ran.log
    assert "payments.refund.status.updated" in ran.summary


def test_comment_can_be_turned_off(job, github):
    """
    `comment: false` leaves the summary.
    """
    ran = job(comment="false")

    assert (ran.code, github.requests) == (0, []), ran.log
    assert LOST in ran.summary


def test_policy_packs_are_checked(job, machine):
    """
    Each folder becomes an option of the preview, and so does each configuration.
    """
    job(policy_packs="policies ../platform", policy_pack_configs="strict.json ../platform.json")

    [command], here = machine.commands(), machine.workspace
    packs = f"--policy-pack {here}/policies --policy-pack {here}/../platform"
    configs = f"--policy-pack-config {here}/strict.json --policy-pack-config {here}/../platform.json"
    assert command == f"preview --json --non-interactive --stack test {packs} {configs}"


def test_drift_is_looked_for_without_policies(job, machine):
    """
    A refresh has no option for policies: with `mode: drift`, packs that previews check are left out.
    """
    job(mode="drift", policy_packs="policies", event={"schedule": "17 3 * * *"}, event_name="schedule")

    assert machine.commands() == ["refresh --preview-only --json --non-interactive --stack test"]


def test_program_sees_no_token(job, machine):
    """
    What runs the code of the pull request has neither the token nor the address of the summary of the last step.
    """
    job()

    assert "ghs_job" not in machine.seen_by_the_program()


def test_follow_up_comments_for_a_fork(job, github, machine):
    """
    A second run takes the previews of the first as data; it runs no Pulumi, and finds the pull request itself.
    """
    first = job(event=pull_request(is_fork=True), token="ghs_fork", comment="false")
    shutil.move(first.outputs["previews"], machine.root / "artifact")
    commands = machine.commands()
    github.heads = [{"number": 7, "head": {"label": "mallory:change", "sha": COMMIT}}]
    ran = job(event=follow_up(), event_name="workflow_run", previews=str(machine.root / "artifact"))

    assert (ran.code, len(github.comments), machine.commands()) == (0, 1, commands), ran.log
    assert LOST in github.bodies()[0]


def test_follow_up_does_not_fail_for_what_failed_before(job, github, machine):
    """
    The first job has failed for its preview; the second one comments, and succeeds.
    """
    first = job(event=pull_request(is_fork=True), token="ghs_fork", comment="false", stacks="raised")
    event = follow_up(is_fork=False)
    ran = job(event=event, event_name="workflow_run", stacks="raised", previews=first.outputs["previews"])

    assert (first.code, ran.code, len(github.comments)) == (1, 0, 1), ran.log


def test_follow_up_without_a_preview_says_so(job, github, machine):
    """
    A first run that made no preview leads to a comment that says that.
    """
    ran = job(event=follow_up(is_fork=False), event_name="workflow_run", previews=str(machine.temp))

    assert len(github.comments) == 1, ran.log
    assert "the earlier job has not made a preview of this stack" in github.bodies()[0]


def test_input_is_never_a_command(job, machine):
    """
    Text in an input, or in the event, is never a command of the shell.
    """
    job(comment_key=TRICK, fail_on=TRICK, policy_packs=TRICK, pull_request="7")
    job(event=json.loads(json.dumps(pull_request()).replace("change", json.dumps(TRICK)[1:-1])))

    assert list(machine.root.rglob("pwned*")) == []


def test_comment_is_on_or_off(job, github):
    """
    Another word than `true` or `false` ends with code 2, instead of a comment that never appears.
    """
    assert (job(comment="yes").code, github.comments) == (2, [])


def test_wrong_mode_previews_nothing(job, machine):
    """
    A misspelled mode ends with code 2.
    """
    assert (job(mode="previews").code, machine.commands()) == (2, [])


def test_command_that_installs_runs_in_the_folder_of_the_project(job, machine):
    """
    The project may stand in a folder; a command that fails ends the job before the preview.
    """
    (machine.workspace / "infra").mkdir()
    ran = job(working_directory="infra", install="pwd > ../where\nfalse\ntrue")

    assert (ran.code, machine.commands()) == (1, [])
    assert (machine.workspace / "where").read_text().strip().endswith("/workspace/infra")
