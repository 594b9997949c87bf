"""The simulated platform as the page shows it: webhooks, and verdicts on signatures. No I/O here."""

from __future__ import annotations

from ...digital_river.rules.signature import HEADER, Signatures, parse_signature_header
from ..desk.json_values import JsonObject
from ..desk.mail.deliveries import Attempt
from ..desk.wire.control import PREFIX
from ..page.source import Inbox, SignatureVerdict, endpoint_switch
from .platform import SimulatedDigitalRiver
from .webhooks.signing_secrets import SigningSecret
from .webhooks.store import OAUTH, HeldWebhook

SHOWN = 8
ENABLED, DISABLED = "ACTIVE", "DISABLED"


class DigitalRiverInbox(Inbox[SimulatedDigitalRiver, HeldWebhook]):
    """
    The platform as a source of the page.

    Args:
        platform: The simulated platform.
    """

    name = "Digital River"
    emit = "payment-webhooks digital-river simulate emit order.accepted"

    def __init__(self, platform: SimulatedDigitalRiver) -> None:
        super().__init__(platform, platform.webhooks)

    def verdict(self, attempt: Attempt) -> SignatureVerdict:
        """The result of verifying *attempt* with every secret of every webhook."""
        header = {name.lower(): value for name, value in attempt.headers.items()}.get(HEADER)
        if header is None:
            return SignatureVerdict("unsigned", "the signature is missing, so a receiver must refuse it")
        try:
            signatures = parse_signature_header(header)
            sent_at = signatures.sent_at.isoformat()
        except ValueError as wrong:
            return SignatureVerdict("refused", str(wrong))
        found = self._signer(signatures, attempt.body.encode())
        if found is None:
            return SignatureVerdict("refused", "it matches no secret of a webhook", sent_at=sent_at)
        count = len(signatures.macs)
        words = "it matches the body as it was sent" + (f"; {count} secrets were valid" if count > 1 else "")
        return SignatureVerdict("verified", words, found.id, self._state(found), "body", sent_at)

    def _signer(self, signatures: Signatures, body: bytes) -> SigningSecret | None:
        """The newest secret with which one of *signatures* was made."""
        held = (one for webhook in self._platform.webhooks for one in reversed(webhook.secrets.all))
        return next((one for one in held if signatures.is_of(one.token, body)), None)

    def _state(self, secret: SigningSecret) -> str:
        if not secret.is_valid(self._platform.clock.now()):
            return "expired"
        return "current" if secret.expires is None else "superseded"

    def _card(self, held: HeldWebhook) -> JsonObject:
        left = self._platform.broken.left(held.id)
        mode = "live" if held.is_live else "test"
        return {
            "id": held.id,
            "name": f"webhook {held.id[:SHOWN]}",
            "status": ENABLED if held.is_enabled else DISABLED,
            "url": held.address,
            "topics": [{"label": "events", "eventTypes": held.types, "members": {}}],
            "facts": [("transport", _transport(held)), ("mode", mode)],
            "emit": {"where": f"{mode} mode", "members": {"liveMode": held.is_live}},
            "health": None,
            "broken": left,
            "actions": [
                _status_switch(held),
                endpoint_switch(f"{PREFIX}/webhooks/{held.id}", is_broken=left is not None),
            ],
        }


def _transport(held: HeldWebhook) -> str:
    if held.transport == OAUTH:
        return f"OAUTH, {(held.credentials or {}).get('grantType', '')}"
    return "HTTP, basic credentials" if held.credentials else "HTTP"


def _status_switch(held: HeldWebhook) -> JsonObject:
    verb = "disable" if held.is_enabled else "enable"
    texts = {
        "label": verb.capitalize(),
        "title": f"{verb.capitalize()} it as in the console",
        "done": f"It is {verb}d.",
    }
    return {**texts, "key": "status", "method": "POST", "path": f"{PREFIX}/webhooks/{held.id}/{verb}", "body": {}}
