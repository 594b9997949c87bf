"""One function posts a report to a pull request, whatever the host."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing

from ...client.retry import Patience
from ...errors import NotPosted, PlatformError
from .comment import cut_report, marker_of
from .github import GithubThread
from .gitlab import GitlabThread
from .thread import Thread, footer_of, keep_one

HOSTS: Mapping[str, Callable[[Mapping[str, str], int | None, Patience | None], Thread]] = {
    "github": GithubThread,
    "gitlab": GitlabThread,
}


def post_comment(
    markdown: str,
    *,
    host: str,
    key: str,
    environ: Mapping[str, str],
    number: int | None = None,
    patience: Patience | None = None,
) -> str:
    """
    Bring the comment with *key* on the pull request of this job to *markdown*: edit it, or write it first.

    Args:
        markdown: The report.
        host: The code host, one of `HOSTS`.
        key: Which of several comments on one pull request it is.
        environ: The variables of the job.
        number: The pull request, instead of that of the job.
        patience: How often and how long to try.

    Returns:
        The URL of the comment.

    Raises:
        Outdated: The pull request has a newer commit, so nothing was written.
        NotPosted: It cannot be written. The message names the missing permission or variable, and no token.
    """
    marker = marker_of(key)
    with closing(HOSTS[host](environ, number, patience)) as thread:
        try:
            body = f"{marker}\n\n{thread.escape(markdown.strip())}{footer_of(thread.job)}\n"
            return keep_one(thread, marker, cut_report(body, thread.longest))
        except PlatformError as problem:
            raise NotPosted(f"cannot comment on the {thread.noun}: {problem}") from None
