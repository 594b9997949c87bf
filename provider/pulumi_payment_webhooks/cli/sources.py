"""
What commands read: files, standard input, times, and secrets, which never stand in a command line.

A command line is kept in the shell's history, and everybody on the machine can see it while it runs.
"""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import typer

from .outcomes import Exit, wrong

STDIN = "-"
LARGEST = 16 * 1024 * 1024
ENVIRONMENT = "env:"
_VARIABLE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_SHOWN = 16
_KEY_BYTES = 24
PASSPHRASE = "PAYMENT_WEBHOOKS_PASSPHRASE"


def read(file: str) -> bytes:
    """The bytes of *file*, as they are; ``-`` is standard input."""
    try:
        return _bytes_of(file)
    except OSError as problem:
        raise wrong(f"cannot read {file}: {problem.strerror}") from None


def _bytes_of(file: str) -> bytes:
    if file == STDIN:
        if sys.stdin.isatty():
            typer.echo("reading what is typed here, until Ctrl-D", err=True)
        content = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(file).open("rb") as opened:
            content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise wrong(f"{file} is larger than {LARGEST // 2**20} MB")
    return content


def time(text: str, *, option: str) -> datetime:
    """The time that *option* was given, ISO 8601; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise wrong(f"{option} {text}: write a time such as 2026-07-01T12:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def one_from_stdin(sources: dict[str, list[str]]) -> None:
    """
    Refuse a command of which two parts would be read from standard input: the second would be empty.

    Args:
        sources: What was given, by what it was given for.
    """
    names = [name for name, given in sources.items() for source in given if source == STDIN]
    if len(names) > 1:
        raise wrong(f"{' and '.join(names)} would both be read from standard input: name a file for one of them")


def secret(source: str, *, option: str) -> bytes:
    """
    A secret from where *source* says: a file, or ``env:NAME``.

    Args:
        source: What was given.
        option: The option that gave it, for the error.
    """
    if not source.startswith(ENVIRONMENT):
        return _secret_file(source, option)
    name = source.removeprefix(ENVIRONMENT)
    if name not in os.environ:
        raise wrong(f"{option}: the environment variable {name} is not set")
    return os.environ[name].encode("utf-8", "surrogateescape")


def _secret_file(source: str, option: str) -> bytes:
    """The bytes of a file; where it cannot be read, its name may be the secret itself, and is not shown."""
    from ..crypto.lookalikes import decoded, labels_of

    key = decoded(source.strip())
    if labels_of(source) or source.lstrip().startswith("{") or (key is not None and len(key) >= _KEY_BYTES):
        raise wrong(f"{option}: the key itself must not be in the command line: give a file, or env:NAME")
    try:
        return _bytes_of(source)
    except OSError as problem:
        raise wrong(f"{option}: cannot read the file: {problem.strerror}") from None


def asked(question: str, *, instead: str) -> str:
    """
    What somebody types, unseen; only where a terminal is there to type in.

    Args:
        question: What is asked for.
        instead: What to do where nobody can be asked.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise wrong(f"{question} is needed, and there is no terminal to ask for it: {instead}")
    try:
        answer: str = typer.prompt(question, hide_input=True, err=True)
    except typer.Abort:
        raise typer.Exit(Exit.INTERRUPTED) from None
    return answer


def private_keys(sources: list[str]) -> list[bytes]:
    """The private keys in PEM, each unlocked; the passphrase comes from the environment or is asked for."""
    options = numbered("--private-key", sources)
    return [_unlocked(secret(source, option=option), option) for source, option in zip(sources, options, strict=True)]


def _unlocked(pem: bytes, option: str) -> bytes:
    from ..crypto.encryption import is_locked, rsa_private_key, unlocked

    try:
        if is_locked(pem):
            pem = unlocked(pem, _passphrase(option))
        rsa_private_key(pem)
    except ValueError as problem:
        raise wrong(f"{option}: the private key {problem}") from None
    return pem


def _passphrase(option: str) -> str:
    from ..crypto.credentials import password

    if PASSPHRASE not in os.environ:
        return asked(f"passphrase of {option}", instead=f"set {PASSPHRASE} in the environment")
    try:
        return password(os.environ[PASSPHRASE])
    except ValueError as problem:
        raise wrong(f"{PASSPHRASE} in the environment {problem}") from None


def numbered(option: str, sources: list[str]) -> list[str]:
    """How messages name each use of *option*: by its source if that is certainly a name, else by its position."""
    return [
        f"{option} {source}" if _is_a_name(source) else f"{option} number {position}"
        for position, source in enumerate(sources, start=1)
    ]


def _is_a_name(source: str) -> bool:
    from ..crypto.lookalikes import a_path

    if len(source) <= _LONGEST_SHOWN or a_path(source) or _VARIABLE.fullmatch(source):
        return True
    try:
        return Path(source).exists()
    except (OSError, ValueError):
        return False
