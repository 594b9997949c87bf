"""
What is wrong with a command as it was typed, in one line like every other error. No platform here.

The library prints several lines: the usage, where help is, and the error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from .outcomes import usage_error
from .printing import harmless_line

_USAGE_ERROR: Any = typer.BadParameter.__base__
_NOISE = "Value error, "
_HINT = re.compile(r"\. Did you mean (.+)\?$| \(Possible options: (.+)\)$")
_UNKNOWN = re.compile(r"^No such command '([^']+)'\.?$")


class Commands(TyperGroup):
    """The commands; a mistake in a command line ends with one line and exit code 2."""

    def make_context(self, *args: Any, **more: Any) -> Any:
        """Read the options before the name of a command."""
        _hide_types(self)
        with self._in_one_line():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> object:
        """Read the rest, and run the command."""
        with self._in_one_line():
            return super().invoke(ctx)

    @contextmanager
    def _in_one_line(self) -> Iterator[None]:
        try:
            yield
        except _USAGE_ERROR as problem:
            if type(problem).show is not _USAGE_ERROR.show:
                raise  # a command without its arguments prints its help
            raise usage_error(harmless_line(_line(problem, self.commands))) from None


def _hide_types(command: Any) -> None:
    """Let the help of arguments show what they are called, without Python's name of their type."""
    for one in getattr(command, "commands", {}).values():
        _hide_types(one)
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            parameter.display_type_rich = _no_type  # Not every version of the library has it.


def _no_type(ctx: object) -> None:
    """The type of an argument, as help shows it: nothing."""


def _line(problem: Any, shared: Collection[str]) -> str:
    """*problem* as a line; *shared* are the commands of all platforms, which people also expect under a platform."""
    said = problem.format_message().replace(_NOISE, "").rstrip(".")
    reason = _HINT.sub(lambda found: f" (did you mean {found[1] or found[2]}?)", said)
    unknown = _UNKNOWN.match(said)
    if unknown and unknown[1] in shared:
        reason += f" here (did you mean 'payment-webhooks {unknown[1]}'?)"
    help_ = f"; see {problem.ctx.command_path} --help" if problem.ctx else ""
    return f"{reason[:1].lower()}{reason[1:]}{help_}"
