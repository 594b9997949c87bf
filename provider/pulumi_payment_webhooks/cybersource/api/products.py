"""
The catalogue of products and events as the platform spells it. No I/O here.

A product with no events is normal, and the same event may stand twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OfferedEvent:
    """One event type of a product."""

    name: str
    display_name: str = ""
    is_encrypted: bool = False


@dataclass(frozen=True)
class Product:
    """One product, and the events it offers to the organization."""

    id: str
    name: str
    events: Mapping[str, OfferedEvent]


Catalogue = Mapping[str, Product]


def read_catalogue(answer: object) -> Catalogue:
    """
    The catalogue in *answer*, by product id; a wrapper object is tolerated.

    Raises:
        ValueError: It is not a whole catalogue; the text follows "answered". What is offered is not known then.
    """
    found: dict[str, Product] = {}
    for row in _rows(answer.get("products") if isinstance(answer, Mapping) else answer, "products"):
        id = row.get("productId") if isinstance(row, Mapping) else None
        if not isinstance(id, str) or not id:
            raise ValueError("with a product that has no productId")
        events = {one.name: one for one in _events(row.get("eventTypes"), id)}
        found[id] = Product(id, str(row.get("productName") or id), events)
    return found


def _events(rows: object, product: str) -> Iterator[OfferedEvent]:
    for row in _rows([] if rows is None else rows, "event types"):
        name = row.get("eventName") if isinstance(row, Mapping) else row
        if not isinstance(name, str) or not name:
            raise ValueError(f"with an event type of {product!r} that has no eventName")
        members = row if isinstance(row, Mapping) else {}
        yield OfferedEvent(
            name, str(members.get("displayName") or ""), members.get("payloadEncryption") in (True, "true")
        )


def _rows(rows: object, what: str) -> list[Any]:
    if not isinstance(rows, list):
        raise ValueError(f"without a list of {what}")
    return rows
