"""
What every verification needs: the header, the age, the key. No I/O here but the caller's own functions.

Each function raises `Doubt` with the precise reason. The receiver writes it to the debug log and raises `Unverified`,
which says nothing.
"""

from __future__ import annotations

import base64
import binascii
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from ..errors import SettingsProblem

FIVE_MINUTES = timedelta(minutes=5)
ONE_MEBIBYTE = 1024 * 1024


@runtime_checkable
class HeaderItems(Protocol):
    """Headers with `items()`: a dict, and what most frameworks have in place of one."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Pairs of name and value."""


Headers = HeaderItems | Iterable[tuple[str | bytes, str | bytes]]
"""Headers of a request: a mapping of some kind, or the pairs that ASGI hands over."""

Keys = Mapping[str, str] | Callable[[str], str | None]
"""Signature keys, base64, by their id: a mapping, or a function that returns None for an id it does not know."""

Body = bytes | bytearray | memoryview
"""The raw bytes received, in whichever type a framework has them."""

log = logging.getLogger("pulumi_payment_webhooks.notifications")


class Doubt(Exception):
    """The precise reason why a notification is refused: for debug logs, and free of keys and bodies."""


class StreamedRequest(Protocol):
    """A request whose body arrives in pieces, as Starlette, FastAPI and others have it."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""

    def stream(self) -> AsyncIterator[bytes]:
        """The pieces of the body."""


def header_value(headers: Headers, name: str) -> str:
    """
    The value of the one header called *name*, in any case.

    Raises:
        Doubt: There is none, or more than one.
    """
    pairs = headers.items() if isinstance(headers, (Mapping, HeaderItems)) else headers
    values = [_text(value) for key, value in pairs if _text(key).lower() == name]
    if len(values) != 1:
        raise Doubt(f"{len(values)} headers are called {name}")
    return values[0]


def check_size(body: Body, largest: int) -> None:
    """
    Refuse a body that is larger than allowed, before anything looks into it.

    Raises:
        Doubt: It is.
    """
    if len(body) > largest:
        raise Doubt(f"the body has more than {largest} bytes")


def check_age(sent_at: datetime, *, at: datetime, tolerance: timedelta) -> None:
    """
    Refuse what was sent too long ago, or in the future.

    Raises:
        Doubt: It was.
    """
    if abs(at - sent_at) > tolerance:
        raise Doubt(f"it was sent {(at - sent_at).total_seconds():.0f} s ago, and {tolerance} are tolerated")


def secret_of(keys: Keys, key_id: str) -> bytes:
    """
    The signature key with that id, decoded.

    Raises:
        Doubt: Nobody knows it.
        SettingsProblem: The receiver holds something under that id that is no key.
    """
    secret = keys(key_id) if callable(keys) else keys.get(key_id)
    if secret is None:
        raise Doubt(f"no signature key has the id {key_id}")
    try:
        decoded = base64.b64decode(secret, validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if not decoded:  # anybody could sign with an empty key
        raise SettingsProblem(f"the signature key {key_id!r} is not the base64 text that the platform told")
    return decoded


async def body_of(request: StreamedRequest, *, largest: int) -> bytes:
    """
    The body of *request*; reading stops as soon as it is larger than allowed, so that nobody can fill the memory.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece[: largest + 1 - len(body)]
        if len(body) > largest:
            break
    return bytes(body)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
