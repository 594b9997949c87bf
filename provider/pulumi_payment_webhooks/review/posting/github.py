"""
Keeps one comment on a pull request at GitHub.

Source: GitHub, "REST API endpoints for issue comments" (each pull request is an issue), "Best practices for using the
REST API" (limits), "Using pagination in the REST API" and "Troubleshooting the REST API".
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from functools import cached_property
from typing import Any

from ...client.answer import Answer
from ...client.code_host import Access, CodeHost
from ...client.retry import Patience, requested_wait
from ...client.schemes import bearer
from ...client.session import Dialect
from ...errors import NotPosted, PlatformError
from ...pages import see
from .comment import Comment, cut_report, is_marked, keep_one, marker_of, rows_of
from .footer import footer_of
from .github_job import GithubJob, Head, read_job

LONGEST = 65_536
PERMISSION = "pull-requests: write"
_HEADERS = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
_PAGE = "how-to/review-pull-requests"


def post_github(
    markdown: str,
    *,
    key: str,
    environ: Mapping[str, str],
    number: int | None = None,
    patience: Patience | None = None,
) -> str:
    """
    Bring the comment with *key* on the pull request of this job to *markdown*: edit it, or write it first.

    Args:
        markdown: The report.
        key: Which of several comments on one pull request it is.
        environ: The variables of the job.
        number: The pull request, instead of that of the event.
        patience: How often and how long to try.

    Returns:
        The URL of the comment.

    Raises:
        NotPosted: It cannot be written. The message names the missing permission or variable, and no token.
    """
    job, marker = read_job(environ, number=number), marker_of(key)
    with closing(_host(job, patience)) as host:
        try:
            thread = _Thread(host, job, job.number or _find_number(host, job))
            return keep_one(thread, marker, cut_report(f"{marker}\n\n{markdown.strip()}{footer_of(job)}\n", LONGEST))
        except PlatformError as problem:
            raise NotPosted(f"cannot comment on the pull request: {problem}") from None


def _host(job: GithubJob, patience: Patience | None) -> CodeHost:
    try:
        access = Access(job.api, bearer(job.token), job.token, _HEADERS)
        return CodeHost(access, Dialect("x-github-request-id", _explain, limit=_limit), patience)
    except ValueError as wrong:
        raise NotPosted(f"{job.token_name} or GITHUB_API_URL cannot be used: {wrong}") from None


class _Thread:
    """The comments of one pull request."""

    def __init__(self, host: CodeHost, job: GithubJob, number: int) -> None:
        self._host = host
        self._job = job
        self._number = number
        self._comments = f"/repos/{job.repository}/issues"

    def find(self, marker: str) -> list[Comment]:
        """Comments that begin with *marker* and were written with this token, oldest first."""
        marked = []
        for answer in self._host.pages(f"{self._comments}/{self._number}/comments", {}):
            marked += [one for one in _rows(self._read(answer)) if is_marked(one.get("body"), marker)]
        ours = [one for one in marked if self._is_ours(one.get("user"))] if marked else []
        return sorted((_comment(one) for one in ours), key=lambda one: one.id)

    def create(self, body: str) -> Comment:
        """Write a comment."""
        path = f"{self._comments}/{self._number}/comments"
        return _comment(self._read(self._host.ask("POST", path, body={"body": body})))

    def edit(self, comment: Comment, body: str) -> Comment | None:
        """Replace the text of *comment*; None if somebody has deleted it."""
        answer = self._host.ask("PATCH", f"{self._comments}/comments/{comment.id}", body={"body": body})
        return None if answer.status == 404 else _comment(self._read(answer))

    def delete(self, comment: Comment) -> None:
        """Delete *comment*; a refusal leaves a second comment, and the first is current."""
        self._host.ask("DELETE", f"{self._comments}/comments/{comment.id}")

    def _is_ours(self, user: Any) -> bool:
        """
        Whether the owner of the token wrote a comment.

        The token of a job, or of an app, belongs to no user. GitHub does not say which app that is, so every app counts
        that begins a comment with our marker.
        """
        if not isinstance(user, dict):  # a person who has left GitHub
            return False
        if self._user is None:
            return user.get("type") == "Bot"
        return bool(user.get("id") == self._user)

    @cached_property
    def _user(self) -> int | None:
        """The user to whom the token belongs; None for the token of an app."""
        answer = self._host.ask("GET", "/user")
        return answer.body.get("id") if answer.status == 200 and isinstance(answer.body, dict) else None

    def _read(self, answer: Answer) -> Any:
        return _read(self._host, self._job, answer, f"cannot comment on pull request {self._number}")


def _find_number(host: CodeHost, job: GithubJob) -> int:
    """The open pull request of a branch whose last commit is still that of the run."""
    head = job.head or Head("", "", "")
    query = {"state": "open", "head": f"{head.owner}:{head.branch}"}
    for answer in host.pages(f"/repos/{job.repository}/pulls", query):
        for one in _rows(_read(host, job, answer, "cannot find the pull request")):
            if (one.get("head") or {}).get("sha") == head.commit:
                return int(one["number"])
    raise NotPosted(f"no open pull request has commit {head.commit[:7]} as its last: nothing was posted")


def _read(host: CodeHost, job: GithubJob, answer: Answer, doing: str) -> Any:
    """The content of a success; anything else is an error that says what to do."""
    if 200 <= answer.status < 300 and not answer.is_foreign:
        return answer.body
    what = f"HTTP {answer.status}: {host.reason(answer)}".removesuffix(": ")
    raise NotPosted(f"{doing} of {job.repository}: {_remedy(answer, job)} ({what})")


def _remedy(answer: Answer, job: GithubJob) -> str:
    match answer.status:
        case status if 200 <= status < 300:
            return "its answer is not JSON; is GITHUB_API_URL the address of its API?"
        case 401:
            return f"GitHub does not accept the token in {job.token_name}"
        case 403 if "rate limit" in _explain(answer.body):
            return "GitHub limits requests, so run this again later"
        case 403 if "locked" in _explain(answer.body):
            return "its conversation is locked"
        case 403 if job.is_fork:
            return f"the token of a pull request from a fork is read-only; {see(f'{_PAGE}#forks')}"
        case 403:
            return f"the job lacks the permission `{PERMISSION}`; {see(f'{_PAGE}#permissions')}"
        case 404:
            return f"it does not exist, or the job lacks the permission `{PERMISSION}`; {see(f'{_PAGE}#permissions')}"
        case _:
            return "GitHub rejects it"


def _rows(listed: Any) -> list[dict[str, Any]]:
    return rows_of(listed, "GitHub", "GITHUB_API_URL")


def _explain(body: Any) -> str:
    """The message of an error, and those of its parts."""
    if not isinstance(body, dict):
        return ""
    parts = body.get("errors") if isinstance(body.get("errors"), list) else []
    more = [str(one.get("message", "")) if isinstance(one, dict) else str(one) for one in parts or []]
    return "; ".join(one for one in (str(body.get("message", "")), *more) if one)


def _limit(status: int, headers: Mapping[str, str], at: datetime) -> float | None:
    """Seconds to wait after 403 or 429 if a limit is the reason: Retry-After, or the time in X-RateLimit-Reset."""
    if status not in (403, 429):
        return None
    if (wait := requested_wait(headers.get("retry-after"), at=at)) is not None:
        return wait
    if headers.get("x-ratelimit-remaining") != "0":
        return None
    reset = headers.get("x-ratelimit-reset", "")
    return max(0.0, int(reset) - at.timestamp()) if reset.isdecimal() and len(reset) < 12 else None


def _comment(row: Any) -> Comment:
    try:
        return Comment(int(row["id"]), str(row["body"]), str(row["html_url"]))
    except (TypeError, KeyError, ValueError):
        raise NotPosted("GitHub answered without a comment: is GITHUB_API_URL the address of its API?") from None
