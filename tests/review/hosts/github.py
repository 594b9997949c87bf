"""
A stand-in for the part of GitHub's API that keeps comments.

Source: GitHub, "REST API endpoints for issue comments", "REST API endpoints for pull requests", "Using pagination in
the REST API", "Troubleshooting the REST API" and "Automatic token authentication": the token of a job belongs to no
user, and is read-only for pull requests from forks.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse, Response
from tests.review.hosts.serving import Answered, Received, StandIn, page_of

REPOSITORY = "octo/shop"
LONGEST = 65_536
COMMIT = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"


@dataclass(frozen=True)
class Actor:
    """Who a token belongs to."""

    login: str
    id: int
    is_app: bool = False
    may_write: bool = True

    @property
    def user(self) -> dict[str, Any]:
        return {"login": self.login, "id": self.id, "type": "Bot" if self.is_app else "User"}


JOB = Actor("github-actions[bot]", 41898282, is_app=True)
FORK = Actor("github-actions[bot]", 41898282, is_app=True, may_write=False)
MACHINE = Actor("shop-machine", 77)
PERSON = Actor("alice", 5)
TOKENS = {"ghs_job": JOB, "ghs_fork": FORK, "ghp_machine": MACHINE}


class GithubStandIn(StandIn):
    """The repository `octo/shop` with pull request 7."""

    def __init__(self) -> None:
        super().__init__()
        self.comments: list[dict[str, Any]] = []
        self.heads: list[dict[str, Any]] = []
        self.last_commit: str | None = COMMIT
        self._last = 1000

    def reset(self) -> None:
        super().reset()
        self.comments, self.heads, self.last_commit = [], [], COMMIT

    def routes(self) -> dict[tuple[str, str], Callable[[Received, Mapping[str, Any]], Response]]:
        issue, comment = (
            "/repos/{owner}/{repo}/issues/{number:int}/comments",
            "/repos/{owner}/{repo}/issues/comments/{id:int}",
        )
        return {
            ("GET", "/user"): self._user,
            ("GET", "/repos/{owner}/{repo}/pulls"): self._pulls,
            ("GET", "/repos/{owner}/{repo}/pulls/{number:int}"): self._pull,
            ("GET", issue): self._list,
            ("POST", issue): self._create,
            ("PATCH", comment): self._edit,
            ("DELETE", comment): self._delete,
        }

    def add(self, body: str, actor: Actor = PERSON) -> dict[str, Any]:
        """A comment that is there."""
        self._last += 1
        url = f"https://github.example/{REPOSITORY}/pull/7#issuecomment-{self._last}"
        row = {"id": self._last, "body": body, "user": actor.user, "html_url": url}
        self.comments.append(row)
        return row

    def bodies(self) -> list[str]:
        """The texts of all comments."""
        return [one["body"] for one in self.comments]

    def environment(self, event: Mapping[str, Any], folder: Path, token: str = "ghs_job") -> dict[str, str]:
        """What GitHub gives to a step."""
        file = folder / "event.json"
        file.write_text(json.dumps(event))
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.url,
            "GITHUB_EVENT_PATH": str(file),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": "99",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_TOKEN": token,
        }

    def _user(self, request: Received, _: Mapping[str, Any]) -> Response:
        actor = self._actor(request)
        if actor.is_app:
            raise Answered(403, {"message": "Resource not accessible by integration", "status": "403"})
        return JSONResponse(actor.user)

    def _pulls(self, request: Received, _: Mapping[str, Any]) -> Response:
        self._actor(request)
        rows = [one for one in self.heads if one["head"]["label"] == request.query.get("head")]
        return page_of(rows, request.query, f"{self.url}/repositories/1/pulls", usual=30)

    def _pull(self, request: Received, path: Mapping[str, Any]) -> Response:
        self._actor(request)
        self._check_number(path)
        if self.last_commit is None:
            raise Answered(403, {"message": "Resource not accessible by integration", "status": "403"})
        return JSONResponse({"number": 7, "head": {"label": "octo:change", "sha": self.last_commit}})

    def _list(self, request: Received, path: Mapping[str, Any]) -> Response:
        self._actor(request)
        self._check_number(path)
        return page_of(self.comments, request.query, f"{self.url}/repositories/1/issues/7/comments", usual=30)

    def _create(self, request: Received, path: Mapping[str, Any]) -> Response:
        actor = self._writer(request)
        self._check_number(path)
        return JSONResponse(self.add(self._body(request), actor), 201)

    def _edit(self, request: Received, path: Mapping[str, Any]) -> Response:
        self._writer(request)
        row = self._row(path)
        row["body"] = self._body(request)
        return JSONResponse(row)

    def _delete(self, request: Received, path: Mapping[str, Any]) -> Response:
        self._writer(request)
        self.comments.remove(self._row(path))
        return Response(status_code=204)

    def _actor(self, request: Received) -> Actor:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in TOKENS:
            raise Answered(401, {"message": "Bad credentials", "status": "401"})
        return TOKENS[token]

    def _writer(self, request: Received) -> Actor:
        actor = self._actor(request)
        if not actor.may_write:
            raise Answered(
                403,
                {"message": "Resource not accessible by integration", "status": "403"},
                {"x-accepted-github-permissions": "issues=write; pull_requests=write"},
            )
        return actor

    def _body(self, request: Received) -> str:
        body = str(request.body["body"])
        if len(body) > LONGEST:
            reason = f"body is too long (maximum is {LONGEST} characters)"
            error = {"resource": "IssueComment", "code": "unprocessable", "field": "data", "message": reason}
            raise Answered(422, {"message": "Validation Failed", "errors": [error], "status": "422"})
        return body

    def _check_number(self, path: Mapping[str, Any]) -> None:
        if (f"{path['owner']}/{path['repo']}", path["number"]) != (REPOSITORY, 7):
            raise Answered(404, {"message": "Not Found", "status": "404"})

    def _row(self, path: Mapping[str, Any]) -> dict[str, Any]:
        found = [one for one in self.comments if one["id"] == path["id"]]
        if not found:
            raise Answered(404, {"message": "Not Found", "status": "404"})
        return found[0]


def pull_request(*, is_fork: bool = False) -> dict[str, Any]:
    """The event of a pull request."""
    head = {"sha": COMMIT, "ref": "change", "repo": {"full_name": "mallory/shop" if is_fork else REPOSITORY}}
    base = {"ref": "main", "repo": {"full_name": REPOSITORY}}
    return {"action": "synchronize", "pull_request": {"number": 7, "head": head, "base": base}}


def follow_up(*, is_fork: bool = True) -> dict[str, Any]:
    """The event of a run that another run triggered; it lists no pull requests from forks."""
    return {
        "action": "completed",
        "workflow_run": {
            "id": 98,
            "event": "pull_request",
            "head_branch": "change",
            "head_sha": COMMIT,
            "head_repository": {"owner": {"login": "mallory" if is_fork else "octo"}},
            "pull_requests": [] if is_fork else [_listed("mallory/shop", 1), _listed(REPOSITORY, 7)],
        },
    }


def _listed(repository: str, number: int) -> dict[str, Any]:
    """A pull request as a run lists it; the branch has another in a fork."""
    url = f"https://api.github.example/repos/{repository}"
    return {"number": number, "head": {"sha": COMMIT}, "base": {"ref": "main", "repo": {"url": url}}}
