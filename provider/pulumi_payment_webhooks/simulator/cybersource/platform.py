"""The simulated platform itself: what it stores, its time and its knobs. No I/O here."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from functools import partial

from ...cybersource.rules import catalogue
from ..desk.mail.broken import BrokenEndpoints
from ..desk.platform import SimulatedPlatform
from ..desk.time.clock import Clock
from .delivery import CybersourceDelivery
from .egress_keys import EgressKeys
from .knobs import Knobs
from .organizations import Organizations
from .subscriptions.subscriptions import Subscriptions

WITHOUT_EVENTS = frozenset({"paymentOrchestration", "transactionSearch", "tax", "payerAuthentication", "reporting"})
"""Products that live catalogues list with no event type."""


class SimulatedCybersource(SimulatedPlatform[Knobs, CybersourceDelivery]):
    """
    The simulated platform.

    Args:
        clock: Its time.
        knobs: Its knobs at the start.
        organizations: Parents and children.
    """

    def __init__(self, *, clock: Clock, knobs: Knobs, organizations: Organizations | None = None) -> None:
        super().__init__(clock=clock, knobs=knobs)
        self.organizations = organizations or Organizations()
        self.keys = EgressKeys(clock)
        self.subscriptions = Subscriptions(
            clock=clock, knobs=lambda: self.knobs, agenda=self.agenda, feed=self.feed, lock=self.lock
        )
        self.catalogues: dict[str, dict[str, dict[str, bool | None]]] = {}
        self.broken = BrokenEndpoints(
            check=self.subscriptions.__getitem__, changed=partial(self.feed.publish, "subscription")
        )
        self.keys.on_change = lambda: self._publish("key")
        self.organizations.on_change = lambda: self._publish("organization")

    def knows(self, organization_id: str) -> bool:
        """Whether the organization exists; any does unless a knob lists them."""
        return not self.knobs.organizations or organization_id in self.knobs.organizations

    def catalogue(self, organization_id: str) -> Mapping[str, Collection[str]]:
        """The catalogue of an organization: its own if a test gave it one, otherwise the published one."""
        return self.catalogues.get(organization_id, catalogue.CURRENT)

    def offer(self, organization_id: str, products: Mapping[str, object]) -> None:
        """
        Give an organization its own catalogue: event types by product.

        An event type is its name, or an object `{"eventName": …, "payloadEncryption": true}`.

        Raises:
            ValueError: *products* is malformed.
        """
        self.catalogues[organization_id] = {
            product: _read_offer(product, events) for product, events in products.items()
        }
        self._publish("catalogue")

    def event_types(self, organization_id: str, product_id: str) -> Collection[str] | None:
        """All event types of a product, enabled or not; None if the product does not exist."""
        own = self.catalogues.get(organization_id, {}).get(product_id)
        known = catalogue.known_event_types(product_id)
        if own is None and not known and product_id not in WITHOUT_EVENTS:
            return None
        return {*known, *(own or ())}

    def is_encrypted(self, organization_id: str, product_id: str, event_type: str) -> bool:
        """Whether notifications of this event type are encrypted for the organization."""
        own = self.catalogues.get(organization_id, {}).get(product_id, {}).get(event_type)
        return product_id in self.knobs.encrypted_products if own is None else own

    def new_guid(self) -> str:
        """A new id."""
        return str(uuid.uuid4())

    def _clear(self) -> None:
        self.keys.clear()
        self.subscriptions.clear()
        self.organizations.reset()
        self.catalogues.clear()


def _read_offer(product: str, events: object) -> dict[str, bool | None]:
    if not isinstance(events, list | tuple):
        raise ValueError(f"product {product} needs a list of event types")  # a list, because a text is iterable, too
    offered: dict[str, bool | None] = {}
    for event in events:
        spoken = {"eventName": event} if isinstance(event, str) else event
        name = spoken.get("eventName") if isinstance(spoken, dict) else None
        flag = spoken.get("payloadEncryption") if isinstance(spoken, dict) else None
        if not isinstance(name, str) or not isinstance(flag, bool | None):
            raise ValueError(f"product {product} needs a list of event types")
        offered[name] = flag
    return offered
