"""
One comment for each pull request and key: how it is recognised, and how long it may be. No I/O here.

The first line of the comment is an HTML comment, which readers do not see. A person who quotes our comment may copy
that line, so the search for the comment also checks the author.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from ...errors import NotPosted, SettingsProblem

LONGEST_KEY = 100
_KEY = re.compile(r"[A-Za-z0-9._/@+-]+(?: [A-Za-z0-9._/@+-]+)*")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$", re.MULTILINE)
_CUT = "_The rest of this report is cut, because a comment can have at most {:,} characters._"


def derive_key(stacks: Iterable[str]) -> str:
    """The key of a report about *stacks*: their names in order, or a digest where these are long."""
    names = sorted({quote(name, safe="/@+ ") for name in stacks})
    key = " ".join(" ".join(names).split()) or "default"
    if len(key) <= LONGEST_KEY and _KEY.fullmatch(key):
        return key
    return f"{len(names)}-stacks-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def check_key(key: str) -> str:
    """
    *key*, as somebody chose it.

    Raises:
        SettingsProblem: It is empty, too long, or contains a character that is not offered.
    """
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise SettingsProblem(
            f"the key of the comment has 1 to {LONGEST_KEY} characters: letters, digits, ._/@+- and single spaces"
        )
    return key


def marker_of(key: str) -> str:
    """The first line of the comment with *key*; two hyphens in a row would end an HTML comment early."""
    return f"<!-- payment-webhooks review: {key.replace('-', '%2D')} -->"


@dataclass(frozen=True)
class Comment:
    """
    A comment that exists.

    Args:
        id: Its number; later comments have greater numbers.
        body: Its Markdown.
        url: Where people read it.
    """

    id: int
    body: str
    url: str


def is_marked(body: Any, marker: str) -> bool:
    """Whether the first line of *body* is *marker*; a quotation has it elsewhere, or after ``>``."""
    return isinstance(body, str) and body.split("\n", 1)[0].strip() == marker


def rows_of(listed: Any, host: str, variable: str) -> list[dict[str, Any]]:
    """
    The rows of a list that *host* answered.

    Raises:
        NotPosted: It is not a list: the address in *variable* is that of something else.
    """
    if isinstance(listed, list) and all(isinstance(one, dict) for one in listed):
        return listed
    raise NotPosted(f"{host} answered without a list: is {variable} the address of its API?")


class Thread(Protocol):
    """The comments of one pull request."""

    def find(self, marker: str) -> list[Comment]:
        """Our comments with *marker*, oldest first."""

    def create(self, body: str) -> Comment:
        """Write a comment."""

    def edit(self, comment: Comment, body: str) -> Comment | None:
        """Replace the text of *comment*; None if somebody has deleted it."""

    def delete(self, comment: Comment) -> None:
        """Delete *comment*, unless it is gone already."""


def keep_one(thread: Thread, marker: str, body: str) -> str:
    """
    Bring the comment with *marker* to *body*; return where people read it.

    Concurrent jobs, and a request that was repeated without an answer, may write two comments. Each job therefore looks
    again after it has written one: the oldest stays, the others are deleted.
    """
    ours = thread.find(marker)
    if not ours:
        created = thread.create(body)
        ours = thread.find(marker) or [created]
    first, *later = ours
    if _plain(first.body) != _plain(body):
        first = thread.edit(first, body) or thread.create(body)
    for duplicate in later:
        thread.delete(duplicate)
    return first.url


def _plain(body: str) -> str:
    """*body* without what a host or a browser changes: line breaks, and the blanks at both ends."""
    return body.replace("\r\n", "\n").strip()


def cut_report(markdown: str, longest: int, *, size: Callable[[str], int] = len) -> str:
    """
    *markdown*, cut at the end of a line if its size is greater than *longest*; blocks that the cut opens are closed.

    Args:
        markdown: The text.
        longest: The greatest size.
        size: How the reader of the text counts.
    """
    if size(markdown) <= longest:
        return markdown
    lines = markdown.splitlines(keepends=True)
    kept, used, reserve = [], 0, 200
    for line in lines:
        used += size(line)
        if used > longest - reserve:
            break
        kept.append(line)
    text = "".join(kept).rstrip("\n")
    return f"{text}{_closing(text)}\n\n{_CUT.format(longest)}\n"


def _closing(text: str) -> str:
    """What closes the code block and the folded parts that *text* leaves open."""
    fence = _open_fence(text)
    return (f"\n{fence}" if fence else "") + "\n</details>" * max(0, text.count("<details>") - text.count("</details>"))


def _open_fence(text: str) -> str:
    """The fence of the code block in which *text* ends; it is closed by as many characters, alone on a line."""
    opened = ""
    for fence, more in _FENCE.findall(text):
        if not opened:
            opened = fence
        elif fence.startswith(opened) and not more.strip():
            opened = ""
    return opened
