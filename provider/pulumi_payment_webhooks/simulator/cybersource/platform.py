"""Everything a simulated platform holds at one moment, shared by its operations. No I/O here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from threading import RLock
from typing import Any

from ...cybersource.rules import catalogue
from ..desk.journal.feed import Feed
from ..desk.mail.deliveries import Deliveries
from ..desk.time.agenda import Agenda
from ..desk.time.clock import Clock
from .delivery import CybersourceDeliveries
from .egress_keys import EgressKeys
from .knobs import Knobs
from .organizations import Organizations
from .subscriptions.subscriptions import Subscriptions

WITHOUT_EVENTS = frozenset({"paymentOrchestration", "transactionSearch", "tax", "payerAuthentication", "reporting"})
"""Products that live catalogues list with no event type."""

UNTIL_MENDED = -1


class SimulatedPlatform:
    """
    The platform's memory.

    Args:
        clock: Its time.
        knobs: How it behaves at the start.
        organizations: Who belongs to whom.
    """

    def __init__(self, *, clock: Clock, knobs: Knobs, organizations: Organizations | None = None) -> None:
        self.clock = clock
        self.knobs = knobs
        self._first_knobs = knobs
        self.lock = RLock()
        self.feed = Feed()
        self.agenda = Agenda()
        self.deliveries: CybersourceDeliveries = Deliveries(self.feed)
        self.organizations = organizations or Organizations()
        self.keys = EgressKeys(clock)
        self.subscriptions = Subscriptions(
            clock=clock, knobs=lambda: self.knobs, agenda=self.agenda, feed=self.feed, lock=self.lock
        )
        self.catalogues: dict[str, dict[str, dict[str, bool | None]]] = {}
        self.broken: dict[str, int] = {}
        self.turned: list[Callable[[], None]] = []
        self.keys.changed = lambda: self._tell("key")
        self.organizations.changed = lambda: self._tell("organization")
        clock.watchers.append(lambda: self._tell("clock"))

    def turn(self, changes: Mapping[str, Any]) -> Knobs:
        """
        Turn knobs and tell all positions.

        Raises:
            ValueError: There is no such knob or position.
        """
        self.knobs = self.knobs.turned(changes)
        for told in self.turned:
            told()
        self._tell("knobs")
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

        An event type is its name, or an object `{"eventName": …, "payloadEncryption": true}`.

        Raises:
            ValueError: It is no such mapping.
        """
        self.catalogues[organization_id] = {product: _offered(product, events) for product, events in products.items()}
        self._tell("catalogue")

    def event_types(self, organization_id: str, product_id: str) -> Collection[str] | None:
        """What may be subscribed, enabled or not; None for a product that does not exist."""
        own = self.catalogues.get(organization_id, {}).get(product_id)
        known = catalogue.known_event_types(product_id)
        if own is None and not known and product_id not in WITHOUT_EVENTS:
            return None
        return {*known, *(own or ())}

    def is_encrypted(self, organization_id: str, product_id: str, event_type: str) -> bool:
        """Whether the organization's catalogue says that such notifications are encrypted."""
        own = self.catalogues.get(organization_id, {}).get(product_id, {}).get(event_type)
        return product_id in self.knobs.encrypted_products if own is None else own

    def new_guid(self) -> str:
        """A fresh id."""
        return str(uuid.uuid4())

    def break_endpoint(self, webhook_id: str, count: int | None = None) -> None:
        """
        Let the next *count* attempts of a subscription find nobody; without a count all, and pings, until it is mended.

        Raises:
            KeyError: There is no such subscription.
            ValueError: The count is none.
        """
        self.subscriptions[webhook_id]
        if count is not None and (type(count) is not int or count < 1):
            raise ValueError("count must be a whole number of at least 1")
        self.broken[webhook_id] = UNTIL_MENDED if count is None else count
        self.feed.publish("subscription", webhook_id)

    def mend_endpoint(self, webhook_id: str) -> None:
        """Let a subscription's endpoint be found again."""
        self.subscriptions[webhook_id]
        self.broken.pop(webhook_id, None)
        self.feed.publish("subscription", webhook_id)

    def is_found_broken(self, webhook_id: str) -> bool:
        """Whether an attempt of now finds nobody; it counts."""
        left = self.broken.get(webhook_id)
        if left is None:
            return False
        if left == 1:
            del self.broken[webhook_id]
        elif left > 1:
            self.broken[webhook_id] = left - 1
        return True

    def reset(self) -> None:
        """As it was at the start."""
        self.knobs = self._first_knobs
        self.agenda.clear()
        self.deliveries.clear()
        self.keys.clear()
        self.subscriptions.clear()
        self.organizations.reset()
        self.catalogues.clear()
        self.broken.clear()
        self._tell("reset")

    def _tell(self, kind: str) -> None:
        self.feed.publish(kind)


def _offered(product: str, events: Any) -> dict[str, bool | None]:
    if not isinstance(events, list | tuple):
        raise ValueError(f"product {product} needs a list of event types")  # a list, so that a bare text is refused
    offered: dict[str, bool | None] = {}
    for event in events:
        spoken = {"eventName": event} if isinstance(event, str) else event
        name = spoken.get("eventName") if isinstance(spoken, dict) else None
        flag = spoken.get("payloadEncryption") if isinstance(spoken, dict) else None
        if not isinstance(name, str) or not isinstance(flag, bool | None):
            raise ValueError(f"product {product} needs a list of event types")
        offered[name] = flag
    return offered
