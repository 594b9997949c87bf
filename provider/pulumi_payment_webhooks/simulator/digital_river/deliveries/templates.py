"""
A plausible resource for every event type. Pure.

The fields are those of the documented payloads as far as they are common: id, state, mode and times.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ...desk.json_values import JsonObject

PREFIXES = {
    "customer.source": "src",
    "fulfillment_order": "ful",
    "invoice": "in",
    "order.charge.capture": "cap",
    "order.charge.refund": "re",
    "order.charge": "ch",
    "plan": "plan",
    "refund": "re",
    "return": "ret",
    "sku": "sku",
    "source": "src",
    "subscription": "sub",
}
"""Prefixes of ids by resource, of the samples; an order has a number."""

CHANGES = frozenset({"updated"})
DELETIONS = frozenset({"deleted"})
NUMBER = 10**11
ID_BYTES = 12


@dataclass(frozen=True)
class Content:
    """
    What an event says.

    Args:
        object: The resource afterwards; empty after a deletion.
        previous: The changed fields with their old values; None where nothing was changed.
    """

    object: JsonObject
    previous: JsonObject | None = None


def content(event_type: str, *, is_live: bool, at: datetime, seed: str) -> Content:
    """
    The content of an event.

    Args:
        event_type: What happened.
        is_live: The mode.
        at: When it happened.
        seed: Decides the id of the resource: the same seed, the same content.
    """
    resource, _, state = event_type.rpartition(".")
    if state in DELETIONS:
        return Content({})
    updated = at.astimezone(UTC)
    shown: dict[str, object] = {
        "id": _id(resource, random.Random(seed)),  # noqa: S311 - ids of samples, not secrets
        "createdTime": _spell(updated - timedelta(minutes=5)),
        "updatedTime": _spell(updated),
        "liveMode": is_live,
    }
    if state in CHANGES:
        return Content({**shown, "metadata": {"revision": "2"}}, {"metadata": {"revision": "1"}})
    return Content({**shown, "state": state})


def _id(resource: str, source: random.Random) -> str:
    if resource == "order":
        return str(NUMBER + source.randrange(NUMBER))
    found = next((prefix for name, prefix in PREFIXES.items() if resource.startswith(name)), resource.split(".")[0])
    return f"{found}_{source.randbytes(ID_BYTES).hex()}"


def _spell(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
