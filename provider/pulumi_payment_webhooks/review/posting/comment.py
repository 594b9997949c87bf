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
from urllib.parse import quote

from ...errors import SettingsProblem

LONGEST_KEY = 100
_DRIFT = "@drift"
_KEY = re.compile(r"[A-Za-z0-9._/@+-]+(?: [A-Za-z0-9._/@+-]+)*")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$", re.MULTILINE)
_CUT = "_The rest of this report is cut, because a comment can have at most {:,} characters._"


def derive_key(stacks: Iterable[str], *, folder: str = "", is_drift: bool = False) -> str:
    """
    The key of a report: what tells it apart from others on the same pull request, or a digest where that is long.

    Args:
        stacks: What it is about, in any order.
        folder: The folder of their project: other projects may have stacks of the same names.
        is_drift: Whether it is about drift alone.
    """
    names = sorted(set(stacks))
    about = [*([f"{folder}/"] if folder not in ("", ".") else []), *names, *([_DRIFT] if is_drift else [])]
    key = " ".join(" ".join(quote(one, safe="/@+ ") for one in about).split()) or "default"
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


def is_marked(body: object, marker: str) -> bool:
    """Whether the first line of *body* is *marker*; a quotation has it elsewhere, or after ``>``."""
    return isinstance(body, str) and body.split("\n", 1)[0].strip() == marker


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
