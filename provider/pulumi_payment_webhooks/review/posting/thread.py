"""
The comments of one pull request: what a host has to offer, and how one comment is kept up to date.

Knows no host, and sends requests only through a :class:`Thread`.
"""

from __future__ import annotations

from typing import Protocol

from ...errors import Outdated
from .comment import Comment


class ReportingJob(Protocol):
    """The job that made a report."""

    @property
    def commit(self) -> str:
        """The commit that the report is about, or empty."""

    @property
    def run(self) -> str:
        """URL of the run, or empty."""

    @property
    def is_chosen(self) -> bool:
        """Whether somebody named the pull request, so that the commit need not belong to it."""


class Thread(Protocol):
    """The comments of one pull request; close it after use."""

    noun: str
    """What the host calls a pull request."""
    longest: int
    """Most characters of a comment."""

    @property
    def job(self) -> ReportingJob:
        """The job that posts."""

    def last_commit(self) -> str:
        """The last commit of the pull request; empty if the host does not say."""

    def escape(self, markdown: str) -> str:
        """*markdown* without what would be more than text at this host."""

    def find(self, marker: str) -> list[Comment]:
        """Our comments with *marker*, oldest first."""

    def create(self, body: str) -> Comment:
        """Write a comment."""

    def edit(self, comment: Comment, body: str) -> Comment | None:
        """Replace the text of *comment*; None if somebody has deleted it."""

    def delete(self, comment: Comment) -> None:
        """Delete *comment*; a refusal leaves a second comment, and the first is current."""

    def close(self) -> None:
        """Close the connections."""


def keep_one(thread: Thread, marker: str, body: str) -> str:
    """
    Bring the comment with *marker* to *body*; return where people read it.

    Concurrent jobs, and a request that was repeated without an answer, may write two comments. Each job therefore looks
    again after it has written one: the oldest stays, the others are deleted.

    Raises:
        Outdated: The pull request has a newer commit.
    """
    ours = thread.find(marker)
    _insist_on_last_commit(thread)
    if not ours:
        created = thread.create(body)
        ours = thread.find(marker) or [created]
    first, *later = ours
    if _plain(first.body) != _plain(body):
        first = thread.edit(first, body) or thread.create(body)
    for duplicate in later:
        thread.delete(duplicate)
    return first.url


def _insist_on_last_commit(thread: Thread) -> None:
    """
    Refuse to post a report about a commit that others have followed.

    A slow run, or an old run that is repeated, must not replace the report about a newer commit.
    """
    commit = thread.job.commit
    if not commit or thread.job.is_chosen:
        return
    last = thread.last_commit()
    if last and last != commit:
        raise Outdated(
            f"not posted: commit {commit[:10]} is no longer the last commit of the {thread.noun}, which is {last[:10]}"
        )


def _plain(body: str) -> str:
    """*body* without what a host or a browser changes: line breaks, and the blanks at both ends."""
    return body.replace("\r\n", "\n").strip()


def footer_of(job: ReportingJob) -> str:
    """The last line of a comment: which commit and which run it is about. Empty if nothing is known."""
    parts = [f"commit {job.commit[:10]}"] if job.commit else []
    parts += [f"[job]({job.run})"] if job.run else []
    return f"\n\n<sub>From {', '.join(parts)}.</sub>" if parts else ""
