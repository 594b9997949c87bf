"""
What is wrong with a command as it was typed, in one line like every other error. No platform here.

The library prints several lines: the usage, where help is, and the error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from .outcomes import usage_error
from .printing import harmless_line

_USAGE_ERROR: Any = typer.BadParameter.__base__
_NOISE = "Value error, "
_HINT = re.compile(r"\. Did you mean (.+)\?$")


class Commands(TyperGroup):
    """The commands; a mistake in a command line ends with one line and exit code 2."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        """Read the options before the name of a command."""
        with _in_one_line():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        """Read the rest, and run the command."""
        with _in_one_line():
            return super().invoke(ctx)


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except _USAGE_ERROR as problem:
        if type(problem).show is not _USAGE_ERROR.show:
            raise  # a command without its arguments prints its help
        raise usage_error(harmless_line(_line(problem))) from None


def _line(problem: Any) -> str:
    reason = _HINT.sub(r" (did you mean \1?)", problem.format_message().replace(_NOISE, "").rstrip("."))
    help_ = f"; see {problem.ctx.command_path} --help" if problem.ctx else ""
    return f"{reason[:1].lower()}{reason[1:]}{help_}"
