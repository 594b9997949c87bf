"""
A stand-in for the part of GitLab's API that keeps notes.

Source: GitLab, "Notes API" (merge requests), "REST API authentication", "Pagination" and "Project access tokens": each
of these tokens has a user of its own; a token needs the scope `api` to write.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response
from tests.review.hosts.serving import Answered, Received, StandIn, page_of

LONGEST = 1_000_000
COMMIT = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"
WEB = "https://gitlab.example/shop/payments"


@dataclass(frozen=True)
class Token:
    """A token, its user and what it may."""

    user: int
    scope: str = "api"
    is_member: bool = True


TOKENS = {
    "glpat-project": Token(11),
    "glpat-read": Token(12, scope="read_api"),
    "glpat-elsewhere": Token(13, is_member=False),
}


class GitlabStandIn(StandIn):
    """The private project 42 with merge request 3."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[dict[str, Any]] = []
        self.last_commit: str | None = COMMIT
        self._last = 300

    def reset(self) -> None:
        super().reset()
        self.notes, self.last_commit = [], COMMIT

    def routes(self) -> dict[tuple[str, str], Callable[[Received, Mapping[str, Any]], Response]]:
        merge_request = "/api/v4/projects/{project:int}/merge_requests/{iid:int}"
        notes = f"{merge_request}/notes"
        return {
            ("GET", "/api/v4/user"): self._user,
            ("GET", merge_request): self._merge_request,
            ("GET", notes): self._list,
            ("POST", notes): self._create,
            ("PUT", notes + "/{id:int}"): self._edit,
            ("DELETE", notes + "/{id:int}"): self._delete,
        }

    def add(self, body: str, author: int = 5, *, system: bool = False) -> dict[str, Any]:
        """A note that is there."""
        self._last += 1
        row = {"id": self._last, "body": body, "author": {"id": author}, "system": system, "noteable_iid": 3}
        self.notes.append(row)
        return row

    def bodies(self) -> list[str]:
        """The texts of all notes."""
        return [one["body"] for one in self.notes]

    def environment(self, token: str | None = "glpat-project") -> dict[str, str]:
        """What GitLab gives to a job of a merge request pipeline."""
        return {
            "CI_API_V4_URL": f"{self.url}/api/v4",
            "CI_COMMIT_SHA": COMMIT,
            "CI_JOB_TOKEN": "glcbt-job",
            "CI_JOB_URL": f"{WEB}/-/jobs/8",
            "CI_MERGE_REQUEST_IID": "3",
            "CI_MERGE_REQUEST_PROJECT_ID": "42",
            "CI_MERGE_REQUEST_PROJECT_URL": WEB,
            "CI_PROJECT_ID": "42",
            **({"GITLAB_TOKEN": token} if token else {}),
        }

    def _user(self, request: Received, _: Mapping[str, Any]) -> Response:
        return JSONResponse({"id": self._token(request).user})

    def _merge_request(self, request: Received, path: Mapping[str, Any]) -> Response:
        self._check(self._token(request), path)
        return JSONResponse({"iid": 3, "sha": self.last_commit})

    def _list(self, request: Received, path: Mapping[str, Any]) -> Response:
        self._check(self._token(request), path)
        rows = sorted(self.notes, key=lambda one: one["id"], reverse=request.query.get("sort", "desc") == "desc")
        return page_of(rows, request.query, f"{self.url}{request.path}", usual=20)

    def _create(self, request: Received, path: Mapping[str, Any]) -> Response:
        token = self._writer(request, path)
        return JSONResponse(self.add(self._body(request), token.user), 201)

    def _edit(self, request: Received, path: Mapping[str, Any]) -> Response:
        row = self._own(request, path)
        row["body"] = self._body(request)
        return JSONResponse(row)

    def _delete(self, request: Received, path: Mapping[str, Any]) -> Response:
        self.notes.remove(self._own(request, path))
        return Response(status_code=204)

    def _token(self, request: Received) -> Token:
        token = request.headers.get("private-token", "")
        if token not in TOKENS:
            raise Answered(401, {"message": "401 Unauthorized"})
        return TOKENS[token]

    def _writer(self, request: Received, path: Mapping[str, Any]) -> Token:
        token = self._token(request)
        self._check(token, path)
        if token.scope != "api":
            said = "The request requires higher privileges than provided by the access token."
            raise Answered(403, {"error": "insufficient_scope", "error_description": said, "scope": "api"})
        return token

    def _check(self, token: Token, path: Mapping[str, Any]) -> None:
        if not token.is_member or path["project"] != 42:
            raise Answered(404, {"message": "404 Project Not Found"})
        if path["iid"] != 3:
            raise Answered(404, {"message": "404 Not found"})

    def _body(self, request: Received) -> str:
        """A command line such as `/merge` is carried out and not kept, unless it stands in a code block."""
        body = str(request.body["body"])
        if len(body) > LONGEST:
            said = f'400 (Bad request) "Note {{:note=>["is too long (maximum is {LONGEST} characters)"]}}" not given'
            raise Answered(400, {"message": said})
        return re.sub(r"(?m)^/(merge|close|approve)\b.*$", "(carried out)", body)

    def _own(self, request: Received, path: Mapping[str, Any]) -> dict[str, Any]:
        """A note of the token's user: nobody else may edit it, unless they maintain the project."""
        token = self._writer(request, path)
        found = [one for one in self.notes if one["id"] == path["id"]]
        if not found:
            raise Answered(404, {"message": "404 Note Not Found"})
        if found[0]["author"]["id"] != token.user:
            raise Answered(403, {"message": "403 Forbidden"})
        return found[0]
