"""SHA-256 body digests as the platforms write them. No I/O here."""

from __future__ import annotations

import base64
import hashlib


def digest(body: bytes) -> str:
    """
    Base64 of the SHA-256 of *body*: 44 characters, of the exact bytes that are sent.

    Source: reference §13.1 and §13.2; the vendor's shell recipe, which encodes hexadecimal text, is wrong.
    """
    return base64.b64encode(hashlib.sha256(body).digest()).decode()
