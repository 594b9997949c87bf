"""
Verifying a notification: bytes and headers in, the notification out, or one error that gives nothing away.

Reads the clock where no time is given; nothing else here does I/O, but for the functions that the caller hands in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import get_args

from ...crypto.encryption import PrivateKey
from ...crypto.stamp import is_stamped
from ...errors import SettingsProblem
from ...notifications.decryption import DecryptionKeys, decrypt, load_private_keys
from ...notifications.envelope import reading_genuine
from ...notifications.receiving import Receiving, Steps, async_argument, check_tolerance
from ...notifications.signing_keys import Keys, SigningKeys, is_async
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
from ..rules.keys import decoded_signature_key
from ..rules.notification_signature import HEADER, NotificationSignature, parse_signature_header
from .delivery import LEGACY_MARK, Ciphertext, ReceivedBody
from .model import Notification, Proof, Reading

READINGS: tuple[Reading, ...] = ("body", "plaintext", "payload")  # what costs most, and is rarest, comes last

_NO_CIPHER = (
    f"the payload has the legacy {LEGACY_MARK} encryption, which the platform has never documented: ask it for "
    "message-level encryption with a certificate, or give a `legacy_cipher` of your own"
)


@dataclass(frozen=True)
class Genuine:
    """A delivery whose signature fits. Why it cannot be read may be reported: no stranger comes this far."""

    delivery: ReceivedBody
    signature: NotificationSignature
    reading: Reading

    @property
    def delivery_id(self) -> str:
        """The id of this very delivery."""
        return hashlib.sha256(self.signature.mac).hexdigest()

    def read(self, *, was_seen: bool) -> Notification:
        """
        The notification, unless this very delivery was seen before.

        Raises:
            Doubt: It was.
            Unreadable: It cannot be read.
        """
        if was_seen:
            raise Doubt("this very delivery was seen before")
        with reading_genuine():
            members = self.delivery.members()
            proof = Proof(
                reading=self.reading,
                covers_envelope=self.reading == "body"
                or (self.reading == "plaintext" and self.delivery.has_envelope_inside),
                was_encrypted=self.delivery.ciphertext is not None,
                key_id=self.signature.key_id,
                sent_at=self.signature.sent_at,
                delivery_id=self.delivery_id,
            )
            return Notification.model_validate(members, context=proof)


@dataclass(frozen=True, kw_only=True)
class Receiver(Receiving[Notification]):
    """
    What a server needs to receive notifications. Make one when the server starts.

    Args:
        keys: Signature keys, base64, by id; or a function, perhaps async, from the id to the key, None for an unknown
            one. Keep old keys for as long as deliveries signed with them are retried.
        decryption_keys: Private keys of the certificates, in PEM; a mapping names them as messages do (`kid`).
        tolerance: How far the time of sending may be from now.
        seen: Gets the `delivery_id` of each genuine delivery, and returns whether it got the same one before; may be
            async. A replay is then refused; a retry of the platform is another delivery and is not.
        legacy_cipher: Decrypts what follows `{CBC}`. Must raise ValueError, and nothing else, when it cannot.
        largest_body: Bytes beyond which nothing is read.
        readings: Which bytes may have been signed. Leave one, as soon as you know what your platform signs.
        decimals: Whether numbers with a fraction or an exponent are `Decimal` in a payload. Otherwise each is a float
            whose text is what was sent: `str(number)`.

    Raises:
        SettingsProblem: A signature key or a private key cannot be used, or another argument is wrong.
    """

    keys: Keys = field(repr=False)
    decryption_keys: DecryptionKeys = field(default=(), repr=False)
    tolerance: timedelta = FIVE_MINUTES
    seen: Callable[[str], bool | Awaitable[bool]] | None = field(default=None, repr=False)
    legacy_cipher: Callable[[bytes], bytes] | None = field(default=None, repr=False)
    largest_body: int = ONE_MEBIBYTE
    readings: tuple[Reading, ...] = READINGS
    decimals: bool = False
    _signing_keys: SigningKeys = field(init=False, repr=False)
    _private_keys: tuple[PrivateKey, ...] = field(init=False, repr=False)
    _async_argument: str | None = field(init=False, repr=False)

    _functions = "`keys` or `seen`"

    def __post_init__(self) -> None:
        _check_limits(self.tolerance, self.readings)
        if is_async(self.legacy_cipher):
            raise SettingsProblem("`legacy_cipher` is an async function, and is needed at once: give an ordinary one")
        object.__setattr__(self, "_signing_keys", SigningKeys(self.keys, decoded_signature_key))
        object.__setattr__(self, "_private_keys", load_private_keys(self.decryption_keys))
        awaited = async_argument(keys=self._signing_keys.is_async, seen=self.seen)
        object.__setattr__(self, "_async_argument", awaited)

    def _steps(self, body: Body, headers: Headers, at: datetime) -> Steps[Notification]:
        signature = self._signature(body, headers, at)
        key = yield self._signing_keys.ask(signature.key_id)
        genuine = self._genuine(bytes(body), signature, key)
        was_seen = self.seen is not None and (yield self.seen(genuine.delivery_id))
        return genuine.read(was_seen=bool(was_seen))

    def _signature(self, body: Body, headers: Headers, at: datetime) -> NotificationSignature:
        """The signature in the headers of a body that is worth a look."""
        check_size(body, self.largest_body)
        try:
            signature = parse_signature_header(header_value(headers, HEADER))
        except ValueError as problem:
            raise Doubt(str(problem)) from None
        check_age(signature.sent_at, at=at, tolerance=self.tolerance)
        return signature

    def _genuine(self, body: bytes, signature: NotificationSignature, key: object) -> Genuine:
        """The delivery, once the key that was found for its signature fits."""
        secret = self._signing_keys.secret(signature.key_id, key)
        delivery = ReceivedBody(body, self._decipher, decimals=self.decimals)
        return Genuine(delivery, signature, self._reading(delivery, signature, secret))

    def _reading(self, delivery: ReceivedBody, signature: NotificationSignature, secret: bytes) -> Reading:
        """Which bytes were signed."""
        reasons, kind = [], Doubt
        for reading in self.readings:
            try:
                content = delivery.content(reading)
            except Doubt as doubt:
                reasons.append(f"{reading}: {doubt}")
                continue
            if is_stamped(secret, signature.sent, content, signature.mac):
                return reading
            reasons.append(f"{reading}: the signature does not fit")
            kind = Mismatch
        raise kind("; ".join(reasons))

    def _decipher(self, found: Ciphertext) -> bytes:
        if found.scheme == "JWE":
            return decrypt(found.text, self._private_keys)
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
    decimals: bool = False,
) -> Notification:
    """
    The notification in *body*, verified and decrypted. `Receiver` explains each argument and has more of them.

    Raises:
        Unverified: Always the same error, whatever was wrong.
        Unreadable: It is genuine and cannot be read with what was given here.
        SettingsProblem: A key that was given cannot be used, or is an async function.
    """
    receiver = Receiver(keys=keys, decryption_keys=decryption_keys, tolerance=tolerance, decimals=decimals)
    return receiver.verify(body, headers, at=at)


def _check_limits(tolerance: object, readings: object) -> None:
    check_tolerance(tolerance)
    if not isinstance(readings, tuple | list) or not readings or not set(readings) <= set(get_args(Reading)):
        raise SettingsProblem(f"`readings` must be a tuple with one or more of {', '.join(map(repr, READINGS))}")
