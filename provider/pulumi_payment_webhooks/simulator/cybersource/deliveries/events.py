"""Events: which subscriptions get one, and why others do not. No I/O here; the courier sends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ....cybersource.rules import catalogue
from ....cybersource.rules import status as statuses
from ....wording import did_you_mean
from ...desk.json_values import JsonObject
from ...desk.mail import deliveries as standings
from ..delivery import CybersourceDelivery
from ..knobs import for_product
from ..platform import SimulatedCybersource
from ..subscriptions.subscriptions import Subscription
from . import templates
from .courier import CybersourceCourier
from .templates import Occasion

MOST_AT_ONCE = 10_000
DEEPEST = 100
"""Levels of a payload; the data file cannot store an endlessly nested one."""


@dataclass(frozen=True)
class EventRequest:
    """
    An event.

    Args:
        event_type: The event type.
        product_id: The product; None for any that has the event type.
        organization_id: Where it happens; None for the organization of each subscription.
        payload: The payload; None for the template of the event type.
        count: How often it happens.
    """

    event_type: str
    product_id: str | None = None
    organization_id: str | None = None
    payload: Any = field(default=None, repr=False)
    count: int = 1

    def __post_init__(self) -> None:
        for name in ("event_type", "product_id", "organization_id"):
            value = getattr(self, name)
            if not (isinstance(value, str) and value) and (value is not None or name == "event_type"):
                raise ValueError(f"{name} must be text")
        if type(self.count) is not int or not 1 <= self.count <= MOST_AT_ONCE:
            raise ValueError(f"count must be a whole number from 1 to {MOST_AT_ONCE}")
        try:
            json.dumps(self.payload, allow_nan=False)
        except (TypeError, ValueError, RecursionError):
            raise ValueError("the payload is not a JSON value") from None
        if _nests_beyond(self.payload, DEEPEST):
            raise ValueError(f"the payload nests more than {DEEPEST} levels deep")


@dataclass(frozen=True)
class Raised:
    """
    The result of an event.

    Args:
        deliveries: Its deliveries.
        passed_over: Subscriptions to the event type that do not get it: the reason by id.
    """

    deliveries: list[CybersourceDelivery]
    passed_over: dict[str, str]

    def describe(self) -> JsonObject:
        """The result as JSON values."""
        return {
            "deliveries": [one.describe(attempts=False) for one in self.deliveries],
            "passedOver": [{"webhookId": id, "why": why} for id, why in self.passed_over.items()],
        }


def emit(event: EventRequest, platform: SimulatedCybersource, courier: CybersourceCourier) -> Raised:
    """
    Raise *event*: it is sent to every subscription that wants it.

    Raises:
        ValueError: There is no such event type, or no such product.
        Full: Too many deliveries are waiting already.
    """
    _check_is_known(event, platform)
    with platform.lock:
        takers, passed_over = [], {}
        for subscription, product in _find_takers(event, platform):
            why = _objection(event, subscription, product, platform)
            if why:
                passed_over[subscription.webhook_id] = why
            else:
                takers.append((subscription, product))
        sent = [courier.send(one) for _ in range(event.count) for one in _occurrence(event, takers, platform)]
    return Raised(sent, passed_over)


def known_events(platform: SimulatedCybersource) -> dict[str, set[str]]:
    """Every event type by product: published, seen, in an organization's own catalogue, or subscribed."""
    known: dict[str, set[str]] = {}
    sources: list[Any] = [catalogue.CURRENT, catalogue.ALSO_SEEN, *platform.catalogues.values()]
    for source in [*sources, *(one.products for one in platform.subscriptions)]:
        for product, events in source.items():
            known.setdefault(product, set()).update(events)
    return known


def _check_is_known(event: EventRequest, platform: SimulatedCybersource) -> None:
    known = known_events(platform)
    if event.product_id is not None and event.product_id not in known:
        raise ValueError(f"no such product {event.product_id!r}{did_you_mean(event.product_id, known)}")
    candidates = known[event.product_id] if event.product_id else {one for events in known.values() for one in events}
    if event.event_type not in candidates:
        where = f" in product {event.product_id}" if event.product_id else ""
        raise ValueError(f"no such event type {event.event_type!r}{where}{did_you_mean(event.event_type, candidates)}")


def _nests_beyond(value: object, levels: int) -> bool:
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else None
    if members is None:
        return False
    return levels == 0 or any(_nests_beyond(one, levels - 1) for one in members)


def _find_takers(event: EventRequest, platform: SimulatedCybersource) -> Iterator[tuple[Subscription, str]]:
    """Subscriptions to the event type, each with the product under which it lists it."""
    for subscription in platform.subscriptions:
        for product, events in subscription.products.items():
            if event.event_type in events and event.product_id in (None, product):
                yield subscription, product
                break


def _objection(event: EventRequest, subscription: Subscription, product: str, platform: SimulatedCybersource) -> str:
    """Why *subscription* does not get it; empty if it does."""
    subscriber = subscription.organization_id
    source = event.organization_id or subscriber
    scope = subscription.document["notificationScope"]
    if not platform.organizations.covers(scope, subscriber, source):
        return f"its scope {scope['scope']} of organization {subscriber} does not cover organization {source}"
    offered = platform.catalogues.get(subscriber)
    if offered is not None and event.event_type not in offered.get(product, ()):
        return f"product {product} is not enabled for organization {subscriber}"
    queues = subscription.status == statuses.SUSPENDED and subscription.is_withheld_when_unreachable
    return "" if subscription.status == statuses.ACTIVE or queues else f"it is {subscription.status}"


def _occurrence(
    event: EventRequest, takers: list[tuple[Subscription, str]], platform: SimulatedCybersource
) -> Iterator[CybersourceDelivery]:
    """The deliveries of one occurrence, one for each of *takers*."""
    now, seed = platform.clock.now(), platform.new_guid()
    for subscription, product in takers:
        source = event.organization_id or subscription.organization_id
        payload = event.payload
        if payload is None:
            shape = for_product(platform.knobs.payload_shape, product)
            payload = templates.payload(Occasion(event.event_type, product, source, now, seed), shape)
        is_queued = subscription.status != statuses.ACTIVE
        yield CybersourceDelivery(
            event_type=event.event_type,
            product_id=product,
            organization_id=subscription.organization_id,
            source_id=source,
            webhook_id=subscription.webhook_id,
            url=subscription.url,
            raised=now,
            payload=json.loads(json.dumps(payload)),
            status=standings.SUSPENDED if is_queued else standings.WAITING,
            planned=[] if is_queued else [now],
            why="the subscription is SUSPENDED" if is_queued else "",
        )
