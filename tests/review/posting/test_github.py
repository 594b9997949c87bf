"""One comment on a pull request, against a stand-in for GitHub's API."""

import pytest
from tests.review.hosts.github import COMMIT, JOB, MACHINE, PERSON, pull_request

from pulumi_payment_webhooks.client.retry import Patience
from pulumi_payment_webhooks.errors import NotPosted
from pulumi_payment_webhooks.review.posting import post_comment
from pulumi_payment_webhooks.review.posting.comment import marker_of

KEY = "shop/test"
MARKER = marker_of(KEY)
PAGE = "docs/how-to/review-pull-requests.md"


def test_first_report_is_written(github, poster):
    """
    The comment begins with the marker, and ends with the commit and the run that it is about.
    """
    url = poster.post("# Report\n\nNothing is lost.")

    origin = f"<sub>From commit {COMMIT[:10]}, [job](https://github.example/octo/shop/actions/runs/99).</sub>"
    assert github.bodies() == [f"{MARKER}\n\n# Report\n\nNothing is lost.\n\n{origin}\n"]
    assert url == github.comments[0]["html_url"]


def test_next_report_edits_the_comment(github, poster):
    """
    A pull request has one comment, however many reports there were.
    """
    first = poster.post("# One")
    github.add("thanks")

    assert poster.post("# Two") == first
    assert (len(github.comments), github.writes()) == (2, ["POST", "PATCH"])
    assert "# Two" in github.bodies()[0]


def test_same_report_sends_nothing(github, poster):
    """
    A comment that says the same already is left alone, whatever a browser has made of its line breaks.
    """
    poster.post()
    github.comments[0]["body"] = github.bodies()[0].strip().replace("\n", "\r\n")
    poster.post()

    assert github.writes() == ["POST"]


def test_comment_is_found_on_a_later_page(github, poster):
    """
    A comment behind 250 others is found, 100 to a page.
    """
    for number in range(250):
        github.add(f"comment {number}")
    github.add(f"{MARKER}\n\nold", JOB)
    poster.post()

    pages = [one.query.get("page", "1") for one in github.requests if one.path.endswith("/comments")]
    assert (pages, github.writes()) == (["1", "2", "3"], ["PATCH"])


def test_each_key_has_a_comment(github, poster):
    """
    Two projects of one repository do not overwrite each other's comments.
    """
    poster.post("# Shop")
    poster.post("# Keys", key="keys/test")

    assert [body.splitlines()[2] for body in github.bodies()] == ["# Shop", "# Keys"]


@pytest.mark.parametrize(
    "quotation", [f"> {MARKER}\n> # Report\n\nSee above", f"{MARKER}\n\n# Report", f"Look:\n\n{MARKER}"]
)
def test_person_who_quotes_the_marker_keeps_their_comment(github, poster, quotation):
    """
    A comment of a person is never edited, even if it begins with the marker.
    """
    github.add(quotation, PERSON)
    poster.post()

    assert (github.bodies()[0], github.writes()) == (quotation, ["POST"])


def test_app_that_quotes_the_marker_keeps_its_comment(github, poster):
    """
    A comment of another app that contains the marker further down is not edited.
    """
    github.add(f"Summary of this page:\n{MARKER}", JOB)
    poster.post()

    assert github.writes() == ["POST"]


def test_token_of_a_user_edits_their_own_comment_only(github, poster):
    """
    With the token of a machine's account, the comment of the job's own token is not edited.
    """
    github.add(f"{MARKER}\n\nof the job", JOB)
    github.add(f"{MARKER}\n\nof the machine", MACHINE)
    poster.post(token="ghp_machine")

    assert (github.bodies()[0], github.writes()) == (f"{MARKER}\n\nof the job", ["PATCH"])


def test_second_comment_of_a_race_is_deleted(github, poster):
    """
    Of two comments that concurrent jobs wrote, the older is edited, and the other deleted.
    """
    older = github.add(f"{MARKER}\n\none", JOB)
    github.add(f"{MARKER}\n\ntwo", JOB)

    assert poster.post() == older["html_url"]
    assert ([one["id"] for one in github.comments], github.writes()) == ([older["id"]], ["PATCH", "DELETE"])


def test_lost_answer_leaves_one_comment(github, poster):
    """
    A comment that was written although its answer was 502 is found again, and does not stay twice.
    """
    github.fail(502, method="POST", is_done=True)
    poster.post()

    assert (len(github.comments), github.writes()) == (1, ["POST", "POST", "DELETE"])


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_failure_that_passes_is_retried(github, poster, status):
    """
    A request is sent again after 5xx and 429.
    """
    github.fail(status, {"message": "try later"}, retry_after="1")
    poster.post()

    assert len(github.comments) == 1


def test_secondary_limit_is_waited_for(github, poster):
    """
    403 with Retry-After is a limit, and not a missing permission.
    """
    github.fail(403, {"message": "You have exceeded a secondary rate limit."}, method="POST", retry_after="1")
    poster.post()

    assert len(github.comments) == 1


