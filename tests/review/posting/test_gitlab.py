"""One note on a merge request, against a stand-in for GitLab's API."""

import pytest
from tests.review.hosts.gitlab import COMMIT, LONGEST, WEB

from pulumi_payment_webhooks.errors import NotPosted
from pulumi_payment_webhooks.review.posting import post_comment
from pulumi_payment_webhooks.review.posting.comment import marker_of

KEY = "shop/test"
MARKER = marker_of(KEY)
OURS, SOMEBODY = 11, 5
PAGE = "docs/how-to/review-pull-requests.md#gitlab"


class Poster:
    """Posts from a job of merge request 3."""

    def __init__(self, gitlab, patience):
        self._gitlab, self._patience = gitlab, patience

    def post(self, markdown="# Report", *, key=KEY, token="glpat-project", number=None, **variables):
        environ = self._gitlab.environment(token) | variables
        return post_comment(markdown, host="gitlab", key=key, environ=environ, number=number, patience=self._patience)

    def refused(self, **details) -> str:
        with pytest.raises(NotPosted) as refused:
            self.post(**details)
        assert "glpat-" not in str(refused.value)
        assert "\n" not in str(refused.value)
        return str(refused.value)


@pytest.fixture
def poster(gitlab, hasty):
    return Poster(gitlab, hasty)


def test_first_report_is_written(gitlab, poster):
    """
    The note begins with the marker, and ends with the commit and the job that it is about.
    """
    url = poster.post()

    origin = f"<sub>From commit {COMMIT[:10]}, [job]({WEB}/-/jobs/8).</sub>"
    assert gitlab.bodies() == [f"{MARKER}\n\n# Report\n\n{origin}\n"]
    assert url == f"{WEB}/-/merge_requests/3#note_{gitlab.notes[0]['id']}"


def test_note_on_an_instance_with_an_odd_address_is_named(gitlab, poster):
    """
    Where the address of the project is not one that a footer can link, the number of the note is printed.
    """
    posted = poster.post(CI_MERGE_REQUEST_PROJECT_URL="https://[::1]/shop")

    assert posted == f"note {gitlab.notes[0]['id']} on merge request 3"


def test_next_report_edits_the_note(gitlab, poster):
    """
    A merge request has one note, however many reports there were.
    """
    first = poster.post("# One")
    gitlab.add("thanks")

    assert poster.post("# Two") == first
    assert (len(gitlab.notes), gitlab.writes()) == (2, ["POST", "PUT"])


def test_slow_pipeline_does_not_replace_the_report_about_a_newer_commit(gitlab, poster):
    """
    A job that ends after that of a newer commit posts nothing.
    """
    gitlab.last_commit = "0" * 40
    refused = poster.refused()

    assert refused == (
        f"not posted: commit {COMMIT[:10]} is no longer the last commit of the merge request, which is 0000000000"
    )
    assert gitlab.writes() == []


@pytest.mark.parametrize("event_type", ["merged_result", "merge_train"])
def test_pipeline_of_a_merged_result_is_about_the_last_commit_of_the_branch(gitlab, poster, event_type):
    """
    Such a pipeline runs for a commit that is in no branch.
    """
    poster.post(
        CI_MERGE_REQUEST_EVENT_TYPE=event_type, CI_COMMIT_SHA="f" * 40, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=COMMIT
    )

    assert COMMIT[:10] in gitlab.bodies()[0]


@pytest.mark.parametrize("event_type", ["merged_result", "merge_train"])
def test_commit_that_gitlab_made_is_not_taken_for_an_old_commit(gitlab, poster, event_type):
    """
    Where a pipeline does not name the last commit of the branch, its report is posted without a commit.
    """
    poster.post(CI_MERGE_REQUEST_EVENT_TYPE=event_type, CI_COMMIT_SHA="f" * 40)

    assert ["ffff" in one for one in gitlab.bodies()] == [False]


def test_merge_request_that_is_being_prepared_gets_its_report(gitlab, poster):
    """
    For a moment, GitLab names no last commit.
    """
    gitlab.last_commit = None
    poster.post()

    assert len(gitlab.notes) == 1


def test_note_is_found_on_a_later_page(gitlab, poster):
    """
    A note behind 150 others is found.
    """
    for number in range(150):
        gitlab.add(f"note {number}")
    gitlab.add(f"{MARKER}\n\nold", OURS)
    poster.post()

    assert gitlab.writes() == ["PUT"]


@pytest.mark.parametrize("author", [SOMEBODY, 12])
def test_somebody_who_quotes_the_marker_keeps_their_note(gitlab, poster, author):
    """
    A note of another user is never edited, even if it begins with the marker.
    """
    gitlab.add(f"{MARKER}\n\nlook at this", author)
    poster.post()

    assert (gitlab.bodies()[0], gitlab.writes()) == (f"{MARKER}\n\nlook at this", ["POST"])


