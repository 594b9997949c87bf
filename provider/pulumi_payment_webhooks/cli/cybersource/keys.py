"""Signature keys by id, from files, variables, prompts and standard input."""

from __future__ import annotations

from ..outcomes import usage_error
from ..sources import label_each, prompt, read_secret


def read_signature_keys(given: list[str], files: list[str]) -> dict[str, str]:
    """
    Read signature keys by id.

    Args:
        given: Each ``ID=FILE``, ``ID=env:NAME``, or ``ID`` alone, for a prompt.
        files: JSON files with keys by id.
    """
    keys: dict[str, str] = {}
    for file, option in zip(files, label_each("--keys", files), strict=True):
        keys |= _keys_in(file, option)
    for position, one in enumerate(given, start=1):
        keys |= _key_in(one, position)
    return keys


def _key_in(given: str, position: int) -> dict[str, str]:
    from ...crypto.given.credentials import key_id, may_be_shown
    from ...cybersource.rules.keys import received_signature_key

    typed, equals, source = given.partition("=")
    if not typed or (equals and not source):
        raise usage_error("--key: write it as ID=FILE, ID=env:NAME, or ID for a prompt")
    try:
        id = key_id(typed)
    except ValueError as problem:
        raise usage_error(f"--key: the id {problem}") from None
    option = f"--key {id}" if may_be_shown(id) else f"--key number {position}"
    key = read_secret(source, option=option) if equals else prompt(f"key {id}", instead=f"give {option}=FILE")
    try:
        return {id: received_signature_key(key)}
    except ValueError as problem:
        raise usage_error(f"{option}: the key {problem}") from None


def _keys_in(file: str, option: str) -> dict[str, str]:
    from ...crypto.given.credentials import keys_in_json
    from ...cybersource.rules.keys import received_signature_key

    try:
        return keys_in_json(read_secret(file, option=option), received_signature_key)
    except ValueError as problem:
        raise usage_error(f"{option}: the content {problem}") from None
