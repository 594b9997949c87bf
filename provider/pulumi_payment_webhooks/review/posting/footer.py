"""The last line of a comment: which commit and which run it is about, because it is edited in place. No I/O here."""

from __future__ import annotations

from typing import Protocol


class ReportingJob(Protocol):
    """The job that made a report."""

    @property
    def commit(self) -> str:
        """Commit, or empty."""

    @property
    def run(self) -> str:
        """URL of the run, or empty."""


def footer_of(job: ReportingJob) -> str:
    """The line, with an empty line before it; empty if nothing is known."""
    parts = [f"commit {job.commit[:10]}"] if job.commit else []
    parts += [f"[job]({job.run})"] if job.run else []
    return f"\n\n<sub>From {', '.join(parts)}.</sub>" if parts else ""
