"""
What commands read: files, standard input, times, and secrets, which never stand in a command line.

A command line is kept in the shell's history, and everybody on the machine can see it while it runs.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import typer

from .outcomes import Exit, wrong

STDIN = "-"
LARGEST = 16 * 1024 * 1024
ENVIRONMENT = "env:"
PASSPHRASE = "PAYMENT_WEBHOOKS_PASSPHRASE"


def read(file: str) -> bytes:
    """The bytes of *file*, as they are; ``-`` is standard input."""
    try:
        if file == STDIN:
            if sys.stdin.isatty():
                typer.echo("reading what is typed here, until Ctrl-D", err=True)
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(file).open("rb") as opened:
                content = opened.read(LARGEST + 1)
    except OSError as problem:
        raise wrong(f"cannot read {file}: {problem.strerror}") from None
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


def secret(source: str, *, option: str) -> bytes:
    """
    A secret from where *source* says: a file, or ``env:NAME``.

    Args:
        source: What was given.
        option: The option that gave it, for the error.
    """
    if not source.startswith(ENVIRONMENT):
        return read(source)
    name = source.removeprefix(ENVIRONMENT)
    if not os.environ.get(name):
        raise wrong(f"{option}: the environment variable {name} is not set")
    return os.environ[name].encode()


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
    return [_unlocked(secret(source, option="--private-key"), source) for source in sources]


def _unlocked(pem: bytes, source: str) -> bytes:
    from ..crypto.encryption import is_locked, rsa_private_key, unlocked

    try:
        if is_locked(pem):
            instead = f"set {PASSPHRASE} in the environment"
            passphrase = os.environ.get(PASSPHRASE) or asked(f"passphrase of {source}", instead=instead)
            pem = unlocked(pem, passphrase)
        rsa_private_key(pem)
    except ValueError as problem:
        raise wrong(f"--private-key {source}: {problem}") from None
    return pem


def signature_keys(given: list[str], files: list[str]) -> dict[str, str]:
    """
    Signature keys by id.

    Args:
        given: Each ``ID=FILE``, ``ID=env:NAME``, or ``ID`` alone, whose key is asked for.
        files: JSON files with keys by id.
    """
    keys: dict[str, str] = {}
    for file in files:
        keys |= _keys_in(file)
    for one in given:
        id, equals, source = one.partition("=")
        if not id or (equals and not source):
            raise wrong("--key: write it as ID=FILE, ID=env:NAME, or ID to be asked")
        if equals:
            keys[id] = secret(source, option=f"--key {id}").decode("utf-8", "replace").strip()
        else:
            keys[id] = asked(f"key {id}", instead=f"give --key {id}=FILE").strip()
    _check(keys)
    return keys


def _keys_in(file: str) -> dict[str, str]:
    import json

    try:
        keys = json.loads(read(file))
    except (ValueError, RecursionError):
        keys = None
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        raise wrong(f"--keys {file}: this is not a JSON object with the key of each id")
    return keys


def _check(keys: dict[str, str]) -> None:
    """A key that is none would only be found out when a delivery names it."""
    from ..errors import SettingsProblem
    from ..notifications.verification import secret_of

    for id in keys:
        try:
            secret_of(keys, id)
        except SettingsProblem as problem:
            raise wrong(str(problem)) from None
