"""How results are printed: safe for a terminal, and plain for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from ..wording import harmless as harmless


def pretty(value: Any) -> str:
    """*value* as JSON for people."""
    from ..notifications.numbers import exact_json

    return harmless(exact_json(value, indent=2))


def print_json(value: Any) -> None:
    """*value* as one line of JSON, in plain ASCII, with numbers as they were written."""
    from ..notifications.numbers import exact_json

    typer.echo(exact_json(value))


def columns(rows: Sequence[Sequence[str]], *, right: bool = False) -> Iterator[str]:
    """*rows* as aligned columns."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    align = str.rjust if right else str.ljust
    for row in rows:
        yield "  ".join(align(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()


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

    from ..client import announcing

    with Console(stderr=True).status(Text(doing)) as status:

        def waits(why: str) -> None:
            status.update(Text(f"{doing}: {why}"))

        with announcing(waits):
            yield
