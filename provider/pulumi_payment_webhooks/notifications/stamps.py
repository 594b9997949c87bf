"""
Headers that sign a body without naming a key: ``<time>, <signature>[, <signature>…]``.

There is one signature for each secret that is active while secrets rotate. Each is the base64 of an HMAC-SHA256 over
the time as it is written, a dot and the body. No I/O and no clock here: the time is an argument.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ..crypto.stamp import is_stamped
from ..errors import Unverified
from .verification import (
    FIVE_MINUTES,
    ONE_MEBIBYTE,
    Body,
    Doubt,
    Headers,
    check_age,
    check_size,
    check_time,
    header_value,
    log,
)

MOST_SIGNATURES = 16

_LONGEST = 2000
_TIME = re.compile(r"[0-9]{1,14}")
_MAC_BYTES = 32
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stamped:
    """
    What a genuine delivery proves.

    Args:
        sent_at: When it was sent.
        delivery_id: The same for a replay of this very delivery, whichever of its signatures the replay keeps.
    """

    sent_at: datetime
    delivery_id: str


@dataclass(frozen=True)
class StampedHeader:
    """
    The header of one platform.

    Args:
        name: Name of the header, in lower case.
        unit: What the platform counts the time in, since 1970.
        tolerance: How far the time of sending may be from the time given.
        largest_body: Bytes beyond which nothing is read.
    """

    name: str
    unit: timedelta = timedelta(seconds=1)
    tolerance: timedelta = FIVE_MINUTES
    largest_body: int = ONE_MEBIBYTE

    def verify(self, body: Body, headers: Headers, keys: Sequence[bytes], *, at: datetime) -> Stamped:
        """
        Verify that one of *keys* signed *body* recently.

        Args:
            body: The raw bytes received.
            headers: The headers of the request, in any case.
            keys: Every key that may have signed it.
            at: The time of arrival.

        Raises:
            Unverified: Always the same error, whatever was wrong.
            ValueError: *at* has no time zone.
        """
        moment = check_time(at)
        try:
            return self._verified(body, header_value(headers, self.name), keys, moment)
        except Doubt as doubt:
            log.debug("refused a notification: %s", doubt)
        raise Unverified

    def _verified(self, body: Body, header: str, keys: Sequence[bytes], at: datetime) -> Stamped:
        check_size(body, self.largest_body)
        stamps = read_stamps(header)
        sent_at = self._time(stamps.sent)
        check_age(sent_at, at=at, tolerance=self.tolerance)
        content = bytes(body)
        if not stamps.are_signed_by(keys, content):
            raise Doubt(f"none of {len(stamps.macs)} signatures fits one of {len(keys)} secrets")
        return Stamped(sent_at, hashlib.sha256(stamps.sent.encode() + b"." + content).hexdigest())

    def _time(self, sent: str) -> datetime:
        try:
            return _EPOCH + int(sent) * self.unit
        except OverflowError:
            raise Doubt("the time of sending is after the year 9999") from None


@dataclass(frozen=True)
class Stamps:
    """
    The parts of such a header.

    Args:
        sent: The digits of the time, which are signed as they stand.
        macs: The signatures.
    """

    sent: str
    macs: tuple[bytes, ...] = field(repr=False)

    def are_signed_by(self, keys: Sequence[bytes], content: bytes) -> bool:
        """Whether one of *keys* made one of the signatures; each pair is compared, in constant time."""
        fits = [is_stamped(key, self.sent, content, mac) for key in keys for mac in self.macs]
        return any(fits)


def read_stamps(header: str) -> Stamps:
    """
    Split a header into its parts.

    Raises:
        Doubt: A part is missing or malformed, or there are more signatures than any platform sends.
    """
    if len(header) > _LONGEST:
        raise Doubt("the signature header is too long")
    sent, *signatures = [part.strip(" ") for part in header.split(",")]
    if not _TIME.fullmatch(sent):
        raise Doubt("the signature header does not begin with a time")
    if not 1 <= len(signatures) <= MOST_SIGNATURES:
        raise Doubt(f"the signature header has {len(signatures)} signatures")
    return Stamps(sent, tuple(map(_mac, signatures)))


def _mac(text: str) -> bytes:
    try:
        mac = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        mac = b""
    if len(mac) != _MAC_BYTES:
        raise Doubt("the signature header has a signature that is not base64 of 32 bytes")
    return mac
