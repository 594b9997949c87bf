"""
Writes notifications: envelope (format version 3), encryption, headers and signature. No I/O here.

Source: docs/reference/cybersource.md, "Notifications".
"""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from ....crypto.certificates import read_stored_certificate
from ....crypto.encryption import seal
from ....cybersource.rules.notification_signature import HEADER, signature_header
from ...desk.json_values import JsonObject
from ...desk.mail.deliveries import Attempt
from ...desk.mail.tokens import Undeliverable
from ..delivery import CybersourceAttempt, CybersourceDelivery
from ..egress_keys import EgressKey
from ..knobs import Knobs, Signed, for_product

USER_AGENT = "Vert.x-WebClient/3.9.4"
CONGRATULATION = "Congratulations! Your webhook receives test notifications."


@dataclass(frozen=True)
class MessageKeys:
    """
    The keys of a message.

    Args:
        signer: The signature key.
        certificate: The encryption certificate; None sends it in the clear.
    """

    signer: EgressKey
    certificate: EgressKey | None


@dataclass(frozen=True)
class Message:
    """
    A notification as it goes over the wire.

    Args:
        headers: Without a token.
        body: The bytes.
        plaintext: What was encrypted; None if nothing was.
        signed: Which bytes were signed.
        key_id: Id of the key that signed.
    """

    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    plaintext: str | None = field(repr=False)
    signed: Signed
    key_id: str


def envelope(delivery: CybersourceDelivery, attempt: CybersourceAttempt, knobs: Knobs) -> JsonObject:
    """The envelope with the payload."""
    common: dict[str, object] = {
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
    return {**common, **_payload_members(delivery, knobs), "requestType": attempt.request_type}


def message(
    delivery: CybersourceDelivery,
    attempt: CybersourceAttempt,
    knobs: Knobs,
    keys: MessageKeys,
    at: datetime,
) -> Message:
    """
    The message of an attempt.

    Args:
        delivery: The delivery.
        attempt: The attempt.
        knobs: What is encrypted and what is signed.
        keys: The keys.
        at: The time in the signature.

    Raises:
        Undeliverable: The certificate cannot be used.
    """
    members, plaintext = envelope(delivery, attempt, knobs), None
    body = _json(members)
    if keys.certificate is not None:
        members, plaintext, body = _encrypt(members, delivery, keys.certificate, knobs)
    signed = _choose_signed(members, plaintext, delivery, knobs)
    content = {"body": body, "payload": _json(members.get("payload")), "plaintext": plaintext or b""}[signed]
    headers = {
        "Content-Type": "application/json",
        HEADER: signature_header(keys.signer.key_id, base64.b64decode(keys.signer.secret), content, at=at),
        "v-c-event-type": delivery.event_type,
        "v-c-organization-id": delivery.organization_id,
        "v-c-product-name": delivery.product_id,
        "v-c-request-type": attempt.request_type,
        "v-c-retry-count": str(attempt.retry_number),
        "v-c-transaction-trace-id": attempt.trace_id,
        "v-c-webhook-id": delivery.webhook_id,
    }
    return Message(headers, body, None if plaintext is None else plaintext.decode(), signed, keys.signer.key_id)


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


def _payload_members(delivery: CybersourceDelivery, knobs: Knobs) -> JsonObject:
    """The payload under its name; in a list `payloads`, each row has `data` and `organizationId`."""
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


def _encrypt(
    members: dict[str, object], delivery: CybersourceDelivery, certificate: EgressKey, knobs: Knobs
) -> tuple[JsonObject, bytes, bytes]:
    """The members beside the ciphertext, the plaintext, and the body."""
    position = for_product(knobs.mle_position, delivery.product_id)
    member = next((name for name in ("payload", "payloads") if name in members), None)
    is_whole = member is None or for_product(knobs.mle_content, delivery.product_id) == "envelope"
    plaintext = _json(members if is_whole else members[str(member)])
    sealed = _seal(plaintext, certificate, knobs)
    if position == "body":
        return {}, plaintext, sealed.encode()
    left: dict[str, object] = {position: sealed} if is_whole else _replace(members, str(member), position, sealed)
    return left, plaintext, _json(left)


def _choose_signed(
    members: dict[str, object], plaintext: bytes | None, delivery: CybersourceDelivery, knobs: Knobs
) -> Signed:
    """The bytes that the knobs choose, or the body if the notification has no such bytes."""
    positions = knobs.signed_bytes if plaintext is None else knobs.signed_bytes_encrypted
    wanted: Signed = for_product(positions, delivery.product_id)
    is_there = {"body": True, "payload": "payload" in members, "plaintext": plaintext is not None}
    return wanted if is_there[wanted] else "body"


def _replace(members: dict[str, object], old: str, new: str, text: str) -> JsonObject:
    """The envelope with the encrypted text instead of the member *old*, under the name *new*."""
    return {new if name == old else name: text if name == old else one for name, one in members.items()}


def _seal(plaintext: bytes, certificate: EgressKey, knobs: Knobs) -> str:
    try:
        read = read_stored_certificate(base64.b64encode(certificate.certificate or b"").decode())
    except ValueError as wrong:
        raise Undeliverable(f"the certificate {certificate.key_id} cannot be used: it {wrong}") from None
    return seal(plaintext, read.public_key, algorithm=knobs.mle_algorithm, header={"kid": certificate.key_id})


def _json(value: object) -> bytes:
    """Compact JSON, as the platform writes it; escaped only if it contains half of a surrogate pair."""
    try:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
