"""
Writes notifications: the envelope of format version 3, what is encrypted in it, and its headers, signed. No I/O here.

Source: reference §12.1 to §12.4.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...crypto.certificates import read_stored_certificate
from ...crypto.encryption import seal
from ...simulator.deliveries import Attempt, Delivery
from ..rules.notification_signature import HEADER, signature_header
from .keys import Key
from .knobs import Knobs, Signed

CONGRATULATION = "Congratulations! Your webhook receives test notifications."


class Undeliverable(Exception):
    """There is nothing that could be sent; the text says what is missing."""


@dataclass(frozen=True)
class Message:
    """
    A notification as it goes over the wire.

    Args:
        headers: Without a token.
        body: The bytes.
        plaintext: What was encrypted; None when nothing was.
        signed: Which bytes were signed.
        key_id: Id of the key that signed.
    """

    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    plaintext: str | None = field(repr=False)
    signed: Signed
    key_id: str


def envelope(delivery: Delivery, attempt: Attempt, knobs: Knobs) -> dict[str, Any]:
    """What stands around the payload, and the payload."""
    common: dict[str, Any] = {
        "eventType": delivery.event_type,
        "webhookId": delivery.webhook_id,
        "productId": delivery.product_id,
        "organizationId": delivery.organization_id,
        "eventDate": delivery.raised.replace(tzinfo=None).isoformat("T", "seconds"),
        "transactionTraceId": attempt.trace_id,
        "retryNumber": attempt.retry_number,
    }
    if delivery.is_test:
        return {**common, "payloads": {"testPayload": {"message": CONGRATULATION}}, "requestType": attempt.request_type}
    return {**common, "payload": _shaped(delivery, knobs), "requestType": attempt.request_type}


def message(
    delivery: Delivery, attempt: Attempt, knobs: Knobs, *, signer: Key, certificate: Key | None, at: datetime
) -> Message:
    """
    One attempt, ready to be sent.

    Args:
        delivery: What is told.
        attempt: Which try this is.
        knobs: Where it is encrypted and what is signed.
        signer: The signature key.
        certificate: For whom it is encrypted; None sends it in the clear.
        at: The time that the signature tells.

    Raises:
        Undeliverable: The certificate is none to encrypt with.
    """
    told = envelope(delivery, attempt, knobs)
    plaintext = None
    if certificate is None:
        body = _json(told)
    elif knobs.mle_position == "body":
        plaintext = _json(told)
        body = _sealed(plaintext, certificate, knobs).encode()
    else:
        plaintext = _json(told["payload"])
        told = _replaced(told, knobs.mle_position, _sealed(plaintext, certificate, knobs))
        body = _json(told)
    signed = _signed(told, plaintext, knobs)
    content = {"body": body, "payload": _json(told.get("payload")), "plaintext": plaintext or b""}[signed]
    headers = {
        "Content-Type": "application/json",
        HEADER: signature_header(signer.key_id, base64.b64decode(signer.secret), content, at=at),
        "v-c-event-type": delivery.event_type,
        "v-c-organization-id": delivery.organization_id,
        "v-c-product-name": delivery.product_id,
        "v-c-request-type": attempt.request_type,
        "v-c-retry-count": str(attempt.retry_number),
        "v-c-transaction-trace-id": attempt.trace_id,
        "v-c-webhook-id": delivery.webhook_id,
    }
    return Message(headers, body, None if plaintext is None else plaintext.decode(), signed, signer.key_id)


def _shaped(delivery: Delivery, knobs: Knobs) -> Any:
    """The payload as an object, or as older deliveries have it, as an array of `data` and `organizationId`."""
    payload = delivery.payload
    if knobs.payload_shape == "object" or isinstance(payload, list):
        return payload
    wrapped = isinstance(payload, dict) and "data" in payload
    return [payload if wrapped else {"data": payload, "organizationId": delivery.source_id}]


def _signed(told: dict[str, Any], plaintext: bytes | None, knobs: Knobs) -> Signed:
    """What the knobs ask for, or the body where there is no such thing."""
    wanted = knobs.signed_bytes if plaintext is None else knobs.signed_bytes_encrypted
    if wanted == "plaintext" and plaintext is None:
        return "body"
    is_whole = plaintext is not None and knobs.mle_position == "body"
    if wanted == "payload" and ("payload" not in told or is_whole):
        return "body"
    return wanted


def _replaced(told: dict[str, Any], member: str, text: str) -> dict[str, Any]:
    """The envelope with the encrypted text in the place of its payload, under the name *member*."""
    return {member if name == "payload" else name: text if name == "payload" else one for name, one in told.items()}


def _sealed(plaintext: bytes, certificate: Key, knobs: Knobs) -> str:
    try:
        read = read_stored_certificate(base64.b64encode(certificate.certificate or b"").decode())
    except ValueError as wrong:
        raise Undeliverable(f"the certificate {certificate.key_id} cannot be used: {wrong}") from None
    return seal(plaintext, read.public_key, algorithm=knobs.mle_algorithm, header={"kid": certificate.key_id})


def _json(value: Any) -> bytes:
    """JSON without blanks, as the platform writes it; escaped only where it holds what is no text."""
    try:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
