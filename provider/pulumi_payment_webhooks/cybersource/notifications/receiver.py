"""
Verifying a notification: bytes and headers in, the notification out, or one error that tells a stranger nothing.

Reads the clock where no time is given; nothing else here does I/O, but for the functions that the caller hands in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from ...crypto.encryption import PrivateKey
from ...crypto.stamp import is_stamped
from ...errors import Unreadable, Unverified
from ...notifications.decryption import DecryptionKeys, decrypted, private_keys
from ...notifications.verification import (
    FIVE_MINUTES,
    ONE_MEBIBYTE,
    Body,
    Doubt,
    Headers,
    Keys,
    StreamedRequest,
    body_of,
    check_age,
    check_size,
    header_value,
    log,
    secret_of,
)
from ..rules.notification_signature import HEADER, NotificationSignature, parse_signature_header
from .delivery import LEGACY_MARK, Ciphertext, Delivery
from .model import Notification, Proof, Reading

READINGS: tuple[Reading, ...] = ("body", "plaintext", "payload")  # what costs most, and is rarest, comes last

_NO_CIPHER = (
    f"the payload has the legacy {LEGACY_MARK} encryption, which the platform has never documented: ask it for "
    "message-level encryption with a certificate, or give a `legacy_cipher` of your own"
)


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """
    What a server needs to receive notifications. Make one when the server starts.

    Args:
        keys: Signature keys, base64, by id; or a function from the id to the key, None for an unknown one. Keep old
            keys for as long as deliveries signed with them are tried again.
        decryption_keys: Private keys of the certificates, in PEM; a mapping names them as messages do (`kid`).
        tolerance: How far the time of sending may be from now.
        seen: Told the `delivery_id` of each genuine delivery; whether it was told the same one before. A replay is
            then refused; a retry of the platform is another delivery and is not.
        legacy_cipher: Decrypts what follows `{CBC}`. Must raise ValueError, and nothing else, when it cannot.
        largest_body: Bytes beyond which nothing is read.
        readings: Which bytes may have been signed. Leave one, as soon as you know what your platform signs.

    Raises:
        SettingsProblem: A private key cannot be used.
    """

    keys: Keys = field(repr=False)
    decryption_keys: DecryptionKeys = field(default=(), repr=False)
    tolerance: timedelta = FIVE_MINUTES
    seen: Callable[[str], bool] | None = field(default=None, repr=False)
    legacy_cipher: Callable[[bytes], bytes] | None = field(default=None, repr=False)
    largest_body: int = ONE_MEBIBYTE
    readings: tuple[Reading, ...] = READINGS
    _private_keys: tuple[PrivateKey, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_private_keys", private_keys(self.decryption_keys))

    def verify(self, body: Body, headers: Headers, *, at: datetime | None = None) -> Notification:
        """
        The notification in *body*, once its signature is verified and its payload decrypted.

        Args:
            body: The raw bytes received; JSON that was parsed and written again has other bytes.
            headers: The headers of the request, in any case.
            at: The time to compare with. Default: now.

        Raises:
            Unverified: Always the same error, whatever was wrong.
            Unreadable: It is genuine and cannot be read with what the receiver was given.
            SettingsProblem: The key it names is none.
        """
        if not isinstance(body, Body):
            raise TypeError("the body must be the raw bytes received")
        try:
            check_size(body, self.largest_body)
            return self._verified(bytes(body), headers, at or datetime.now(UTC))
        except Doubt as doubt:
            log.debug("refused a notification: %s", doubt)
        raise Unverified

    async def receive(self, request: StreamedRequest, *, at: datetime | None = None) -> Notification:
        """
        The notification in a *request* of Starlette, FastAPI or alike, of which no more is read than is allowed.

        Raises:
            Unverified, Unreadable, SettingsProblem: As `verify` does.
        """
        return self.verify(await body_of(request, largest=self.largest_body), request.headers, at=at)

    def _verified(self, body: bytes, headers: Headers, at: datetime) -> Notification:
        signature = _signature(header_value(headers, HEADER))
        check_age(signature.sent_at, at=at, tolerance=self.tolerance)
        delivery = Delivery(body, self._decipher)
        reading = self._reading(delivery, signature)
        delivery_id = hashlib.sha256(signature.mac).hexdigest()
        if self.seen is not None and self.seen(delivery_id):
            raise Doubt("this very delivery was seen before")
        return _read(delivery, signature, reading, delivery_id)

    def _reading(self, delivery: Delivery, signature: NotificationSignature) -> Reading:
        """Which bytes were signed."""
        secret = secret_of(self.keys, signature.key_id)
        reasons = []
        for reading in self.readings:
            try:
                content = delivery.content(reading)
            except Doubt as doubt:
                reasons.append(f"{reading}: {doubt}")
                continue
            if is_stamped(secret, signature.sent, content, signature.mac):
                return reading
            reasons.append(f"{reading}: the signature does not fit")
        raise Doubt("; ".join(reasons))

    def _decipher(self, found: Ciphertext) -> bytes:
        if found.scheme == "JWE":
            return decrypted(found.text, self._private_keys)
        if self.legacy_cipher is None:
            raise Doubt(_NO_CIPHER)
        try:
            return self.legacy_cipher(base64.b64decode(found.text.removeprefix(LEGACY_MARK), validate=True))
        except (binascii.Error, ValueError):
            raise Doubt(f"the legacy cipher does not open the {LEGACY_MARK} payload") from None


def verify(
    body: Body,
    headers: Headers,
    *,
    keys: Keys,
    decryption_keys: DecryptionKeys = (),
    at: datetime | None = None,
    tolerance: timedelta = FIVE_MINUTES,
) -> Notification:
    """
    The notification in *body*, verified and decrypted. `Receiver` explains each argument and has more of them.

    Raises:
        Unverified: Always the same error, whatever was wrong.
        Unreadable: It is genuine and cannot be read with what was given here.
        SettingsProblem: A key that was given is none.
    """
    receiver = Receiver(keys=keys, decryption_keys=decryption_keys, tolerance=tolerance)
    return receiver.verify(body, headers, at=at)


def _signature(header: str) -> NotificationSignature:
    try:
        return parse_signature_header(header)
    except ValueError as problem:
        raise Doubt(str(problem)) from None


def _read(delivery: Delivery, signature: NotificationSignature, reading: Reading, delivery_id: str) -> Notification:
    """The notification in a genuine delivery. Its reasons may be told: no stranger comes this far."""
    try:
        members = delivery.members()
        proof = Proof(
            reading=reading,
            covers_envelope=reading == "body" or (reading == "plaintext" and delivery.has_envelope_inside),
            was_encrypted=delivery.ciphertext is not None,
            key_id=signature.key_id,
            sent_at=signature.sent_at,
            delivery_id=delivery_id,
        )
        return Notification.model_validate(members, context=proof)
    except Doubt as doubt:
        raise Unreadable(f"a genuine notification cannot be read: {doubt}") from None
    except ValidationError as problem:
        places = [one["loc"] for one in problem.errors(include_input=False)]  # none for a name with half a character
        fields = ", ".join(sorted({str(place[0]) if place else "a name" for place in places}))
        raise Unreadable(f"a genuine notification cannot be read: {fields} is of an unknown kind") from None
