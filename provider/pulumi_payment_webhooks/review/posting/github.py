"""
The comments on a pull request at GitHub.

Source: GitHub, "REST API endpoints for issue comments" (each pull request is an issue), "REST API endpoints for pull
requests", "Best practices for using the REST API" (limits) and "Troubleshooting the REST API".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from ...client.answer import Answer
from ...client.code_host import Access
from ...client.retry import Patience, requested_wait
from ...client.schemes import bearer
from ...client.session import Dialect
from ...errors import Outdated
from ...pages import see
from .comment import Comment, is_marked
from .github_job import Head, read_job
from .host_api import HostApi, HostWords

PERMISSION = "pull-requests: write"
_HEADERS = {"accept": "application/vnd.github+json", "x-github-api-version": "2022-11-28"}
_PAGE = "how-to/review-pull-requests"


class GithubThread:
    """
    The comments of the pull request that a job is about.

    Args:
        environ: The variables of the job.
        number: The pull request, instead of that of the event.
        patience: How often and how long to try.

    Raises:
        NotPosted: A variable is missing, or cannot be used.
    """

    noun = "pull request"
    longest = 65_536

    def __init__(self, environ: Mapping[str, str], number: int | None, patience: Patience | None) -> None:
        self.job = job = read_job(environ, number=number)
        words = HostWords("GitHub", "GITHUB_API_URL", job.token_name, self._remedy)
        dialect = Dialect("x-github-request-id", _explain, limit=_limit)
        self._api = HostApi(words, lambda: Access(job.api, bearer(job.token), job.token, _HEADERS), dialect, patience)
        self._comments = f"/repos/{job.repository}/issues"

    def last_commit(self) -> str:
        """The last commit of the pull request; empty if the token may only comment."""
        answer = self._api.ask("GET", f"/repos/{self.job.repository}/pulls/{self._number}")
        return _head_of(answer.body) if answer.status == 200 and isinstance(answer.body, dict) else ""

    def escape(self, markdown: str) -> str:
        """*markdown* as it is: no text in a comment is a command."""
        return markdown

    def find(self, marker: str) -> list[Comment]:
        """Comments that begin with *marker* and were written with this token, oldest first."""
        rows = self._api.rows(f"{self._comments}/{self._number}/comments", {}, doing=self._doing)
        marked = [one for one in rows if is_marked(one.get("body"), marker)]
        ours = [one for one in marked if self._is_ours(one.get("user"))]
        return sorted(map(self._comment, ours), key=lambda one: one.id)

    def create(self, body: str) -> Comment:
        """Write a comment."""
        return self._written(self._api.ask("POST", f"{self._comments}/{self._number}/comments", body={"body": body}))

    def edit(self, comment: Comment, body: str) -> Comment | None:
        """Replace the text of *comment*; None if somebody has deleted it."""
        answer = self._api.ask("PATCH", f"{self._comments}/comments/{comment.id}", body={"body": body})
        return None if answer.status in (404, 410) else self._written(answer)

    def delete(self, comment: Comment) -> None:
        """Delete *comment*; a refusal leaves a second comment, and the first is current."""
        self._api.ask("DELETE", f"{self._comments}/comments/{comment.id}")

    def close(self) -> None:
        """Close the connections."""
        self._api.close()

    @cached_property
    def _number(self) -> int:
        """The pull request: that of the job, or the open pull request of its branch that still ends in its commit."""
        if self.job.number:
            return self.job.number
        head = self.job.head or Head("", "", "")
        query = {"state": "open", "head": f"{head.owner}:{head.branch}"}
        rows = self._api.rows(f"/repos/{self.job.repository}/pulls", query, doing="cannot find the pull request")
        for one in rows:
            if _head_of(one) == head.commit and isinstance(one.get("number"), int):
                return int(one["number"])
        raise Outdated(f"not posted: no open pull request has commit {head.commit[:10]} as its last commit")

    @property
    def _doing(self) -> str:
        return f"cannot comment on pull request {self._number} of {self.job.repository}"

    def _is_ours(self, user: object) -> bool:
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
        answer = self._api.ask("GET", "/user")
        return answer.body.get("id") if answer.status == 200 and isinstance(answer.body, dict) else None

    def _written(self, answer: Answer) -> Comment:
        return self._comment(self._api.content(answer, self._doing))

    def _comment(self, row: Any) -> Comment:
        try:
            return Comment(int(row["id"]), str(row["body"]), str(row["html_url"]))
        except (TypeError, KeyError, ValueError):
            raise self._api.unexpected("a comment") from None

    def _remedy(self, answer: Answer) -> str:
        match answer.status:
            case 401:
                return f"GitHub does not accept the token in {self.job.token_name}"
            case 403 if "rate limit" in _explain(answer.body):
                return "GitHub limits requests, so run this again later"
            case 403 if "locked" in _explain(answer.body):
                return "its conversation is locked"
            case 403 if self.job.is_fork:
                return f"the token of a pull request from a fork is read-only; {see(f'{_PAGE}#forks')}"
            case 403:
                return f"the job lacks the permission `{PERMISSION}`; {see(f'{_PAGE}#permissions')}"
            case 404:
                return (
                    f"it does not exist, or the job lacks the permission `{PERMISSION}`; {see(f'{_PAGE}#permissions')}"
                )
            case _:
                return "GitHub rejects it"


def _head_of(pull_request: Mapping[str, object]) -> str:
    head = pull_request.get("head")
    commit = head.get("sha") if isinstance(head, dict) else None
    return commit if isinstance(commit, str) else ""


def _explain(body: object) -> str:
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
