"""
What every verification needs: headers, sizes, ages. No I/O here but the caller's own functions.

A delivery that is not genuine raises `Doubt` with the precise reason. The receiver writes the reason to the debug log
and raises `Unverified`, which contains no reason.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

FIVE_MINUTES = timedelta(minutes=5)
ONE_MEBIBYTE = 1024 * 1024


@runtime_checkable
class HeaderItems(Protocol):
    """Headers with `items()`: a dict, or the similar type of a framework."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Pairs of name and value."""


Headers = HeaderItems | Iterable[tuple[str | bytes, str | bytes]]
"""Headers of a request: a mapping of some kind, or the pairs that ASGI hands over."""

Body = bytes | bytearray | memoryview
"""The raw bytes received, in whichever type a framework has them."""

log = logging.getLogger("pulumi_payment_webhooks.notifications")


class Doubt(Exception):
    """The precise reason why a notification is rejected: for debug logs, without keys and bodies."""


class Mismatch(Doubt):
    """A signature fits no key, or not what was received."""


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
    Reject a body that is empty or larger than allowed, before it is parsed.

    Raises:
        Doubt: It is.
    """
    if not len(body):
        raise Doubt("empty body: was it consumed by middleware?")
    if len(body) > largest:
        raise Doubt(f"the body has more than {largest} bytes")


def check_age(sent_at: datetime, *, at: datetime, tolerance: timedelta) -> None:
    """
    Reject what was sent too long ago, or in the future.

    Raises:
        Doubt: It was.
    """
    if abs(at - sent_at) > tolerance:
        raise Doubt(f"it was sent {(at - sent_at).total_seconds():.0f} s ago, and {tolerance} are tolerated")


def check_time(at: datetime) -> datetime:
    """
    Return *at*, the time to which the time of sending is compared.

    Raises:
        ValueError: It has no time zone, so that it names a different moment on each server.
    """
    if at.utcoffset() is None:
        raise ValueError("`at` has no time zone: pass datetime.now(UTC), not datetime.now() or datetime.utcnow()")
    return at


async def body_of(request: StreamedRequest, *, largest: int) -> bytes:
    """
    Read the body of *request*, but not much more than allowed, so that nobody can fill the memory.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece[: largest + 1 - len(body)]
        if len(body) > largest:
            break
    return bytes(body)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
