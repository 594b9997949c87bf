"""
Keeps one note on a merge request at GitLab.

Source: GitLab, "Notes API" (merge requests), "REST API authentication", "Predefined CI/CD variables" and "GitLab quick
actions". The job's own token is not accepted by the Notes API.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...client.answer import Answer
from ...client.code_host import Access, CodeHost
from ...client.retry import Patience
from ...client.schemes import api_key
from ...client.session import Dialect
from ...errors import NotPosted, PlatformError
from ...pages import see
from .comment import Comment, cut_report, is_marked, keep_one, marker_of, rows_of
from .footer import footer_of

LONGEST = 1_000_000
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
    """

    api: str
    project: str
    number: int
    token: str = field(repr=False)
    web: str
    commit: str
    run: str


def post_gitlab(
    markdown: str,
    *,
    key: str,
    environ: Mapping[str, str],
    number: int | None = None,
    patience: Patience | None = None,
) -> str:
    """
    Bring the note with *key* on the merge request of this job to *markdown*: edit it, or write it first.

    Args:
        markdown: The report.
        key: Which of several notes on one merge request it is.
        environ: The variables of the job.
        number: The merge request, instead of that of the pipeline.
        patience: How often and how long to try.

    Returns:
        The URL of the note.

    Raises:
        NotPosted: It cannot be written. The message names the missing permission or variable, and no token.
    """
    job, marker = read_job(environ, number=number), marker_of(key)
    body = cut_report(f"{marker}\n\n{without_commands(markdown.strip())}{footer_of(job)}\n", LONGEST)
    with closing(_host(job, patience)) as host:
        try:
            return keep_one(_Thread(host, job), marker, body)
        except PlatformError as problem:
            raise NotPosted(f"cannot comment on the merge request: {problem}") from None


def without_commands(markdown: str) -> str:
    """*markdown* in which no line is a command to GitLab, such as ``/merge``: a space before it prevents that."""
    return _COMMAND.sub(" /", markdown)


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
        commit=_matching(
            _COMMIT, environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or environ.get("CI_COMMIT_SHA", "")
        ),
        run=_matching(_WEB, environ.get("CI_JOB_URL", "")),
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


def _matching(form: re.Pattern[str], text: str) -> str:
    return text if form.fullmatch(text) else ""


def _host(job: GitlabJob, patience: Patience | None) -> CodeHost:
    try:
        access = Access(job.api, api_key(job.token, header="private-token"), job.token)
        return CodeHost(access, Dialect("x-request-id", _explain, frozenset({"privatetoken"})), patience)
    except ValueError as wrong:
        raise NotPosted(f"{TOKEN} or CI_API_V4_URL cannot be used: {wrong}") from None


class _Thread:
    """The notes of one merge request."""

    def __init__(self, host: CodeHost, job: GitlabJob) -> None:
        self._host = host
        self._job = job
        self._notes = f"/projects/{job.project}/merge_requests/{job.number}/notes"

    def find(self, marker: str) -> list[Comment]:
        """Notes that begin with *marker* and were written with this token, oldest first."""
        marked = []
        for answer in self._host.pages(self._notes, {"sort": "asc", "order_by": "created_at"}):
            rows = rows_of(self._read(answer), "GitLab", "CI_API_V4_URL")
            marked += [one for one in rows if is_marked(one.get("body"), marker)]
        ours = [one for one in marked if (one.get("author") or {}).get("id") == self._owner] if marked else []
        return sorted((self._comment(one) for one in ours), key=lambda one: one.id)

    def create(self, body: str) -> Comment:
        """Write a note."""
        return self._comment(self._read(self._host.ask("POST", self._notes, body={"body": body})))

    def edit(self, comment: Comment, body: str) -> Comment | None:
        """Replace the text of *comment*; None if somebody has deleted it."""
        answer = self._host.ask("PUT", f"{self._notes}/{comment.id}", body={"body": body})
        return None if answer.status == 404 else self._comment(self._read(answer))

    def delete(self, comment: Comment) -> None:
        """Delete *comment*; a refusal leaves a second note, and the first is current."""
        self._host.ask("DELETE", f"{self._notes}/{comment.id}")

    @cached_property
    def _owner(self) -> int:
        """The user to whom the token belongs; a project access token has a user of its own."""
        user = self._read(self._host.ask("GET", "/user"))
        try:
            return int(user["id"])
        except (TypeError, KeyError, ValueError):
            raise NotPosted("GitLab answered without a user: is CI_API_V4_URL the address of its API?") from None

    def _comment(self, row: Any) -> Comment:
        try:
            id, body = int(row["id"]), str(row["body"])
        except (TypeError, KeyError, ValueError):
            raise NotPosted("GitLab answered without a note: is CI_API_V4_URL the address of its API?") from None
        return Comment(id, body, f"{self._job.web}/-/merge_requests/{self._job.number}#note_{id}")

    def _read(self, answer: Answer) -> Any:
        if 200 <= answer.status < 300 and not answer.is_foreign:
            return answer.body
        what = f"HTTP {answer.status}: {self._host.reason(answer)}".removesuffix(": ")
        raise NotPosted(f"cannot comment on merge request {self._job.number}: {_remedy(answer.status)} ({what})")


def _remedy(status: int) -> str:
    match status:
        case _ if 200 <= status < 300:
            return "its answer is not JSON; is CI_API_V4_URL the address of its API?"
        case 401:
            return f"GitLab does not accept the token in {TOKEN}: it is wrong, revoked or expired"
        case 403:
            return f"the token in {TOKEN} needs the scope `api` and the role Reporter; {see(f'{_PAGE}#gitlab')}"
        case 404:
            return f"it does not exist, or the token in {TOKEN} belongs to another project; {see(f'{_PAGE}#gitlab')}"
        case _:
            return "GitLab rejects it"


def _explain(body: Any) -> str:
    """The message of an error: a text, or reasons by field."""
    if not isinstance(body, dict):
        return ""
    said = body.get("message") or body.get("error_description") or body.get("error") or ""
    return said if isinstance(said, str) else str(said)
