"""
One delivery before anything is verified: which bytes may have been signed, what is encrypted and where. No I/O here.

Source: docs/reference/cybersource.md, "Signature" and "Encryption" of notifications.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, assert_never

from ...crypto.encryption import is_sealed
from ...notifications.envelope import exact_value, json_value, read_object, text_of
from ...notifications.lazy import lazy
from ...notifications.verification import Doubt
from .model import Reading

POSITIONS = ("payload", "encryptedPayload", "encData", "encryptedRequest", "encryptedResponse")
COUNTER = "retryNumber"
LEGACY_MARK = "{CBC}"
_BESIDE_EVENT_TYPE = frozenset({"payload", "payloads", "webhookId", "transactionTraceId", "notificationId"})


@dataclass(frozen=True)
class Ciphertext:
    """An encrypted text, how it is encrypted, and the member that holds it; None for the whole body."""

    text: str = field(repr=False)
    member: str | None
    scheme: Literal["JWE", "CBC"] = "JWE"


class ReceivedBody:
    """
    A body, and what is seen in it. Everything is looked at when it is first asked for, and once.

    Args:
        body: The bytes received.
        decipher: Reads an encrypted text, or raises `Doubt`.
        decimals: Whether numbers with a fraction or an exponent become `Decimal` in what is read in the end.
    """

    def __init__(self, body: bytes, decipher: Callable[[Ciphertext], bytes], *, decimals: bool = False) -> None:
        self.body = body
        self._decipher = decipher
        self._decimals = decimals

    def content(self, reading: Reading) -> bytes:
        """
        The bytes that would have been signed.

        Raises:
            Doubt: This body has no such bytes.
        """
        match reading:
            case "body":
                return self.body
            case "payload":
                return self._payload_text()
            case "plaintext":
                _ = self.inside  # doubts a genuine body that a stranger has encrypted, before its signature fits
                return self.plaintext
            case _:
                assert_never(reading)

    @lazy
    def outside(self) -> dict[str, object]:
        """The body as JSON, for its shape: fractions are rough."""
        return read_object(self.body)

    @lazy
    def ciphertext(self) -> Ciphertext | None:
        """What is encrypted in the body, if anything is."""
        whole = self.body.decode("latin-1").strip()
        if is_sealed(whole):
            return Ciphertext(whole, None)
        return ciphertext_in(self.outside)

    @lazy
    def plaintext(self) -> bytes:
        """What the encrypted text says."""
        if self.ciphertext is None:
            raise Doubt("nothing in it is encrypted")
        return self._decipher(self.ciphertext)

    @lazy
    def inside(self) -> Any:
        """The value of the plaintext, for its shape: JSON, or else its text."""
        value = _value(self.plaintext)
        if ciphertext_in(value) or (isinstance(value, str) and is_sealed(value)):
            raise Doubt("it is encrypted twice")
        return value

    @property
    def has_envelope_inside(self) -> bool:
        """Whether the whole envelope is encrypted, and not only the payload."""
        return self.ciphertext is not None and is_envelope(self.inside)

    def members(self) -> dict[str, object]:
        """
        The envelope with its payload in the clear.

        An envelope inside stands alone: what is written around it may come from somebody else.

        Raises:
            Doubt: There is none to be read.
        """
        if self.ciphertext is None:
            return self._envelope(self.body, self.outside)
        if is_envelope(self.inside):
            return self._envelope(self.plaintext, self.inside)
        if self.ciphertext.member is None:
            return {"payload": self.secret()}
        outside = self._envelope(self.body, self.outside)
        around = {name: one for name, one in outside.items() if name != self.ciphertext.member}
        return {**around, "payload": self.secret()}

    def secret(self) -> object:
        """What was encrypted: JSON with numbers as they are written, or else its text."""
        return self.inside if isinstance(self.inside, str) else self._exact(self.plaintext, self.inside)

    def _envelope(self, content: bytes, rough: dict[str, object]) -> dict[str, object]:
        envelope: dict[str, object] = self._exact(content, rough)
        return envelope

    def _exact(self, content: bytes, rough: object) -> Any:
        return exact_value(content, rough, besides=COUNTER, decimals=self._decimals)

    def _payload_text(self) -> bytes:
        """
        The text of the member `payload`.

        A payload that is itself an envelope is refused: an attacker may have wrapped a genuine body into another,
        for its signature to fit. What is encrypted beside a payload would be read in its place, and is not signed.
        """
        value = self.outside.get("payload")
        if is_envelope(value) or ciphertext_in(value):
            raise Doubt("its payload is a body")
        if self.ciphertext is not None and self.ciphertext.member != "payload":
            raise Doubt("another member is encrypted")
        return text_of("payload", self.body)


def is_envelope(value: object) -> bool:
    """Whether *value* is what stands around a payload; a notification without any is one, too."""
    return isinstance(value, dict) and "eventType" in value and not _BESIDE_EVENT_TYPE.isdisjoint(value)


def ciphertext_in(value: Any) -> Ciphertext | None:
    """The member of *value* that is encrypted."""
    for member in POSITIONS if isinstance(value, dict) else ():
        text = value.get(member)
        if isinstance(text, str) and text.startswith(LEGACY_MARK):
            return Ciphertext(text, member, "CBC")
        if isinstance(text, str) and is_sealed(text):
            return Ciphertext(text, member)
    return None


def _value(plaintext: bytes) -> object:
    try:
        return json_value(plaintext)
    except Doubt:
        pass
    try:
        return plaintext.decode()
    except UnicodeDecodeError:
        raise Doubt("what was encrypted is not text") from None
