"""What one attempt sends: the event, the signatures of every valid secret, and basic credentials. No I/O here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ....digital_river.rules.signature import signature_header
from ....digital_river.rules.versions import NEWEST, PUBLISHED
from ...desk.mail.tokens import basic
from ..events import RecordedEvent
from ..knobs import Knobs
from ..webhooks.store import HTTP, HeldWebhook

USER_AGENT = "DigitalRiver-Webhooks"
SIGNATURE = "DigitalRiver-Signature"


@dataclass(frozen=True)
class Message:
    """
    An attempt, ready to be sent.

    Args:
        headers: Headers without a token.
        body: The bytes that are signed.
    """

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def message(content: object, webhook: HeldWebhook, knobs: Knobs, *, now: datetime, sent: datetime) -> Message:
    """
    One attempt.

    Args:
        content: What is sent, as JSON values.
        webhook: For whom.
        knobs: How it is signed.
        now: The platform's time, which decides the valid secrets.
        sent: The time in the signature.
    """
    body = json.dumps(content, separators=(",", ":")).encode()
    valid = [one.token for one in webhook.secrets.valid(now)]
    tokens = valid if knobs.signature_order == "newest_first" else valid[::-1]
    headers = {
        "Content-Type": "application/json",
        SIGNATURE: signature_header(tokens, body, sent=_spell(sent, knobs)),
    }
    if webhook.transport == HTTP and webhook.credentials:
        held = webhook.credentials
        headers["Authorization"] = basic(held.get("username", ""), held.get("password", ""))
    return Message(headers, body)


def payload(event: RecordedEvent, webhook: HeldWebhook, knobs: Knobs) -> dict[str, object]:
    """The event in the version that *webhook* asks for; any word but a date means the version of the key."""
    version = webhook.document["apiVersion"]
    return event.envelope(knobs, version=version if version in PUBLISHED else NEWEST)


def _spell(moment: datetime, knobs: Knobs) -> str:
    match knobs.signature_unit:
        case "seconds":
            return str(int(moment.timestamp()))
        case "milliseconds":
            return str(int(moment.timestamp() * 1000))
        case "iso":
            return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
