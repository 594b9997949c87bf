"""Everything a simulated platform holds at one moment, shared by its operations. No I/O here."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from ...simulator.clock import Clock
from ..rules import catalogue
from .keys import Keys
from .knobs import Knobs
from .subscriptions import Subscriptions

WITHOUT_EVENTS = frozenset({"paymentOrchestration", "transactionSearch", "tax", "payerAuthentication", "reporting"})
"""Products that live catalogues list with no event type."""


class World:
    """
    The platform's memory.

    Args:
        clock: Its time.
        knobs: How it behaves at the start.
    """

    def __init__(self, *, clock: Clock, knobs: Knobs) -> None:
        self.clock = clock
        self.knobs = knobs
        self._first_knobs = knobs
        self.keys = Keys(clock)
        self.subscriptions = Subscriptions(clock=clock, knobs=lambda: self.knobs)
        self.catalogues: dict[str, Mapping[str, Collection[str]]] = {}

    def turn(self, changes: Mapping[str, Any]) -> Knobs:
        """
        Turn knobs and tell all positions.

        Raises:
            ValueError: There is no such knob or position.
        """
        self.knobs = self.knobs.turned(changes)
        return self.knobs

    def knows(self, organization_id: str) -> bool:
        """Whether the organization exists; any does unless a knob lists them."""
        return not self.knobs.organizations or organization_id in self.knobs.organizations

    def catalogue(self, organization_id: str) -> Mapping[str, Collection[str]]:
        """What the organization is offered: its own list where a test gave one, otherwise the published one."""
        return self.catalogues.get(organization_id, catalogue.CURRENT)

    def offer(self, organization_id: str, products: Mapping[str, Any]) -> None:
        """
        Offer an organization products of its own: event types by product.

        Raises:
            ValueError: It is no such mapping.
        """
        for product, events in products.items():
            if not isinstance(events, list | tuple) or not all(isinstance(event, str) for event in events):
                raise ValueError(f"product {product} needs a list of event types")
        self.catalogues[organization_id] = {product: tuple(events) for product, events in products.items()}

    def event_types(self, organization_id: str, product_id: str) -> Collection[str] | None:
        """What may be subscribed, enabled or not; None for a product that does not exist."""
        own = self.catalogues.get(organization_id, {}).get(product_id)
        known = catalogue.known_event_types(product_id)
        if own is None and not known and product_id not in WITHOUT_EVENTS:
            return None
        return {*known, *(own or ())}

    def new_guid(self) -> str:
        """A fresh id."""
        return str(uuid.uuid4())

    def reset(self) -> None:
        """As it was at the start."""
        self.knobs = self._first_knobs
        self.keys.clear()
        self.subscriptions.clear()
        self.catalogues.clear()
