"""
Texts of a report as Markdown and as plain text. Pure: no I/O.

What comes from outside (names, URLs, messages) becomes code in Markdown, where nothing in it is markup, a mention or a
link; characters that nobody sees are written as escapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import wrap

from ...wording import FieldName, Sentence, Shown, Words, one_line

_EMPTY = "(empty)"
_TICKS = re.compile(r"`+")


def plain_text(words: Words) -> str:
    """*words* for a terminal or a program that shows text."""
    return _render(words, lambda text: one_line(text) or _EMPTY)


def markdown(words: Words, *, in_table: bool = False) -> str:
    """*words* as Markdown."""
    return _render(words, code_in_table if in_table else code)


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
