"""
What a job on GitHub knows: the repository, the token, and which pull request it is about.

Source: GitHub, "Variables reference" (default environment variables) and "Webhook events and payloads". A run that was
triggered by `workflow_run` lists no pull requests from forks, so these are found by repository, branch and commit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import NotPosted

TOKENS = ("GITHUB_TOKEN", "GH_TOKEN")
PUBLIC_API = "https://api.github.com"
_REPOSITORY = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_RUN = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Head:
    """
    The branch of a pull request whose number is not known.

    Args:
        owner: Who owns the repository of the branch.
        branch: Its name.
        commit: Its last commit when the run started.
    """

    owner: str
    branch: str
    commit: str


@dataclass(frozen=True)
class GithubJob:
    """
    One job.

    Args:
        api: Base URL of the API.
        repository: ``owner/name`` of the repository whose pull request gets the comment.
        token: The token.
        token_name: The variable that has it.
        number: The pull request, if it is known.
        head: Its branch, if only that is known.
        is_fork: Whether the branch is in another repository, for which GitHub makes the token read-only.
        commit: The last commit of the branch; empty if it is not known.
        run: URL of the run; empty if it is not known.
        is_chosen: Whether somebody named the pull request, so that the commit need not belong to it.
    """

    api: str
    repository: str
    token: str = field(repr=False)
    token_name: str
    number: int | None
    head: Head | None
    is_fork: bool
    commit: str
    run: str
    is_chosen: bool


def read_job(environ: Mapping[str, str], *, number: int | None = None) -> GithubJob:
    """
    The job that *environ* describes; *number* takes precedence over the event.

    Raises:
        NotPosted: Something is missing.
    """
    repository = environ.get("GITHUB_REPOSITORY", "")
    if not _REPOSITORY.fullmatch(repository):
        raise NotPosted("GITHUB_REPOSITORY is not set to owner/name: --post github works in a job on GitHub")
    name = next((one for one in TOKENS if environ.get(one, "").strip()), None)
    if name is None:
        raise NotPosted("GITHUB_TOKEN is not set: pass it in the step's env as ${{ github.token }}")
    event = _event(environ)
    follow_up = _mapping(event.get("workflow_run"))
    found = number or _number(event, repository)
    head = None if found else _head(follow_up)
    if not (found or head):
        raise NotPosted("this job is not about a pull request: name a pull request with --pull-request")
    pull_request = _mapping(event.get("pull_request"))
    return GithubJob(
        api=environ.get("GITHUB_API_URL") or PUBLIC_API,
        repository=repository,
        token=environ[name].strip(),
        token_name=name,
        number=found,
        head=head,
        is_fork=_is_fork(pull_request),
        commit=_commit(_mapping(pull_request.get("head")).get("sha") or follow_up.get("head_sha")),
        run=_run(environ, repository, follow_up),
        is_chosen=number is not None,
    )


def _event(environ: Mapping[str, str]) -> Mapping[str, object]:
    file = environ.get("GITHUB_EVENT_PATH")
    if not file:
        return {}
    try:
        return _mapping(json.loads(Path(file).read_bytes()))
    except (OSError, ValueError, RecursionError):
        raise NotPosted("the file that GITHUB_EVENT_PATH names cannot be read, or is not JSON") from None


def _number(event: Mapping[str, object], repository: str) -> int | None:
    """The pull request that the event is about, that a comment is on, or that the triggering run was for."""
    issue, listed = _mapping(event.get("issue")), _listed(_mapping(event.get("workflow_run")), repository)
    candidates = [
        _mapping(event.get("pull_request")),
        issue if "pull_request" in issue else {},
        listed[0] if len(listed) == 1 else {},
    ]
    numbers = (one.get("number") for one in candidates)
    return next((one for one in numbers if isinstance(one, int) and one > 0), None)


def _listed(follow_up: Mapping[str, object], repository: str) -> list[Mapping[str, object]]:
    """The pull requests of the run that triggered this run; a branch may have some in other repositories as well."""
    listed = follow_up.get("pull_requests")
    rows = [_mapping(one) for one in listed] if isinstance(listed, list) else []
    urls = [str(_mapping(_mapping(one.get("base")).get("repo")).get("url", "")) for one in rows]
    return [row for row, url in zip(rows, urls, strict=True) if url.endswith(f"/repos/{repository}")]


def _head(follow_up: Mapping[str, object]) -> Head | None:
    owner = _mapping(_mapping(follow_up.get("head_repository")).get("owner")).get("login")
    branch, commit = follow_up.get("head_branch"), _commit(follow_up.get("head_sha"))
    is_known = isinstance(owner, str) and isinstance(branch, str) and bool(commit)
    return Head(str(owner), str(branch), commit) if is_known and follow_up.get("event") == "pull_request" else None


def _is_fork(pull_request: Mapping[str, object]) -> bool:
    head, base = (_mapping(_mapping(pull_request.get(side)).get("repo")).get("full_name") for side in ("head", "base"))
    return bool(pull_request) and head != base


def _commit(value: object) -> str:
    return value if isinstance(value, str) and _COMMIT.fullmatch(value) else ""


def _run(environ: Mapping[str, str], repository: str, follow_up: Mapping[str, object]) -> str:
    """The page of the run that made the report: of the first of two runs, in the second."""
    server, run = environ.get("GITHUB_SERVER_URL", ""), str(follow_up.get("id") or environ.get("GITHUB_RUN_ID", ""))
    is_known = re.fullmatch(r"https?://[A-Za-z0-9.:-]+", server) and _RUN.fullmatch(run)
    return f"{server}/{repository}/actions/runs/{run}" if is_known else ""


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
