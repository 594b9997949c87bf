"""
The comments that recordings become: one for each case, and some of several stacks. `make recordings` writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from tests.review.recording.cases import CASES
from tests.review.recording.recorder import BEGIN, RECORDINGS

from pulumi_payment_webhooks.review.preview import Preview, read_previews
from pulumi_payment_webhooks.review.rendering.as_markdown import to_markdown
from pulumi_payment_webhooks.review.report import Report
from pulumi_payment_webhooks.review.reviewing import review

FOLDER = Path(__file__).parents[1] / "golden"
AT = BEGIN + timedelta(days=25)
"""When the previews were made, for dates that come near."""
GOLDENS: Mapping[str, Sequence[tuple[str, str]]] = {
    **{name: [("production", name)] for name in CASES},
    "two-stacks-one-ahead": [("test", "event-added"), ("production", "unchanged")],
    "two-stacks-alike": [("test", "url-changed"), ("production", "url-changed")],
    "two-stacks-different": [("test", "webhook-changed"), ("production", "retries-shortened")],
    "two-stacks-one-failed": [("test", "failed-check"), ("production", "event-removed")],
    "preview-and-drift": [("production", "event-added"), ("production", "drift")],
}
"""The stacks of each comment, each with its name and its recording."""


def previews(name: str, stack: str) -> Sequence[Preview]:
    """
    Return what the recording *name* says of *stack*.
    """
    return read_previews((RECORDINGS / f"{name}.json").read_text(), name=stack)


def report_of(name: str) -> Report:
    """
    Return the report that is behind the comment *name*.
    """
    return review([one for stack, recording in GOLDENS[name] for one in previews(recording, stack)], at=AT)


def comment(name: str) -> str:
    """
    Return the comment *name* as it is written today.
    """
    return to_markdown(report_of(name))


def write_all() -> Iterator[str]:
    """
    Write every comment, remove those that are no longer made, and yield the names of those that changed.
    """
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.md"):
        if file.stem not in GOLDENS:
            file.unlink()
            yield file.stem
    for name in GOLDENS:
        file, text = FOLDER / f"{name}.md", comment(name)
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
            yield name


if __name__ == "__main__":
    for changed in write_all():
        print("changed", changed)
