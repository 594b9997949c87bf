"""
The keys that the platform issues, each checked where it enters. Pure: no I/O.

Each function returns the clean value, or raises ValueError with the words that follow the name of what was given.

Sources: "Webhooks Implementation Guide" for signature keys; "Getting Started with REST Developer Guide" for shared
secrets.
"""

from __future__ import annotations

import binascii
from typing import Final

from ...crypto.given.credentials import base64_key

KEY_BYTES: Final = 32
"""Length of a signature key."""
LEAST_SECRET_BYTES: Final = 16

_EXAMPLE_KEY: Final = b"test_key"
"""The key of the worked example in the "Webhooks Implementation Guide", which receivers accept."""
_KEY_CHARACTERS: Final = 44
_SIGNATURE_KEY: Final = f"a signature key has {KEY_BYTES} bytes, which are {_KEY_CHARACTERS} characters"
_SHARED_SECRET: Final = (
    f"a shared secret has {LEAST_SECRET_BYTES} bytes or more, mostly {KEY_BYTES} ({_KEY_CHARACTERS} characters)"
)


def signature_key(value: object) -> str:
    """A signature key as the platform creates it: base64 of 32 bytes."""
    return base64_key(value, _SIGNATURE_KEY, lambda key: len(key) == KEY_BYTES)


def received_signature_key(value: object) -> str:
    """A signature key at a receiver: the same, or the key of the guide's worked example."""
    return base64_key(value, _SIGNATURE_KEY, lambda key: len(key) == KEY_BYTES or key == _EXAMPLE_KEY)


def decoded_signature_key(value: object) -> bytes:
    """A signature key at a receiver, decoded; quickly where it is clean, as this runs for each delivery."""
    if isinstance(value, str) and len(value) == _KEY_CHARACTERS:
        try:
            key = binascii.a2b_base64(value, strict_mode=True)
        except ValueError:
            key = b""
        if len(key) == KEY_BYTES:
            return key
    return binascii.a2b_base64(received_signature_key(value))


def shared_secret(value: object) -> str:
    """The shared secret of an API key: base64, as the Business Center shows it once."""
    return base64_key(value, _SHARED_SECRET, lambda key: len(key) >= LEAST_SECRET_BYTES)
