"""
The catalogue of products and events as the platform spells it. No I/O here.

Source: reference §6.9. A product with no events is normal, and the same event may stand twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """One event type of a product."""

    name: str
    display_name: str = ""
    is_encrypted: bool = False


@dataclass(frozen=True)
class Product:
    """One product, and the events it offers to the organization."""

    id: str
    name: str
    events: Mapping[str, Event]


Catalogue = Mapping[str, Product]


def read(answer: Any) -> Catalogue:
    """The catalogue in *answer*, by product id; a wrapper object is tolerated."""
    rows = answer.get("products") if isinstance(answer, Mapping) else answer
    found: dict[str, Product] = {}
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping) and isinstance(id := row.get("productId"), str):
            events = {one.name: one for one in _events(row.get("eventTypes"))}
            found[id] = Product(id, str(row.get("productName") or id), events)
    return found


def _events(rows: Any) -> Iterator[Event]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, str):
            yield Event(row)
        elif isinstance(row, Mapping) and isinstance(name := row.get("eventName"), str):
            yield Event(name, str(row.get("displayName") or ""), row.get("payloadEncryption") in (True, "true"))
