"""Signature keys as a receiver gets them from a variable or a file. No I/O here."""

from __future__ import annotations

from ...notifications import signing_keys
from ..rules.keys import received_signature_key


def read_keys(text: str | bytes) -> dict[str, str]:
    """
    Signature keys by id, from a JSON object such as ``{"<key id>": "<key>"}``, as a variable or a file has it.

    Raises:
        SettingsProblem: It is something else, or one of the keys cannot be used. The text shows no key.
    """
    return signing_keys.read_keys(text, received_signature_key)
