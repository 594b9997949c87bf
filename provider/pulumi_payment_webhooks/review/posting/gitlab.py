"""
The notes on a merge request at GitLab.

Source: GitLab, "Notes API" (merge requests), "Merge requests API", "REST API authentication", "Predefined CI/CD
variables" and "GitLab quick actions". The job's own token is not accepted by the Notes API.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...client.answer import Answer
from ...client.code_host import Access
from ...client.retry import Patience
from ...client.schemes import api_key
from ...client.session import Dialect
from ...errors import NotPosted
from ...pages import see
from .comment import Comment, is_marked
from .host_api import HostApi, HostWords

TOKEN = "GITLAB_TOKEN"
_PAGE = "how-to/review-pull-requests"
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
_WEB = re.compile(r"https?://[A-Za-z0-9.:/_~+-]+")
_COMMAND = re.compile(r"^/(?=[a-z_])", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class GitlabJob:
    """
    One job.

    Args:
        api: Base URL of the API.
        project: Number of the project whose merge request gets the note; a fork's pipeline runs in another project.
        number: The merge request.
        token: The token.
        web: URL of that project; empty if it is not known.
        commit: The last commit of the branch; empty if it is not known.
        run: URL of the job; empty if it is not known.
        is_chosen: Whether somebody named the merge request, so that the commit need not belong to it.
    """

    api: str
    project: str
    number: int
    token: str = field(repr=False)
    web: str
    commit: str
    run: str
    is_chosen: bool


def read_job(environ: Mapping[str, str], *, number: int | None = None) -> GitlabJob:
    """
    The job that *environ* describes; *number* takes precedence over the merge request of the pipeline.

    Raises:
        NotPosted: Something is missing.
    """
    project = environ.get("CI_MERGE_REQUEST_PROJECT_ID") or environ.get("CI_PROJECT_ID", "")
    if not (environ.get("CI_API_V4_URL") and _NUMBER.fullmatch(project)):
        raise NotPosted("CI_API_V4_URL and CI_PROJECT_ID are not set: --post gitlab works in a job on GitLab")
    found = number or _number(environ)
    if not found:
        raise NotPosted("this pipeline is not about a merge request: name a merge request with --pull-request")
    return GitlabJob(
        api=environ["CI_API_V4_URL"],
        project=project,
        number=found,
        token=_token(environ),
        web=_matching(_WEB, environ.get("CI_MERGE_REQUEST_PROJECT_URL") or environ.get("CI_PROJECT_URL", "")),
        commit=_matching(_COMMIT, _last_commit(environ)),
        run=_matching(_WEB, environ.get("CI_JOB_URL", "")),
        is_chosen=number is not None,
    )


def _token(environ: Mapping[str, str]) -> str:
    if token := environ.get(TOKEN, "").strip():
        return token
    hint = "GitLab does not accept CI_JOB_TOKEN for notes; " if environ.get("CI_JOB_TOKEN") else ""
    raise NotPosted(
        f"{TOKEN} is not set: {hint}it needs a project access token with the scope `api`; {see(f'{_PAGE}#gitlab')}"
    )


def _number(environ: Mapping[str, str]) -> int | None:
    text = environ.get("CI_MERGE_REQUEST_IID", "")
    return int(text) if _NUMBER.fullmatch(text) else None


def _last_commit(environ: Mapping[str, str]) -> str:
    """The last commit of the branch; empty if the pipeline runs for a commit that GitLab made, and does not name it."""
    if source := environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"):
        return source
    is_merged = environ.get("CI_MERGE_REQUEST_EVENT_TYPE") in ("merged_result", "merge_train")
    return "" if is_merged else environ.get("CI_COMMIT_SHA", "")


def _matching(form: re.Pattern[str], text: str) -> str:
    return text if form.fullmatch(text) else ""


class GitlabThread:
    """
    The notes of the merge request that a job is about.

    Args:
        environ: The variables of the job.
        number: The merge request, instead of that of the pipeline.
        patience: How often and how long to try.

    Raises:
        NotPosted: A variable is missing, or cannot be used.
    """

    noun = "merge request"
    longest = 1_000_000

    def __init__(self, environ: Mapping[str, str], number: int | None, patience: Patience | None) -> None:
        self.job = job = read_job(environ, number=number)
        words = HostWords("GitLab", "CI_API_V4_URL", TOKEN, _remedy)
        dialect = Dialect("x-request-id", _explain, frozenset({"privatetoken"}))
        self._api = HostApi(
            words, lambda: Access(job.api, api_key(job.token, header="private-token"), job.token), dialect, patience
        )
        self._merge_request = f"/projects/{job.project}/merge_requests/{job.number}"
        self._notes = f"{self._merge_request}/notes"
        self._doing = f"cannot comment on merge request {job.number}"

    def last_commit(self) -> str:
        """The last commit of the merge request; empty while GitLab prepares it."""
        answer = self._api.ask("GET", self._merge_request)
        found = answer.body.get("sha") if answer.status == 200 and isinstance(answer.body, dict) else None
        return found if isinstance(found, str) else ""

    def escape(self, markdown: str) -> str:
        """*markdown* in which no line is a command to GitLab, such as ``/merge``: a space before it prevents that."""
        return _COMMAND.sub(" /", markdown)

    def find(self, marker: str) -> list[Comment]:
        """Notes that begin with *marker* and were written with this token, oldest first."""
        rows = self._api.rows(self._notes, {"sort": "asc", "order_by": "created_at"}, doing=self._doing)
        marked = [one for one in rows if is_marked(one.get("body"), marker)]
        ours = [one for one in marked if (one.get("author") or {}).get("id") == self._owner]
        return sorted(map(self._comment, ours), key=lambda one: one.id)

    def create(self, body: str) -> Comment:
        """Write a note."""
        return self._written(self._api.ask("POST", self._notes, body={"body": body}))

    def edit(self, comment: Comment, body: str) -> Comment | None:
        """Replace the text of *comment*; None if somebody has deleted it."""
        answer = self._api.ask("PUT", f"{self._notes}/{comment.id}", body={"body": body})
        return None if answer.status in (404, 410) else self._written(answer)

    def delete(self, comment: Comment) -> None:
        """Delete *comment*; a refusal leaves a second note, and the first is current."""
        self._api.ask("DELETE", f"{self._notes}/{comment.id}")

    def close(self) -> None:
        """Close the connections."""
        self._api.close()

    @cached_property
    def _owner(self) -> int:
        """The user to whom the token belongs; a project access token has a user of its own."""
        user = self._api.content(self._api.ask("GET", "/user"), self._doing)
        try:
            return int(user["id"])
        except (TypeError, KeyError, ValueError):
            raise self._api.unexpected("a user") from None

    def _written(self, answer: Answer) -> Comment:
        return self._comment(self._api.content(answer, self._doing))

    def _comment(self, row: Any) -> Comment:
        try:
            id, body = int(row["id"]), str(row["body"])
        except (TypeError, KeyError, ValueError):
            raise self._api.unexpected("a note") from None
        page = f"{self.job.web}/-/merge_requests/{self.job.number}#note_{id}"
        return Comment(id, body, page if self.job.web else f"note {id} on merge request {self.job.number}")


def _remedy(answer: Answer) -> str:
    match answer.status:
        case 401:
            return f"GitLab does not accept the token in {TOKEN}: it is wrong, revoked or expired"
        case 403:
            return f"the token in {TOKEN} needs the scope `api` and the role Reporter; {see(f'{_PAGE}#gitlab')}"
        case 404:
            return f"it does not exist, or the token in {TOKEN} belongs to another project; {see(f'{_PAGE}#gitlab')}"
        case _:
            return "GitLab rejects it"


def _explain(body: object) -> str:
    """The message of an error: a text, or reasons by field."""
    if not isinstance(body, dict):
        return ""
    said = body.get("message") or body.get("error_description") or body.get("error") or ""
    return said if isinstance(said, str) else str(said)
