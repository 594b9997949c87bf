"""
Texts of a report as Markdown and as plain text. Pure: no I/O.

What comes from outside (names, URLs, messages) becomes code in Markdown, where nothing in it is markup, a mention or a
link; control characters and whatever changes the direction of text are written as escapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import wrap

from ...wording import FieldName, Sentence, Shown, Words, cut, harmless

LONGEST = 300
"""Characters of a value that a report shows."""

_EMPTY = "(empty)"
_TICKS = re.compile(r"`+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def plain(words: Words) -> str:
    """*words* for a terminal or a program that shows text."""
    return _render(words, lambda text: one_line(text) or _EMPTY)


def markdown(words: Words, *, in_table: bool = False) -> str:
    """*words* as Markdown."""
    return _render(words, code_in_table if in_table else code)


def one_line(text: str) -> str:
    """*text* from outside in one line, without control characters, and not longer than a value may be."""
    return cut(visible(" ".join(text.split())), LONGEST)


def visible(text: str) -> str:
    """*text* with an escape in place of every character that cannot be seen or changes the direction; lines stay."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", harmless(text))


def wrapped(text: str, width: int) -> str:
    """
    *text* with the lines that exceed *width* broken between words, each part as indented as its line.

    A line with a very long word, such as a command with a URN, stays whole: it is there to be copied.
    """
    return "\n".join(part for line in text.split("\n") for part in _parts(line, width))


def _parts(line: str, width: int) -> list[str]:
    if len(line) <= width or max(map(len, line.split()), default=0) > width * 2 // 3:
        return [line]
    margin = line[: len(line) - len(line.lstrip(" "))]
    return wrap(line, width, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)


def code(text: str) -> str:
    """*text* from outside as code within a line of Markdown."""
    shown = one_line(text)
    if not shown:
        return _EMPTY
    fence = "`" * (_longest_run(shown) + 1)
    room = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{room}{shown}{room}{fence}"


def code_in_table(text: str) -> str:
    """The same in a cell of a table, where a bar ends the cell even within code."""
    return code(text).replace("|", "\\|")


def block(text: str, *, language: str = "text", indent: str = "") -> str:
    """*text* as a block of code, whose fence nothing in the text can close."""
    fence = "`" * max(3, _longest_run(text) + 1)
    lines = [f"{fence}{language}", *text.split("\n"), fence]
    return "\n".join(f"{indent}{line}".rstrip() for line in lines)


def _longest_run(text: str) -> int:
    return max((len(run) for run in _TICKS.findall(text)), default=0)


def _render(words: Words | FieldName | Shown, show: Callable[[str], str]) -> str:
    if isinstance(words, Sentence):
        return words.template.format(*(_render(part, show) for part in words.parts))
    if isinstance(words, Shown):
        return show(words.value)
    return show(words.path) if isinstance(words, FieldName) else words
