"""The control API for events, deliveries and organizations. No I/O here."""

from __future__ import annotations

from collections.abc import Callable

from ...desk.json_values import JsonObject
from ...desk.wire.calls import Call, Operation, Reply
from ...desk.wire.control import PREFIX, event_arguments, members
from ...desk.wire.delivery_controls import DeliveryControls
from ..deliveries import templates
from ..deliveries.courier import CybersourceCourier
from ..deliveries.events import EventRequest, Raised, emit, known_events
from ..deliveries.templates import Occasion
from ..knobs import for_product
from ..platform import SimulatedCybersource

SPOKEN = {
    "eventType": "event_type",
    "productId": "product_id",
    "organizationId": "organization_id",
    "payload": "payload",
    "count": "count",
}


class EventControls:
    """
    The part of the control API for events and deliveries.

    Args:
        platform: The simulated platform.
        courier: Delivers notifications.
        settle: Waits until nothing is due, at most a number of seconds.
    """

    def __init__(
        self, platform: SimulatedCybersource, courier: CybersourceCourier, settle: Callable[[float], None]
    ) -> None:
        self._platform = platform
        self._courier = courier
        self._settle = settle

    def operations(self) -> list[Operation]:
        """Its operations."""
        shared = DeliveryControls(self._platform.deliveries, self._platform.broken, self._courier.replay, self._settle)
        return [
            Operation("POST", f"{PREFIX}/emit", "raise an event: eventType, productId, payload, …", self._emit),
            Operation("GET", f"{PREFIX}/events", "list all event types, each with a payload", self._events),
            *shared.operations(f"{PREFIX}/subscriptions/{{webhookId}}"),
            Operation("GET", f"{PREFIX}/organizations", "list the children of each organization", self._families),
            Operation("PUT", f"{PREFIX}/organizations/{{organizationId}}", "add children", self._declare),
        ]

    def _emit(self, call: Call) -> Reply:
        return Reply(201, raise_event(members(call), self._platform, self._courier).describe())

    def _events(self, _: Call) -> Reply:
        now, seed, shapes = self._platform.clock.now(), self._platform.new_guid(), self._platform.knobs.payload_shape
        listed = [
            {
                "eventType": event,
                "productId": product,
                "payload": templates.payload(
                    Occasion(event, product, "ORGANIZATION", now, seed), for_product(shapes, product)
                ),
            }
            for product, events in known_events(self._platform).items()
            for event in sorted(events)
        ]
        return Reply(200, listed)

    def _families(self, _: Call) -> Reply:
        return Reply(200, {parent: sorted(found) for parent, found in self._platform.organizations.children.items()})

    def _declare(self, call: Call) -> Reply:
        children = members(call).get("children")
        if not isinstance(children, list) or not all(isinstance(one, str) and one for one in children):
            raise ValueError("children must be a list of organizations")
        self._platform.organizations.declare(call.parameters["organizationId"], children)
        return self._families(call)


def raise_event(spoken: JsonObject, platform: SimulatedCybersource, courier: CybersourceCourier) -> Raised:
    """
    Raise an event given with the platform's names.

    Raises:
        ValueError: A member is unknown, absent or wrong.
    """
    return emit(EventRequest(**event_arguments(spoken, SPOKEN)), platform, courier)
