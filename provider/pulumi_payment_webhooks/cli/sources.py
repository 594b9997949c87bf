"""
What commands read: files, standard input, times, and secrets, which are never typed on a command line.

The shell's history stores a command line, and everybody on the machine can see it while it runs.
"""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import typer

from .outcomes import Exit, usage_error

STDIN = "-"
LARGEST = 16 * 1024 * 1024
ENVIRONMENT = "env:"
_VARIABLE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*")
_LONGEST_SHOWN = 16
_KEY_BYTES = 24
PASSPHRASE = "PAYMENT_WEBHOOKS_PASSPHRASE"


def read_bytes(file: str, *, largest: int = LARGEST) -> bytes:
    """The bytes of *file*, at most *largest*; ``-`` is standard input."""
    try:
        return _bytes_of(file, largest)
    except OSError as problem:
        raise usage_error(f"cannot read {file}: {problem.strerror}") from None


def _bytes_of(file: str, largest: int = LARGEST) -> bytes:
    if file == STDIN:
        if sys.stdin.isatty():
            typer.echo("reading from the terminal, until Ctrl-D", err=True)
        content = sys.stdin.buffer.read(largest + 1)
    else:
        with Path(file).open("rb") as opened:
            content = opened.read(largest + 1)
    if len(content) > largest:
        raise usage_error(f"{file} is larger than {largest // 2**20} MB")
    return content


def parse_time(text: str, *, option: str) -> datetime:
    """The time that *option* was given, ISO 8601; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise usage_error(f"{option} {text}: write a time such as 2026-07-01T12:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def check_stdin(sources: dict[str, list[str]]) -> None:
    """
    Refuse a command that would read standard input twice: the second time, it would be empty.

    Args:
        sources: The sources that were given, by option.
    """
    names = [name for name, given in sources.items() for source in given if source == STDIN]
    if len(names) > 1:
        raise usage_error(f"{' and '.join(names)} would both be read from standard input: name a file for one of them")


def read_secret(source: str, *, option: str) -> bytes:
    """
    Read a secret from a file, or from the variable in ``env:NAME``.

    Args:
        source: Where it is.
        option: The option, for the error.
    """
    if not source.startswith(ENVIRONMENT):
        return _secret_file(source, option)
    name = source.removeprefix(ENVIRONMENT)
    if name not in os.environ:
        raise usage_error(f"{option}: the environment variable {name} is not set")
    return os.environ[name].encode("utf-8", "surrogateescape")


def _secret_file(source: str, option: str) -> bytes:
    """The bytes of a file. If it cannot be read, its name may be the secret itself, so no message shows it."""
    from ..crypto.given.lookalikes import decoded, labels_of

    key = decoded(source.strip())
    if labels_of(source) or source.lstrip().startswith("{") or (key is not None and len(key) >= _KEY_BYTES):
        raise usage_error(f"{option}: the key itself must not be in the command line: give a file, or env:NAME")
    try:
        return _bytes_of(source)
    except OSError as problem:
        raise usage_error(f"{option}: cannot read the file: {problem.strerror}") from None


def prompt(question: str, *, instead: str) -> str:
    """
    Prompt for a secret, if there is a terminal.

    Args:
        question: What is asked for.
        instead: What to do without a terminal.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise usage_error(f"{question} is needed, and there is no terminal for a prompt: {instead}")
    try:
        answer: str = typer.prompt(question, hide_input=True, err=True)
    except typer.Abort:
        raise typer.Exit(Exit.INTERRUPTED) from None
    return answer


def read_private_keys(sources: list[str]) -> list[bytes]:
    """The private keys in PEM, each unlocked; the passphrase comes from the environment or a prompt."""
    options = label_each("--private-key", sources)
    return [
        _unlocked(read_secret(source, option=option), option) for source, option in zip(sources, options, strict=True)
    ]


def _unlocked(pem: bytes, option: str) -> bytes:
    from ..crypto.encryption import is_locked, rsa_private_key, unlock

    try:
        if is_locked(pem):
            pem = unlock(pem, _passphrase(option))
        rsa_private_key(pem)
    except ValueError as problem:
        raise usage_error(f"{option}: the private key {problem}") from None
    return pem


def _passphrase(option: str) -> str:
    from ..crypto.given.credentials import password

    if PASSPHRASE not in os.environ:
        return prompt(f"passphrase of {option}", instead=f"set {PASSPHRASE} in the environment")
    try:
        return password(os.environ[PASSPHRASE])
    except ValueError as problem:
        raise usage_error(f"{PASSPHRASE} in the environment {problem}") from None


def label_each(option: str, sources: list[str]) -> list[str]:
    """How messages name each use of *option*: by its source if that is certainly a name, else by its position."""
    return [
        f"{option} {source}" if _is_a_name(source) else f"{option} number {position}"
        for position, source in enumerate(sources, start=1)
    ]


def _is_a_name(source: str) -> bool:
    from ..crypto.given.lookalikes import a_path

    if len(source) <= _LONGEST_SHOWN or a_path(source) or _VARIABLE.fullmatch(source):
        return True
    try:
        return Path(source).exists()
    except (OSError, ValueError):
        return False
