"""Signing secrets as a receiver gets them from a variable or a file. No I/O here."""

from __future__ import annotations

from ...notifications import key_ring
from ..rules.signing_secrets import received_secret


def read_secrets(text: str | bytes) -> list[str]:
    """
    Signing secrets, from one secret or from a JSON list of secrets, as a variable or a file has them.

    Raises:
        SettingsProblem: It is something else, or one of the secrets cannot be used. The text shows no secret.
    """
    return key_ring.read_secrets(text, received_secret)
