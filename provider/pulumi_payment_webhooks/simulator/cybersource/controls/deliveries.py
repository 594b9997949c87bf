"""The control API for events, deliveries and endpoints. No I/O here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...desk.wire.calls import Call, Operation, Reply
from ...desk.wire.control import DONE, PREFIX, members
from ..deliveries import templates
from ..deliveries.courier import Courier
from ..deliveries.events import Event, Raised, emit, known_events
from ..deliveries.templates import Occasion
from ..knobs import for_product
from ..platform import SimulatedPlatform

LONGEST_SETTLING = 600
SPOKEN = {
    "eventType": "event_type",
    "productId": "product_id",
    "organizationId": "organization_id",
    "payload": "payload",
    "count": "count",
}


class DeliveryControls:
    """
    The part of the control API for deliveries.

    Args:
        platform: The simulated platform.
        courier: Delivers notifications.
        settle: Waits until nothing is due, at most a number of seconds.
    """

    def __init__(self, platform: SimulatedPlatform, courier: Courier, settle: Callable[[float], None]) -> None:
        self._platform = platform
        self._courier = courier
        self._settle = settle

    def operations(self) -> list[Operation]:
        """Its operations."""
        one, subscription = f"{PREFIX}/deliveries/{{id}}", f"{PREFIX}/subscriptions/{{webhookId}}"
        return [
            Operation("POST", f"{PREFIX}/emit", "raise an event: eventType, productId, payload, …", self._emit),
            Operation("GET", f"{PREFIX}/events", "list all event types, each with a payload", self._events),
            Operation("GET", f"{PREFIX}/deliveries", "list all deliveries, without their attempts", self._list),
            Operation("GET", one, "read a delivery, with its attempts", self._one),
            Operation("POST", f"{one}/replay", "send it again", self._replay),
            Operation("POST", f"{PREFIX}/settle", "wait until nothing is due: seconds", self._wait, waits=True),
            Operation(
                "POST", f"{subscription}/break", "make its endpoint unreachable: count, or until mended", self._break
            ),
            Operation("POST", f"{subscription}/mend", "make its endpoint reachable again", self._mend),
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

    def _list(self, call: Call) -> Reply:
        asked = {name: value for name, value in call.query.items() if name in ("webhookId", "status", "eventType")}
        all_of_them = [one.describe(attempts=False) for one in self._platform.deliveries]
        return Reply(200, [one for one in all_of_them if all(one[name] == value for name, value in asked.items())])

    def _one(self, call: Call) -> Reply:
        return Reply(200, self._platform.deliveries[call.parameters["id"]].describe())

    def _replay(self, call: Call) -> Reply:
        delivery = self._platform.deliveries[call.parameters["id"]]
        self._courier.replay(delivery)
        return Reply(202, delivery.describe())

    def _wait(self, call: Call) -> Reply:
        seconds = (call.content or {}).get("seconds", 30.0)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST_SETTLING:
            raise ValueError(f"seconds must be a number from 0 to {LONGEST_SETTLING}")
        self._settle(float(seconds))
        return DONE

    def _break(self, call: Call) -> Reply:
        count = (call.content or {}).get("count")
        self._platform.break_endpoint(call.parameters["webhookId"], count)
        return DONE

    def _mend(self, call: Call) -> Reply:
        self._platform.mend_endpoint(call.parameters["webhookId"])
        return DONE

    def _families(self, _: Call) -> Reply:
        return Reply(200, {parent: sorted(found) for parent, found in self._platform.organizations.children.items()})

    def _declare(self, call: Call) -> Reply:
        children = members(call).get("children")
        if not isinstance(children, list) or not all(isinstance(one, str) and one for one in children):
            raise ValueError("children must be a list of organizations")
        self._platform.organizations.declare(call.parameters["organizationId"], children)
        return self._families(call)


def raise_event(spoken: dict[str, Any], platform: SimulatedPlatform, courier: Courier) -> Raised:
    """
    Raise an event given with the platform's names.

    Raises:
        ValueError: A member is unknown, absent or wrong.
    """
    for name in spoken:
        if name not in SPOKEN:
            raise ValueError(f"unknown member {name!r} of an event; it has {', '.join(SPOKEN)}")
    if "eventType" not in spoken:
        raise ValueError("eventType is required")
    return emit(Event(**{SPOKEN[name]: value for name, value in spoken.items()}), platform, courier)
