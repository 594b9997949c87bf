"""The options that deliver a report, in a command that has nothing else."""

from pathlib import Path

import pytest
import typer
from tests.review.hosts.github import pull_request
from typer.testing import CliRunner

from pulumi_payment_webhooks.cli.outcomes import Exit
from pulumi_payment_webhooks.cli.posting import (
    CommentKey,
    Host,
    Post,
    PullRequest,
    Summary,
    post_report,
    read_destination,
)
from pulumi_payment_webhooks.review.posting.post import HOSTS

REPORT = "# Report\n"

app = typer.Typer()


@app.command()
def report(
    post: Post = None, comment_key: CommentKey = None, pull_request: PullRequest = None, summary: Summary = False
) -> None:
    """Deliver a report about two stacks."""
    destination = read_destination(post, comment_key, pull_request, summary)
    typer.echo(REPORT)
    raise typer.Exit(post_report(REPORT, destination, key="shop/production shop/test"))


class Job:
    """Runs the command with the variables of a job."""

    def __init__(self, folder: Path) -> None:
        self.summary_file = folder / "summary.md"
        self.variables: dict[str, str] = {"GITHUB_STEP_SUMMARY": str(self.summary_file)}

    def run(self, *words):
        return CliRunner().invoke(app, words, env=self.variables)


@pytest.fixture
def job(tmp_path, monkeypatch):
    """A job without variables of the machine."""
    for name in ("GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "CI_JOB_TOKEN", "GITHUB_EVENT_PATH", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    return Job(tmp_path)


@pytest.fixture
def github(github, job, tmp_path):
    job.variables |= github.environment(pull_request(), tmp_path)
    return github


@pytest.fixture
def gitlab(gitlab, job):
    job.variables = gitlab.environment()
    return gitlab


def test_every_host_can_be_chosen():
    """
    The command offers exactly the hosts to which a report can be posted.
    """
    assert [one.value for one in Host] == list(HOSTS)


def test_report_goes_to_the_pull_request_and_the_summary(job, github):
    """
    `--post github` writes the comment and the summary, and says where the comment is.
    """
    ran = job.run("--post", "github")

    assert (ran.exit_code, ran.stdout) == (0, f"{REPORT}\n")
    assert ran.stderr == f"posted: {github.comments[0]['html_url']}\n"
    assert github.bodies()[0].startswith("<!-- payment-webhooks review: shop/production shop/test -->\n\n# Report\n")
    assert job.summary_file.read_text() == "# Report\n\n"


def test_report_about_an_old_commit_is_not_posted(job, github):
    """
    A pull request with a newer commit is left alone, and that is not a failure: the newer commit has its own job.
    """
    github.last_commit = "0" * 40
    ran = job.run("--post", "github")

    assert (ran.exit_code, github.comments) == (0, [])
    assert ran.stderr.startswith("not posted: commit 1a2b3c4d5e is no longer the last commit")


def test_failed_post_leaves_the_report_in_both_other_places(job, github):
    """
    A read-only token ends with an exit code of its own and one line; output and summary have the report.
    """
    job.variables["GITHUB_TOKEN"] = "ghs_fork"
    ran = job.run("--post", "github")

    assert (ran.exit_code, ran.stdout) == (Exit.NOT_POSTED, f"{REPORT}\n")
    assert ran.stderr.startswith("payment-webhooks: cannot comment on pull request 7 of octo/shop")
    assert ran.stderr.count("\n") == 1
    assert job.summary_file.read_text() == "# Report\n\n"


def test_summary_that_cannot_be_written_does_not_prevent_the_comment(job, github, tmp_path):
    """
    The comment is written although the summary is not, and the exit code reports the summary.
    """
    job.variables["GITHUB_STEP_SUMMARY"] = str(tmp_path)
    ran = job.run("--post", "github")

    assert (ran.exit_code, len(github.comments)) == (Exit.NOT_POSTED, 1)
    assert "payment-webhooks: the summary cannot be written to GITHUB_STEP_SUMMARY: Is a directory\n" in ran.stderr


def test_post_without_a_summary(job, github):
    """
    A job without a summary has the comment all the same.
    """
    del job.variables["GITHUB_STEP_SUMMARY"]

    assert (job.run("--post", "github").exit_code, len(github.comments)) == (0, 1)


def test_summary_alone(job):
    """
    `--summary` needs no token, and appends: a step may write several reports.
    """
    job.run("--summary")
    ran = job.run("--summary")

    assert (ran.exit_code, ran.stderr) == (0, "")
    assert job.summary_file.read_text() == "# Report\n\n# Report\n\n"


def test_report_goes_to_the_merge_request(job, gitlab):
    """
    `--post gitlab` writes the note, under the chosen key.
    """
    ran = job.run("--post", "gitlab", "--comment-key", "shop")

    assert (ran.exit_code, len(gitlab.notes)) == (0, 1)
    assert gitlab.bodies()[0].startswith("<!-- payment-webhooks review: shop -->\n")


def test_chosen_number_takes_precedence(job, github):
    """
    `--pull-request` leads to another pull request than the event; here it does not exist.
    """
    assert "pull request 8" in job.run("--post", "github", "--pull-request", "8").stderr


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--comment-key", "shop"], "--comment-key needs --post"),
        (["--pull-request", "7"], "--pull-request needs --post"),
        (["--summary"], "--summary: GITHUB_STEP_SUMMARY is not set; only a job on GitHub has a summary"),
        (
            ["--post", "gitlab", "--comment-key", "a--><b>"],
            "--comment-key: the key of the comment has 1 to 100 characters: letters, digits, ._/@+- and single spaces",
        ),
    ],
    ids=["key", "number", "summary", "characters"],
)
def test_wrong_options_do_nothing(job, words, line):
    """
    What cannot work is refused before the report is made.
    """
    job.variables = {"GITHUB_STEP_SUMMARY": ""}
    ran = job.run(*words)

    assert (ran.exit_code, ran.stdout, ran.stderr) == (Exit.WRONG, "", f"payment-webhooks: {line}\n")


@pytest.mark.parametrize("words", [["--post", "bitbucket"], ["--post", "github", "--pull-request", "0"]], ids=" ".join)
def test_values_that_are_not_offered_do_nothing(job, words):
    """
    Another host, or pull request 0, is a wrong option.
    """
    assert (job.run(*words).exit_code, job.summary_file.exists()) == (Exit.WRONG, False)
