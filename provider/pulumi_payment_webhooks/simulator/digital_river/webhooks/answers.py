"""How answers spell times, webhooks and lists. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from ...desk.json_values import JsonObject
from ..knobs import Knobs
from .store import CREDENTIALS, HeldWebhook

MASK = "********"
SECRETS = ("password", "clientSecret")


def webhook_time(moment: datetime) -> str:
    """A time as webhooks show it: UTC with milliseconds."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def describe(webhook: HeldWebhook, knobs: Knobs) -> JsonObject:
    """A webhook as answers show it: credentials only with their own transport."""
    document = webhook.document
    shown: dict[str, object] = {
        "id": webhook.id,
        "types": _ordered(webhook.types, knobs),
        "address": webhook.address,
        "apiVersion": document["apiVersion"],
        "enabled": webhook.is_enabled,
        "transportType": webhook.transport,
    }
    if knobs.live_mode_in_answers:
        shown["liveMode"] = webhook.is_live
    if webhook.credentials:
        shown[CREDENTIALS[webhook.transport]] = _credentials(webhook.credentials, knobs)
    return {**shown, "createdTime": webhook_time(webhook.created), "updatedTime": webhook_time(webhook.updated)}


def page(rows: Sequence[dict[str, object]], *, has_more: bool = False) -> JsonObject:
    """A list as the API answers it for everything but webhooks."""
    return {"hasMore": has_more, "data": list(rows)}


def _ordered(types: list[str], knobs: Knobs) -> list[str]:
    if knobs.types_order == "sorted":
        return sorted(types)
    return types[::-1] if knobs.types_order == "reversed" else list(types)


def _credentials(held: dict[str, str], knobs: Knobs) -> dict[str, str]:
    shown = {}
    for name, value in held.items():
        spelling = knobs.user_name_in_answers if name == "username" else name
        if name not in SECRETS or knobs.credentials_in_answers == "shown":
            shown[spelling] = value
        elif knobs.credentials_in_answers == "masked":
            shown[spelling] = MASK
    return shown
