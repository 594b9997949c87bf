"""
Message authentication codes over a time and a body, ``<time>.<content>``, as platforms sign notifications.

No I/O, no clock here.
"""

from __future__ import annotations

import hmac


def stamp(secret: bytes, sent: str, content: bytes) -> bytes:
    """
    HMAC-SHA256 of *sent*, a dot and *content* under the decoded *secret*.

    Args:
        secret: The shared secret, base64-decoded.
        sent: The time of sending, exactly as it is written beside the code.
        content: The bytes that are signed.
    """
    return hmac.digest(secret, sent.encode() + b"." + content, "sha256")


def is_stamped(secret: bytes, sent: str, content: bytes, mac: bytes) -> bool:
    """Whether *mac* is the stamp of *content*, compared in constant time."""
    return hmac.compare_digest(stamp(secret, sent, content), mac)
