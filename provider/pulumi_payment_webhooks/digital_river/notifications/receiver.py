"""
Verifying a notification: bytes and headers in, the event out, or one error that gives nothing away.

Reads the clock where no time is given; nothing else here does I/O, but for the functions that the caller hands in.
Source: docs/reference/digital-river.md, "Signature".
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ...notifications.envelope import Proof, exact_value, read_object, reading_genuine
from ...notifications.key_ring import KeyRing, Ring
from ...notifications.receiving import Receiving, Steps, async_argument, check_tolerance
from ...notifications.verification import (
    FIVE_MINUTES,
    ONE_MEBIBYTE,
    Body,
    Doubt,
    Headers,
    Mismatch,
    check_age,
    check_size,
    header_value,
)
from ..rules.signature import HEADER, Signatures, parse_signature_header
from ..rules.signing_secrets import secret_key
from .model import Event


@dataclass(frozen=True, kw_only=True)
class Receiver(Receiving[Event]):
    """
    What a server needs to receive notifications. Make one when the server starts.

    Args:
        secrets: Signing secrets of the webhook: one, several in any order, or a function, perhaps async, that returns
            them. Keep the previous secret for as long as it is valid after a rotation: the platform signs with both.
        tolerance: How far the time of sending may be from now.
        seen: Gets the `delivery_id` of each genuine delivery, and returns whether it got the same one before; may be
            async. A replay is then refused; a retry of the platform is another delivery and is not.
        largest_body: Bytes beyond which nothing is read.
        decimals: Whether numbers with a fraction or an exponent are `Decimal` in `data`. Otherwise each is a float
            whose text is what was sent: `str(number)`.

    Raises:
        SettingsProblem: A secret cannot be used, or another argument is wrong.
    """

    secrets: Ring = field(repr=False)
    tolerance: timedelta = FIVE_MINUTES
    seen: Callable[[str], bool | Awaitable[bool]] | None = field(default=None, repr=False)
    largest_body: int = ONE_MEBIBYTE
    decimals: bool = False
    _ring: KeyRing = field(init=False, repr=False)
    _async_argument: str | None = field(init=False, repr=False)

    _functions = "`secrets` or `seen`"

    def __post_init__(self) -> None:
        check_tolerance(self.tolerance)
        object.__setattr__(self, "_ring", KeyRing(self.secrets, secret_key))
        awaited = async_argument(secrets=self._ring.is_async, seen=self.seen)
        object.__setattr__(self, "_async_argument", awaited)

    def _steps(self, body: Body, headers: Headers, at: datetime) -> Steps[Event]:
        check_size(body, self.largest_body)
        signatures, sent_at = _signatures(headers)
        check_age(sent_at, at=at, tolerance=self.tolerance)
        keys = self._ring.keys((yield self._ring.ask()))
        content = bytes(body)
        if not signatures.fit(keys, content):
            raise Mismatch(f"none of {len(signatures.macs)} signatures fits one of {len(keys)} secrets")
        proof = Proof(sent_at=sent_at, delivery_id=_delivery_id(signatures, content))
        if self.seen is not None and (yield self.seen(proof.delivery_id)):
            raise Doubt("this very delivery was seen before")
        return self._event(content, proof)

    def _event(self, body: bytes, proof: Proof) -> Event:
        with reading_genuine():
            members = exact_value(body, read_object(body), decimals=self.decimals)
            return Event.model_validate(members, context=proof)


def verify(
    body: Body,
    headers: Headers,
    *,
    secrets: Ring,
    at: datetime | None = None,
    tolerance: timedelta = FIVE_MINUTES,
    decimals: bool = False,
) -> Event:
    """
    The event in *body*, verified. `Receiver` explains each argument and has more of them.

    Raises:
        Unverified: Always the same error, whatever was wrong.
        Unreadable: It is genuine, and it is not an event.
        SettingsProblem: A secret that was given cannot be used, or is an async function.
    """
    return Receiver(secrets=secrets, tolerance=tolerance, decimals=decimals).verify(body, headers, at=at)


def _signatures(headers: Headers) -> tuple[Signatures, datetime]:
    """The signatures in the headers, and the time of sending."""
    try:
        signatures = parse_signature_header(header_value(headers, HEADER))
        sent_at = signatures.sent_at
    except ValueError as problem:
        raise Doubt(str(problem)) from None
    return signatures, sent_at


def _delivery_id(signatures: Signatures, body: bytes) -> str:
    """The same for a replay of this very delivery, whichever of its signatures the replay keeps."""
    return hashlib.sha256(signatures.sent.encode() + b"." + body).hexdigest()
