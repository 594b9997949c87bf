"""Which pull request a job at GitHub is about, against a stand-in for its API."""

import pytest
from tests.review.hosts.github import COMMIT, follow_up, pull_request

from pulumi_payment_webhooks.review.posting.github_job import read_job

PAGE = "docs/how-to/review-pull-requests.md"


def test_follow_up_finds_a_pull_request_from_a_fork(github, poster):
    """
    A run after the run of a fork finds the pull request by repository, branch and commit, not by what the fork says.
    """
    github.heads = [
        {"number": 8, "head": {"label": "mallory:change", "sha": "0" * 40}},
        {"number": 7, "head": {"label": "mallory:change", "sha": COMMIT}},
    ]
    poster.post(event=follow_up())

    assert len(github.comments) == 1
    assert "actions/runs/98" in github.bodies()[0]


def test_follow_up_of_a_push_posts_nothing(github, poster):
    """
    A run after the run of a push is not about a pull request, even if its branch has one.
    """
    event = follow_up()
    event["workflow_run"]["event"] = "push"

    assert "name a pull request with --pull-request" in poster.refused(event=event)
    assert not github.requests


def test_follow_up_of_an_old_commit_posts_nothing(github, poster):
    """
    A pull request that has a newer commit does not get the report about an older commit.
    """
    github.heads = [{"number": 7, "head": {"label": "mallory:change", "sha": "0" * 40}}]
    refused = poster.refused(event=follow_up())

    assert refused == f"not posted: no open pull request has commit {COMMIT[:10]} as its last commit"
    assert not github.comments


@pytest.mark.parametrize("event", [pull_request(), follow_up(is_fork=False)], ids=["first run", "second run"])
def test_slow_run_does_not_replace_the_report_about_a_newer_commit(github, poster, event):
    """
    A run that ends after the run of a newer commit, or that is repeated later, posts nothing.
    """
    github.last_commit = "0" * 40
    refused = poster.refused(event=event)

    assert refused == (
        f"not posted: commit {COMMIT[:10]} is no longer the last commit of the pull request, which is 0000000000"
    )
    assert github.writes() == []


def test_chosen_pull_request_gets_the_report_about_any_commit(github, poster):
    """
    Somebody who names the pull request knows which report it gets.
    """
    github.last_commit = "0" * 40
    poster.post(number=7)

    assert len(github.comments) == 1


def test_token_that_only_comments_needs_no_look_at_the_pull_request(github, poster):
    """
    With `issues: write` alone, a token can comment, and cannot read the pull request.
    """
    github.last_commit = None
    poster.post()

    assert len(github.comments) == 1


@pytest.mark.parametrize(
    "event",
    [
        follow_up(is_fork=False),
        {"issue": {"number": 7, "pull_request": {}}, "comment": {}},
        {"pull_request": {"number": 7}},
    ],
    ids=["workflow_run", "issue_comment", "pull_request_target"],
)
def test_number_is_read_from_the_event(github, poster, event):
    """
    Each event about a pull request leads to it.
    """
    poster.post(event=event)

    assert len(github.comments) == 1


@pytest.mark.parametrize("event", [{}, {"ref": "refs/heads/main"}, {"issue": {"number": 7}}, [], {"pull_request": 1}])
def test_event_about_no_pull_request_is_refused(github, poster, event):
    """
    A push, or a comment on an issue, posts nothing.
    """
    assert "name a pull request with --pull-request" in poster.refused(event=event or {"schedule": "17 3 * * *"})
    assert not github.requests


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("GITHUB_TOKEN", "", "GITHUB_TOKEN is not set"),
        ("GITHUB_TOKEN", "two words", "GITHUB_TOKEN or GITHUB_API_URL cannot be used"),
        ("GITHUB_REPOSITORY", "", "GITHUB_REPOSITORY is not set"),
        ("GITHUB_REPOSITORY", "octo/shop/../keys", "GITHUB_REPOSITORY is not set"),
        ("GITHUB_API_URL", "ftp://github.example", "GITHUB_API_URL cannot be used"),
        ("GITHUB_API_URL", "http://127.0.0.1:1", "cannot connect to 127.0.0.1:1"),
        ("GITHUB_EVENT_PATH", "/nowhere", "cannot be read"),
    ],
)
def test_variable_that_is_missing_or_wrong_is_named(poster, variable, value, words):
    """
    A job that lacks something learns what.
    """
    assert words in poster.refused(**{variable: value})


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\xff"], ids=["empty", "cut", "deep", "no text"])
def test_event_that_cannot_be_read_is_named(poster, tmp_path, text):
    """
    Whatever the file of the event holds, the reason is a line.
    """
    (tmp_path / "odd.json").write_text(text, encoding="latin-1")

    assert "is not JSON" in poster.refused(GITHUB_EVENT_PATH=str(tmp_path / "odd.json"))


def test_job_does_not_show_its_token(github, tmp_path):
    """
    What a traceback or a log could show of a job has no token.
    """
    assert "ghs_job" not in repr(read_job(github.environment(pull_request(), tmp_path)))


def test_second_variable_for_the_token(github, poster):
    """
    GH_TOKEN counts where GITHUB_TOKEN is not set.
    """
    poster.post(GITHUB_TOKEN="", GH_TOKEN="ghs_job")

    assert len(github.comments) == 1
