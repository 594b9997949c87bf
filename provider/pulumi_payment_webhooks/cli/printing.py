"""How results are printed: safe for a terminal, and plain for programs."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import typer

from ..wording import harmless as harmless

_HANGING = 4


def pretty(value: object) -> str:
    """*value* as JSON for people."""
    from ..notifications.numbers import exact_json

    return harmless(exact_json(value, indent=2))


def harmless_line(text: str) -> str:
    """*text*, safe and in one line: a line break in a name must not look like a line of the command."""
    return harmless(text).replace("\n", "\\n")


def print_json(value: object) -> None:
    """*value* as one line of JSON, in plain ASCII, with numbers as they were written."""
    from ..notifications.numbers import exact_json

    typer.echo(exact_json(value))


def columns(rows: Sequence[Sequence[str]], *, right: bool = False) -> Iterator[str]:
    """*rows* as aligned columns, each row in one line, whatever its cells contain."""
    shown = [[harmless_line(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        gaps = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        cells = zip(gaps, row, strict=True) if right else zip(row, gaps, strict=True)
        yield "  ".join(map("".join, cells)).rstrip()


def _width(text: str) -> int:
    """How many columns *text* takes in a terminal."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def folded(text: str, width: int, *, hanging: int = 0) -> str:
    """
    The lines of *text* with those longer than *width* broken between words, each part as indented as its line.

    Args:
        text: Lines.
        width: Columns.
        hanging: By how much more the parts after the first are indented.
    """
    return "\n".join(_folded(line, width, hanging) for line in text.split("\n"))


def _folded(line: str, width: int, hanging: int) -> str:
    margin = " " * (len(line) - len(line.lstrip(" ")) + hanging)
    return textwrap.fill(line, width, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)


def terminal_width() -> int | None:
    """The columns of the terminal; None where results go elsewhere."""
    if not sys.stdout.isatty():
        return None
    from rich.console import Console

    return Console().width


def lines_fit(lines: Iterable[str], room: int | None) -> bool:
    """Whether *lines* fit into *room* columns; None is room for everything."""
    return room is None or all(_width(line) <= room for line in lines)


def print_text(text: str) -> None:
    """Print *text* for people: in a terminal, with lines that fit into it."""
    width = terminal_width()
    typer.echo(text if width is None else folded(text, width, hanging=_HANGING))


def heading(text: str) -> None:
    """Print a heading, in bold if the terminal can do that."""
    if not sys.stdout.isatty():
        typer.echo(text)
        return
    from rich.console import Console

    Console(soft_wrap=True, highlight=False, markup=False, emoji=False).print(text, style="bold")


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Show on a terminal what the command waits for, and why it retries; print nothing elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.text import Text

    from ..attendance import announcing

    with Console(stderr=True).status(Text(doing)) as status:

        def waits(why: str) -> None:
            status.update(Text(f"{doing}: {why}"))

        with announcing(waits):
            yield
