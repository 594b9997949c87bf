"""SHA-256 digests of bodies. No I/O here."""

from __future__ import annotations

import base64
import hashlib


def digest(body: bytes) -> str:
    """
    Base64 of the SHA-256 of *body*, the exact bytes that are sent: 44 characters.
    """
    return base64.b64encode(hashlib.sha256(body).digest()).decode()
