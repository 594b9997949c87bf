"""
The summary of a job on GitHub: Markdown that the page of the run shows, also for pull requests from forks.

Source: GitHub, "Workflow commands for GitHub Actions", Adding a job summary: the variable names a file of the step, and
a step has at most 1 MiB.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...errors import NotPosted
from .comment import cut_report

SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"
LARGEST = 1024 * 1024
LEAST = 1024


def append_summary(markdown: str, *, environ: Mapping[str, str]) -> bool:
    """
    Append *markdown* to the summary of this step, cut to the space that is left; return whether there is a summary.

    Raises:
        NotPosted: The file cannot be written.
    """
    name = environ.get(SUMMARY_VARIABLE)
    if not name:
        return False
    file = Path(name)
    try:
        space = LARGEST - (file.stat().st_size if file.exists() else 0)
        if space < LEAST:
            raise NotPosted(f"the summary of this step is full: it has at most {LARGEST // 2**20} MiB")
        text = cut_report(f"{markdown.rstrip()}\n\n", space, size=_bytes)
        with file.open("ab") as opened:
            opened.write(text.encode(errors="backslashreplace"))
    except OSError as problem:
        raise NotPosted(f"the summary cannot be written to {SUMMARY_VARIABLE}: {problem.strerror}") from None
    return True


def _bytes(text: str) -> int:
    return len(text.encode(errors="backslashreplace"))
