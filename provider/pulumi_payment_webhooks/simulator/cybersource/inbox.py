"""The simulated platform as the page shows it: subscriptions and verdicts on signatures. No I/O here."""

from __future__ import annotations

import base64

from ...crypto.stamp import is_stamped
from ...cybersource.rules import status as statuses
from ...cybersource.rules.notification_signature import HEADER, NotificationSignature, parse_signature_header
from ..desk.json_values import JsonObject
from ..desk.mail.deliveries import Attempt
from ..desk.wire.control import PREFIX
from ..page.source import Inbox, SignatureVerdict, endpoint_switch
from .deliveries.messages import signable
from .egress_keys import EgressKey
from .knobs import Signed
from .platform import SimulatedCybersource
from .subscriptions.subscriptions import Subscription


class CybersourceInbox(Inbox[SimulatedCybersource, Subscription]):
    """
    The platform as a source of the page.

    Args:
        platform: The simulated platform.
    """

    name = "Cybersource / Visa Acceptance Solutions"
    emit = "payment-webhooks simulate emit tms.networktoken.updated"

    def __init__(self, platform: SimulatedCybersource) -> None:
        super().__init__(platform, platform.subscriptions)

    def verdict(self, attempt: Attempt) -> SignatureVerdict:
        """The result of verifying *attempt* with the platform's keys; it checks what `signable` lists."""
        header = {name.lower(): value for name, value in attempt.headers.items()}.get(HEADER)
        if header is None:
            return SignatureVerdict("unsigned", "the signature is missing, so a receiver must refuse it")
        try:
            signature = parse_signature_header(header)
        except ValueError as wrong:
            return SignatureVerdict("refused", str(wrong))
        sent_at, key = signature.sent_at.isoformat(), self._platform.keys.find(signature.key_id)
        if key is None:
            return SignatureVerdict("refused", "unknown key id", signature.key_id, sent_at=sent_at)
        signed = _signed_bytes(attempt, signature, key)
        words = "it matches none of the bytes that may have been signed" if signed is None else _WORDS[signed]
        state = "refused" if signed is None else "verified"
        return SignatureVerdict(state, words, signature.key_id, self._state(key), signed, sent_at)

    def _state(self, key: EgressKey) -> str:
        if key.expires_on <= self._platform.clock.now():
            return "expired"
        return "superseded" if key.superseded else "current"

    def _card(self, held: Subscription) -> JsonObject:
        id = held.webhook_id
        left = self._platform.broken.left(id)
        return {
            "id": id,
            "name": held.name,
            "status": held.status,
            "url": held.url,
            "topics": [
                {"label": product, "eventTypes": events, "members": {"productId": product}}
                for product, events in held.products.items()
            ],
            "facts": [
                ("security", held.document["securityPolicy"]["securityType"]),
                ("organization", held.organization_id),
            ],
            "emit": {
                "where": held.organization_id,
                "members": {"organizationId": held.organization_id},
            },
            "health": _health(held),
            "broken": left,
            "actions": [
                *_ways_to_active(held),
                endpoint_switch(f"{PREFIX}/subscriptions/{id}", is_broken=left is not None),
            ],
        }


_WORDS = {
    "body": "it matches the body as it was sent",
    "plaintext": "it matches the decrypted text",
    "payload": "it matches the text of the payload",
}


def _signed_bytes(attempt: Attempt, signature: NotificationSignature, key: EgressKey) -> Signed | None:
    """Which bytes of *attempt* the key has signed; None if it signed none."""
    secret = base64.b64decode(key.secret)
    for which, content in signable(attempt).items():
        if is_stamped(secret, signature.sent, content, signature.mac):
            return which
    return None


def _health(held: Subscription) -> JsonObject | None:
    """The result of the last ping."""
    ping = held.health
    return ping and {"words": ping["error"] or "healthy", "at": ping["at"]}


def _ways_to_active(held: Subscription) -> list[JsonObject]:
    one = f"{PREFIX}/subscriptions/{held.webhook_id}"
    match held.status:
        case statuses.PENDING_REVIEW | statuses.BLOCKED:
            texts = {"label": "Approve", "title": "End its review with an approval", "done": "Its URLs are approved."}
            return [{**texts, "key": "status", "method": "POST", "path": f"{one}/approve", "body": {}}]
        case statuses.INACTIVE:
            texts = {"label": "Activate", "title": "Activate it as a client would", "done": "It is active."}
            body = {"status": statuses.ACTIVE}
            return [{**texts, "key": "status", "method": "PUT", "path": f"{one}/status", "body": body}]
        case _:
            return []
