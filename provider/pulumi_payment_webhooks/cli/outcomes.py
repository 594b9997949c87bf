"""How a command ends: its exit codes, and errors as one clear line on stderr. No traceback for what is ours."""

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
    INTERRUPTED = 130


MEANINGS = {
    Exit.DONE: "Done; for verify: verified.",
    Exit.NO: "No: not verified, nothing is encrypted, refused, or taken by nobody.",
    Exit.WRONG: "An option, a file, a key or a setting is wrong; nothing was tried.",
    Exit.UNREACHABLE: "The platform cannot be reached; nothing was changed.",
    Exit.UNCLEAR: "No answer to a test or a replay, which may have happened all the same.",
    Exit.UNREADABLE: "What is encrypted cannot be read with the keys given.",
    Exit.UNWRITTEN: "The result cannot be written; what was asked for may be done.",
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


def ended(code: Exit, message: str) -> typer.Exit:
    """Say *message* on stderr; raise what is returned."""
    typer.echo(f"payment-webhooks: {message}", err=True)
    return typer.Exit(code)


def wrong(message: str) -> typer.Exit:
    """Say on stderr what the user can correct; raise what is returned."""
    return ended(Exit.WRONG, message)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors of ours end the command with their line and their exit code."""
    try:
        yield
    except tuple(kind for kind, _ in _CODES) as problem:
        code = next(code for kind, code in _CODES if isinstance(problem, kind))
        raise ended(code, str(problem)) from None


@contextmanager
def ending_in_one_line() -> Iterator[None]:
    """Output that nobody reads is dropped; output that cannot be written ends the command with one line."""
    open_streams()
    try:
        yield
    except OSError as problem:
        if problem.filename or problem.errno not in _UNWRITTEN:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to fail at the very end
        sys.exit(ended(Exit.UNWRITTEN, f"the result cannot be written: {problem.strerror}").exit_code)
