"""Signing secrets from files, variables, a prompt and standard input."""

from __future__ import annotations

from ...errors import SettingsProblem
from ..outcomes import usage_error
from ..sources import label_each, prompt, read_secret

_PREFIX = "whk_"


def read_signing_secrets(sources: list[str]) -> list[str]:
    """
    Read signing secrets; without *sources*, from a prompt.

    Args:
        sources: Each a file or ``env:NAME``, with one secret or a JSON list of secrets.
    """
    if not sources:
        return _read(prompt("signing secret", instead="give --secret FILE"), "the secret")
    secrets: dict[str, None] = {}
    for source, option in zip(sources, label_each("--secret", sources), strict=True):
        if source.strip(" '\"[").startswith(_PREFIX):
            raise usage_error("--secret: the secret itself must not be in the command line: give a file, or env:NAME")
        secrets |= dict.fromkeys(_read(read_secret(source, option=option), option))
    return list(secrets)


def _read(text: str | bytes, option: str) -> list[str]:
    from ...digital_river.notifications import read_secrets

    try:
        return read_secrets(text)
    except SettingsProblem as problem:
        raise usage_error(f"{option}: {problem}") from None