def test_limit_that_lasts_is_reported(github, tmp_path):
    """
    A limit that ends in an hour is not waited for; the message says when to try again.
    """
    github.fail(
        403,
        {"message": "API rate limit exceeded for installation ID 1."},
        x_ratelimit_remaining="0",
        x_ratelimit_reset="99999999999",
    )
    environ = github.environment(pull_request(), tmp_path)
    with pytest.raises(NotPosted) as refused:
        post_comment("# Report", host="github", key=KEY, environ=environ, patience=Patience(first_wait=0.01))

    assert "API rate limit exceeded" in str(refused.value)
    assert "run this again" in str(refused.value)


def test_limit_without_a_time_is_named(github, poster):
    """
    403 about a limit does not mention permissions.
    """
    github.fail(403, {"message": "You have exceeded a secondary rate limit. Please wait a few minutes."})

    assert "GitHub limits requests, so run this again later" in poster.refused()


def test_read_only_token_names_the_permission(poster):
    """
    A job without the permission learns which line is missing in its workflow.
    """
    line = (
        "cannot comment on pull request 7 of octo/shop: the job lacks the permission `pull-requests: write`; "
        f"see {PAGE}#permissions (HTTP 403: Resource not accessible by integration)"
    )
    assert poster.refused(token="ghs_fork") == line


def test_fork_is_named(poster):
    """
    For a pull request from a fork, the permission does not help, and the message says so.
    """
    line = (
        "cannot comment on pull request 7 of octo/shop: the token of a pull request from a fork is read-only; "
        f"see {PAGE}#forks (HTTP 403: Resource not accessible by integration)"
    )
    assert poster.refused(token="ghs_fork", event=pull_request(is_fork=True)) == line


def test_wrong_token_is_named_and_not_shown(poster):
    """
    A token that GitHub does not know is not quoted.
    """
    refused = poster.refused(token="ghs_wrong")

    assert refused.endswith("GitHub does not accept the token in GITHUB_TOKEN (HTTP 401: Bad credentials)")


def test_unknown_pull_request_is_named(poster):
    """
    404 may be a wrong number or a missing permission; the message says both.
    """
    assert "pull request 8 of octo/shop: it does not exist, or the job lacks" in poster.refused(number=8)


def test_rejected_report_is_explained(github, poster):
    """
    422 has its reason in a list of errors, which the message shows.
    """
    body = {"message": "Validation Failed", "errors": [{"message": "body is too long"}, "spam"]}
    github.fail(422, body, method="POST")

    assert poster.refused().endswith("GitHub rejects it (HTTP 422: Validation Failed; body is too long; spam)")


def test_failure_that_stays_is_reported(github, poster):
    """
    After three answers 502 the message says so, and the token is not in it.
    """
    for _ in range(3):
        github.fail(502, "<html>bad gateway ghs_job</html>")

    assert poster.refused().endswith("answered HTTP 502 (3 tries)")


def test_long_report_is_cut(github, poster):
    """
    A report that is longer than GitHub accepts is cut, and says so; the marker stays.
    """
    poster.post("a line of the report\n" * 5000)

    [body] = github.bodies()
    assert body.startswith(MARKER)
    assert body.endswith("_The rest of this report is cut, because a comment can have at most 65,536 characters._\n")


def test_page_in_place_of_the_api_is_refused(github, poster):
    """
    A proxy that answers with a page is not taken for success.
    """
    github.fail(200, "<html>sign in</html>")

    assert "cannot comment on pull request 7" in poster.refused()


def test_comment_that_somebody_deletes_meanwhile_is_written_again(github, poster):
    """
    Between the list and the edit, anybody may delete a comment.
    """
    poster.post("# One")
    github.fail(404, {"message": "Not Found"}, method="PATCH")

    poster.post("# Two")

    assert github.writes() == ["POST", "PATCH", "POST"]


def test_locked_pull_request_is_named(github, poster):
    """
    A conversation that is locked has the status of a missing permission.
    """
    github.fail(403, {"message": "Unable to create comment because issue is locked."}, method="POST")

    assert "its conversation is locked" in poster.refused()


@pytest.mark.parametrize("body", [{"message": "hello"}, [1], None], ids=str)
def test_answer_without_a_list_is_reported(github, poster, body):
    """
    Something else than the API may answer with JSON as well.
    """
    github.fail(200, body, method="GET")

    assert poster.refused().endswith("GitHub answered without a list: is GITHUB_API_URL the address of its API?")


def test_comment_of_nobody_is_left_alone(github, poster):
    """
    A comment may have no text, and the person who wrote it may have left GitHub.
    """
    github.comments += [{"id": 1, "body": None, "user": None}, {"id": 2, "body": MARKER, "user": None}]

    poster.post()

    assert github.writes() == ["POST"]