def test_second_note_of_a_race_is_deleted(gitlab, poster):
    """
    Of two notes that concurrent jobs wrote, the older is edited, and the other deleted.
    """
    older = gitlab.add(f"{MARKER}\n\none", OURS)
    gitlab.add(f"{MARKER}\n\ntwo", OURS)
    poster.post()

    assert ([one["id"] for one in gitlab.notes], gitlab.writes()) == ([older["id"]], ["PUT", "DELETE"])


@pytest.mark.parametrize("command", ["/merge", "/approve please", "/close", "/MERGE"])
def test_no_line_of_a_report_is_a_command(gitlab, poster, command):
    """
    A line of a report that GitLab would carry out as a command is text.
    """
    poster.post(f"# Report\n\n{command}\n")

    assert f"\n {command}\n" in gitlab.bodies()[0]


@pytest.mark.parametrize("status", [500, 502, 429])
def test_failure_that_passes_is_retried(gitlab, poster, status):
    """
    A request is sent again after 5xx and 429; GitLab says the latter in plain text.
    """
    gitlab.fail(status, "Retry later\n", retry_after="1")
    poster.post()

    assert len(gitlab.notes) == 1


def test_token_without_the_scope_is_named(poster):
    """
    A token that may only read learns which scope is missing.
    """
    refused = poster.refused(token="glpat-read")

    assert refused == (
        "cannot comment on merge request 3: the token in GITLAB_TOKEN needs the scope `api` and the role Reporter; "
        f"see {PAGE} (HTTP 403: The request requires higher privileges than provided by the access token.)"
    )


def test_token_of_another_project_is_named(poster):
    """
    404 means that the token does not see the project.
    """
    refused = poster.refused(token="glpat-elsewhere")

    assert "it does not exist, or the token in GITLAB_TOKEN belongs to another project" in refused


def test_wrong_token_is_named_and_not_shown(poster):
    """
    A token that GitLab does not know is not quoted.
    """
    assert "wrong, revoked or expired (HTTP 401: 401 Unauthorized)" in poster.refused(token="glpat-wrong")


def test_job_token_is_not_enough(gitlab, poster):
    """
    With the job's own token alone, nothing is sent, and the message says why.
    """
    refused = poster.refused(token=None)

    assert refused == (
        "GITLAB_TOKEN is not set: GitLab does not accept CI_JOB_TOKEN for notes; it needs a project access token with "
        f"the scope `api`; see {PAGE}"
    )
    assert not gitlab.requests


def test_pipeline_of_a_fork_posts_to_the_target(gitlab, poster):
    """
    A pipeline in a fork posts to the project of the merge request, and not to its own.
    """
    poster.post(CI_PROJECT_ID="43", CI_MERGE_REQUEST_SOURCE_PROJECT_ID="43")

    assert len(gitlab.notes) == 1


def test_long_report_is_cut(gitlab, poster):
    """
    A report that is longer than GitLab accepts is cut.
    """
    poster.post("a line of the report\n" * 60_000)

    assert len(gitlab.bodies()[0]) <= LONGEST
    assert gitlab.bodies()[0].endswith("at most 1,000,000 characters._\n")


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("CI_API_V4_URL", "", "CI_API_V4_URL and CI_PROJECT_ID are not set"),
        ("CI_API_V4_URL", "gitlab.example", "cannot be used"),
        ("CI_MERGE_REQUEST_PROJECT_ID", "shop/../keys", "CI_API_V4_URL and CI_PROJECT_ID are not set"),
        ("CI_MERGE_REQUEST_IID", "", "name a merge request with --pull-request"),
        ("GITLAB_TOKEN", "line\nbreak", "cannot be used"),
    ],
    ids=["no API", "no URL", "no project", "no merge request", "no token"],
)
def test_variable_that_is_missing_or_wrong_is_named(poster, variable, value, words):
    """
    A job that lacks something learns what.
    """
    assert words in poster.refused(**{variable: value})


def test_note_that_somebody_deletes_meanwhile_is_written_again(gitlab, poster):
    """
    Between the list and the edit, anybody may delete a note.
    """
    poster.post("# One")
    gitlab.fail(404, {"message": "404 Not found"}, method="PUT")

    poster.post("# Two")

    assert gitlab.writes() == ["POST", "PUT", "POST"]


@pytest.mark.parametrize("body", [{"message": "hello"}, [1], None], ids=str)
def test_answer_without_a_list_is_reported(gitlab, poster, body):
    """
    Something else than the API may answer with JSON as well.
    """
    gitlab.fail(200, body, method="GET")

    assert poster.refused().endswith("GitLab answered without a list: is CI_API_V4_URL the address of its API?")


def test_answer_without_a_user_is_reported(gitlab, poster):
    """
    Whose note it is cannot be seen then.
    """
    gitlab.add(f"{MARKER}\n\n# One", author=11)
    gitlab.fail(200, gitlab.notes, method="GET")
    gitlab.fail(200, {}, method="GET")

    assert "GitLab answered without a user" in poster.refused()
