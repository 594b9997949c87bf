"""
The header that says when a notification was sent and who signed it: ``DigitalRiver-Signature``. Pure: no clock, no I/O.

Source: the vendor's page "Digital River signatures", and the verifier in its Salesforce B2C cartridge. Written and read
here, so that simulator and receiver mean the same.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ...crypto.stamp import stamp

HEADER = "digitalriver-signature"

_LONGEST = 2000
_MAC_BYTES = 32
_SENT = re.compile(r"[\w.:+-]{1,40}", re.ASCII)
_MILLISECONDS_FROM = 10**11
"""From this number on, a time counts milliseconds: as seconds it would be the year 5138."""


@dataclass(frozen=True)
class Signatures:
    """
    A ``DigitalRiver-Signature`` header, taken apart.

    Args:
        sent: The time as it is written, which is signed as it stands.
        macs: The signatures, one for each secret that was valid; at least one.
    """

    sent: str
    macs: tuple[bytes, ...] = field(repr=False)

    @property
    def sent_at(self) -> datetime:
        """
        The time of sending. No page names its unit: seconds, milliseconds and ISO 8601 are read.

        Raises:
            ValueError: It is none of these.
        """
        try:
            return _counted(int(self.sent)) if self.sent.isdigit() else _written(self.sent)
        except (ValueError, OverflowError, OSError):
            raise ValueError("the time of the signature cannot be read") from None

    def is_of(self, secret: str, body: bytes) -> bool:
        """Whether one of the signatures is that of *body* under *secret*."""
        return self.fit([secret.encode()], body)

    def fit(self, keys: Sequence[bytes], body: bytes) -> bool:
        """
        Whether one of the signatures is that of *body* under one of *keys*.

        Every pair is compared, in constant time; the body is read once for each key, however many signatures there are.
        """
        stamps = [stamp(key, self.sent, body) for key in keys]
        compared = [hmac.compare_digest(expected, mac) for expected in stamps for mac in self.macs]
        return any(compared)


def signature_header(secrets: Sequence[str], body: bytes, *, sent: str) -> str:
    """
    The header with which the platform would send *body*.

    Args:
        secrets: Every secret that is valid, in the order of the signatures.
        body: The bytes as they are sent.
        sent: The time of sending, as it is written.
    """
    macs = (stamp(secret.encode(), sent, body) for secret in secrets)
    return ", ".join([sent, *(base64.b64encode(mac).decode() for mac in macs)])


def parse_signature_header(header: str) -> Signatures:
    """
    Take a header apart. Blanks around its parts are tolerated, and parts that are no signature are passed over.

    Raises:
        ValueError: It has no time, or no signature.
    """
    if len(header) > _LONGEST:
        raise ValueError("the signature header is too long")
    sent, *parts = (part.strip() for part in header.split(","))
    macs = tuple(mac for part in parts if (mac := _mac(part)) is not None)
    if not _SENT.fullmatch(sent):
        raise ValueError("the signature header does not begin with a time")
    if not macs:
        raise ValueError("the signature header has no signature of 32 bytes")
    return Signatures(sent, macs)


def _counted(number: int) -> datetime:
    return datetime.fromtimestamp(number / 1000 if number >= _MILLISECONDS_FROM else number, UTC)


def _written(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _mac(text: str) -> bytes | None:
    try:
        mac = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return mac if len(mac) == _MAC_BYTES else None
