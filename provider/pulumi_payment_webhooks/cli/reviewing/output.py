"""How a report is written: as Markdown, as JSON, or as text, which a terminal styles. No platform here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from ..options import Format
from ..printing import folded

if TYPE_CHECKING:
    from ...review.report import Report


BULLET = "- "


def render(report: Report, form: Format) -> str:
    """*report* in *form*, with a line break at its end."""
    if form is Format.markdown:
        from ...review.rendering.as_markdown import to_markdown

        return to_markdown(report)
    if form is Format.json:
        from ...notifications.numbers import exact_json
        from ...review.rendering.as_json import to_data

        return f"{exact_json(to_data(report), indent=2)}\n"
    from ...review.rendering.as_text import to_lines

    return "".join(f"{line.text}\n" for line in to_lines(report))


def print_report(report: Report, form: Format) -> None:
    """Print *report*; text in a terminal is styled."""
    if form is Format.text and sys.stdout.isatty():
        _print_styled(report)
    else:
        typer.echo(render(report, form), nl=False)


def _print_styled(report: Report) -> None:
    """Wrap lines at the width of the terminal, keep their indentation, and separate the stacks."""
    from rich.console import Console
    from rich.text import Text

    from ...review.rendering.as_text import Style, to_lines
    from ...review.rendering.escaping import wrapped

    styles = {Style.STACK: "bold", Style.SECTION: "underline", Style.QUOTE: "dim", Style.TEXT: ""}
    console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    for number, line in enumerate(to_lines(report)):
        if number and line.style is Style.STACK:
            console.print()
        shown = wrapped(line.text, console.width) if line.style is Style.QUOTE else _fold(line.text, console.width)
        words = shown.lstrip(" ")
        console.print(Text(" " * (len(shown) - len(words))) + Text(words, styles[line.style]))


def _fold(line: str, width: int) -> str:
    return folded(line, width, hanging=len(BULLET) if line.lstrip(" ").startswith(BULLET) else 0)
