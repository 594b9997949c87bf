"""
Python values as source text, laid out as `ruff format` and Black lay them out at any line length from 88. Pure.

A text may be anything that a platform has: it becomes a literal with the same value, on one line.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

WIDTH = 88
_COMMENT = 100
_INDENT = "    "
_WITHOUT_WIDTH, _WIDE = frozenset({"Mn", "Me"}), frozenset({"W", "F"})


@dataclass(frozen=True)
class Code:
    """Source text that stands as it is, such as the name of a constant."""

    text: str


@dataclass(frozen=True)
class FunctionCall:
    """
    A call.

    Args:
        function: What is called.
        arguments: Its arguments, those by keyword with their names.
    """

    function: str
    arguments: Sequence[tuple[str, Value]]


Value = Code | FunctionCall | str | bool | int | float | Sequence["Value"] | Mapping[str, "Value"]


def layout(value: Value, *, before: str = "", after: str = "", depth: int = 0) -> str:
    """
    *value* as source text.

    Args:
        value: The value.
        before: What stands before it on its first line, behind the indentation.
        after: What follows it on its last line.
        depth: How often its first line is indented.
    """
    return "\n".join(_lines(value, before, after, depth))


def literal(text: str) -> str:
    """*text* as the formatters quote it: with double quotes, unless single quotes need fewer escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(f"\\{one}" if one in (quote, "\\") else escape(one) for one in text) + quote


def comment(text: str, *, indent: str = "") -> Iterator[str]:
    """*text* as comment lines: *indent* begins each but the first, and nothing in it can end a comment."""
    shown = escape(" ".join(text.splitlines()))
    yield from textwrap.wrap(
        shown,
        width=_COMMENT,
        initial_indent="# ",
        subsequent_indent=f"# {indent}",
        break_long_words=False,
        break_on_hyphens=False,
    )


def escape(text: str) -> str:
    """*text* with an escape in place of everything that cannot be seen, such as a line break."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def _lines(value: Value, before: str, after: str, depth: int) -> Iterator[str]:
    indent = _INDENT * depth
    head = f"{indent}{before}"
    inline = _inline(value)
    if inline is not None and (_is_atom(value) or _width(f"{head}{inline}{after}") <= WIDTH):
        yield f"{head}{inline}{after}"
        return
    opening, closing, items = _parts(value)
    yield f"{head}{opening}"
    for name, one in items:
        yield from _lines(one, name, ",", depth + 1)
    yield f"{indent}{closing}{after}"


def _width(text: str) -> int:
    """The columns that the formatters count for *text*."""
    return sum(_columns(one) for one in text)


def _columns(one: str) -> int:
    if one.isascii():
        return 1
    if unicodedata.category(one) in _WITHOUT_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(one) in _WIDE else 1


def _parts(value: Value) -> tuple[str, str, list[tuple[str, Value]]]:
    """What opens and closes a value, and its items, each with what stands before it."""
    if isinstance(value, FunctionCall):
        return f"{value.function}(", ")", [(f"{name}=" if name else "", one) for name, one in value.arguments]
    if isinstance(value, Mapping):
        return "{", "}", [(f"{literal(name)}: ", one) for name, one in value.items()]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[", "]", [("", one) for one in value]
    raise TypeError(f"{type(value).__name__} has no parts")


def _inline(value: Value) -> str | None:
    """*value* on one line, if it is a single value or contains at most one value; otherwise None."""
    if isinstance(value, Code):
        return value.text
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, bool | int | float):
        return repr(value)
    opening, closing, items = _parts(value)
    if len(items) > 1:
        return None
    inner = [(name, _inline(one)) for name, one in items]
    if any(text is None for _, text in inner):
        return None
    return f"{opening}{''.join(f'{name}{text}' for name, text in inner)}{closing}"


def _is_atom(value: Value) -> bool:
    return isinstance(value, Code | str | bool | int | float)
