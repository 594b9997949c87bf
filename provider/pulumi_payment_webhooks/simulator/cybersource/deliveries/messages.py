"""
Writes notifications: the envelope of format version 3, what is encrypted in it, and its headers, signed. No I/O here.

Source: reference §12.1 to §12.4.
"""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ....crypto.certificates import read_stored_certificate
from ....crypto.encryption import seal
from ....cybersource.rules.notification_signature import HEADER, signature_header
from ...desk.mail.deliveries import Attempt
from ..delivery import CybersourceAttempt, CybersourceDelivery
from ..egress_keys import EgressKey
from ..knobs import Knobs, Signed, for_product

USER_AGENT = "Vert.x-WebClient/3.9.4"
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


def envelope(delivery: CybersourceDelivery, attempt: CybersourceAttempt, knobs: Knobs) -> dict[str, Any]:
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
    return {**common, **_told(delivery, knobs), "requestType": attempt.request_type}


def message(
    delivery: CybersourceDelivery,
    attempt: CybersourceAttempt,
    knobs: Knobs,
    *,
    signer: EgressKey,
    certificate: EgressKey | None,
    at: datetime,
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
    told, plaintext = envelope(delivery, attempt, knobs), None
    body = _json(told)
    if certificate is not None:
        told, plaintext, body = _encrypted(told, delivery, certificate, knobs)
    signed = _signed(told, plaintext, delivery, knobs)
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


def signable(attempt: Attempt) -> dict[Signed, bytes]:
    """The bytes of *attempt* that may have been signed, most usual first, by the positions of `signed_bytes`."""
    contents: dict[Signed, bytes] = {"body": attempt.body.encode()}
    if attempt.plaintext is not None:
        contents["plaintext"] = attempt.plaintext.encode()
    with suppress(ValueError):  # a bare ciphertext
        around = json.loads(attempt.body)
        if isinstance(around, dict) and "payload" in around:
            contents["payload"] = _json(around["payload"])
    return contents


def _told(delivery: CybersourceDelivery, knobs: Knobs) -> dict[str, Any]:
    """The payload under its name; as a list `payloads`, each member is of `data` and `organizationId`."""
    member, payload = for_product(knobs.payload_member, delivery.product_id), delivery.payload
    if member == "none":
        return {}
    if member == "payload":
        return {"payload": payload}
    rows = payload if isinstance(payload, list) else [payload]
    wrapped = [
        row if isinstance(row, dict) and "data" in row else {"data": row, "organizationId": delivery.source_id}
        for row in rows
    ]
    return {"notificationId": delivery.id, "payloads": wrapped}


def _encrypted(
    told: dict[str, Any], delivery: CybersourceDelivery, certificate: EgressKey, knobs: Knobs
) -> tuple[dict[str, Any], bytes, bytes]:
    """What can be read beside the ciphertext, what was encrypted, and the body."""
    position = for_product(knobs.mle_position, delivery.product_id)
    member = next((name for name in ("payload", "payloads") if name in told), None)
    is_whole = member is None or for_product(knobs.mle_content, delivery.product_id) == "envelope"
    plaintext = _json(told if is_whole else told[str(member)])
    sealed = _sealed(plaintext, certificate, knobs)
    if position == "body":
        return {}, plaintext, sealed.encode()
    left: dict[str, Any] = {position: sealed} if is_whole else _replaced(told, str(member), position, sealed)
    return left, plaintext, _json(left)


def _signed(told: dict[str, Any], plaintext: bytes | None, delivery: CybersourceDelivery, knobs: Knobs) -> Signed:
    """What the knobs ask for, or the body where there is no such thing."""
    positions = knobs.signed_bytes if plaintext is None else knobs.signed_bytes_encrypted
    wanted: Signed = for_product(positions, delivery.product_id)
    is_there = {"body": True, "payload": "payload" in told, "plaintext": plaintext is not None}
    return wanted if is_there[wanted] else "body"


def _replaced(told: dict[str, Any], old: str, new: str, text: str) -> dict[str, Any]:
    """The envelope with the encrypted text in the place of the member *old*, under the name *new*."""
    return {new if name == old else name: text if name == old else one for name, one in told.items()}


def _sealed(plaintext: bytes, certificate: EgressKey, knobs: Knobs) -> str:
    try:
        read = read_stored_certificate(base64.b64encode(certificate.certificate or b"").decode())
    except ValueError as wrong:
        raise Undeliverable(f"the certificate {certificate.key_id} cannot be used: it {wrong}") from None
    return seal(plaintext, read.public_key, algorithm=knobs.mle_algorithm, header={"kid": certificate.key_id})


def _json(value: Any) -> bytes:
    """JSON without blanks, as the platform writes it; escaped only where it holds what is no text."""
    try:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
