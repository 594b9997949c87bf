"""How a command ends: its exit codes, and errors as one clear line on stderr. Only bugs have a traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer

from ..errors import PlatformError, Refused, SettingsProblem, Unavailable
from .streams import open_streams


class Exit(IntEnum):
    """Exit codes, the same for every command."""

    DONE = 0
    NO = 1
    WRONG = 2
    UNREACHABLE = 3
    UNCLEAR = 4
    UNREADABLE = 5
    UNWRITTEN = 6
    NOT_POSTED = 7
    FOUND = 10
    INTERRUPTED = 130


MEANINGS = {
    Exit.DONE: "Done; for verify: verified.",
    Exit.NO: "No: not verified, encrypted, delivered or found; refused, or failed.",
    Exit.WRONG: "An option, a file, a key or a setting is wrong; nothing was tried.",
    Exit.UNREACHABLE: "The platform cannot be reached; nothing was changed.",
    Exit.UNCLEAR: "No answer to a test or a replay, which may have happened nevertheless.",
    Exit.UNREADABLE: "It cannot be read: no given key decrypts it, or its form is unknown.",
    Exit.UNWRITTEN: "The result cannot be written; the operation may be done.",
    Exit.NOT_POSTED: "The report is printed, but the comment or the summary was not written.",
    Exit.FOUND: "A condition of --fail-on is met; the result is printed.",
    Exit.INTERRUPTED: "Interrupted with Ctrl-C.",
}

_CODES: tuple[tuple[type[Exception], Exit], ...] = (
    (SettingsProblem, Exit.WRONG),
    (Unavailable, Exit.UNREACHABLE),
    (Refused, Exit.NO),
    (PlatformError, Exit.UNCLEAR),
)


_UNWRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def table() -> str:
    """The exit codes as text for `--help`."""
    return "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS.items())


def print_error(message: str) -> None:
    """Print *message* to stderr, as this command says it."""
    typer.echo(f"payment-webhooks: {message}", err=True)


def exit_with(code: Exit, message: str) -> typer.Exit:
    """Print *message* to stderr; raise the exit that is returned."""
    print_error(message)
    return typer.Exit(code)


def usage_error(message: str) -> typer.Exit:
    """Print to stderr what the user can correct; raise the exit that is returned."""
    return exit_with(Exit.WRONG, message)


@contextmanager
def report_errors() -> Iterator[None]:
    """End the command with the line and the exit code of an error of this package."""
    try:
        yield
    except tuple(kind for kind, _ in _CODES) as problem:
        raise exit_with(exit_code_of(problem), str(problem)) from None


def exit_code_of(problem: Exception) -> Exit:
    """The exit code of an error of this package."""
    return next(code for kind, code in _CODES if isinstance(problem, kind))


@contextmanager
def ending_in_one_line() -> Iterator[None]:
    """Drop output that nobody reads; end the command with one line if output cannot be written."""
    open_streams()
    try:
        yield
    except OSError as problem:
        if problem.filename or problem.errno not in _UNWRITTEN:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to fail at the very end
        sys.exit(exit_with(Exit.UNWRITTEN, f"the result cannot be written: {problem.strerror}").exit_code)
