"""
The header that says who signed a notification, when, and how: ``v-c-signature``. Pure: no I/O, no clock.

Written and read here, so that simulator and receiver mean the same.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from ...crypto.stamp import stamp

HEADER = "v-c-signature"

_LONGEST = 1000
_SENT = re.compile(r"[0-9]{1,14}")
_KEY_ID = re.compile(r"[\w.:-]{1,100}", re.ASCII)
_MAC_BYTES = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class NotificationSignature:
    """
    A ``v-c-signature`` header, taken apart.

    Args:
        sent: The digits after ``t=``, which are signed as they stand.
        key_id: Id of the key.
        mac: The code itself.
    """

    sent: str
    key_id: str
    mac: bytes = field(repr=False)

    @cached_property
    def sent_at(self) -> datetime:
        """The time of sending. The platform counts milliseconds."""
        return _EPOCH + timedelta(milliseconds=int(self.sent))


def signature_header(key_id: str, secret: bytes, content: bytes, *, at: datetime) -> str:
    """
    The header with which the platform would send *content* at that time.

    Args:
        key_id: Id of the signature key.
        secret: The key, base64-decoded.
        content: The bytes that are signed.
        at: The time of sending.
    """
    sent = str((at - _EPOCH) // timedelta(milliseconds=1))
    return f"t={sent};keyId={key_id};sig={base64.b64encode(stamp(secret, sent, content)).decode()}"


def parse_signature_header(header: str) -> NotificationSignature:
    """
    Take a header apart. Blanks, quotes and a semicolon around its parts are tolerated: the guide prints some.

    Raises:
        ValueError: A part is missing, comes twice or is malformed.
    """
    if len(header) > _LONGEST:
        raise ValueError("the signature header is too long")
    parts: dict[str, str] = {}
    for part in header.split(";"):
        name, _, value = part.strip(' "').partition("=")
        name = name.strip().lower()
        if name in parts:
            raise ValueError("the signature header has a part twice")
        if name:
            parts[name] = value.strip(' "')
    sent, key_id = parts.get("t", ""), parts.get("keyid", "")
    if not _SENT.fullmatch(sent) or not _KEY_ID.fullmatch(key_id):
        raise ValueError("the signature header has no time or no key id")
    return NotificationSignature(sent, key_id, _mac(parts.get("sig", "")))


def _mac(text: str) -> bytes:
    try:
        mac = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        mac = b""
    if len(mac) != _MAC_BYTES:
        raise ValueError("the signature header has no signature of 32 bytes")
    return mac
