"""The control API for events and deliveries. No I/O here."""

from __future__ import annotations

from collections.abc import Callable

from ...desk.json_values import JsonObject
from ...desk.wire.calls import Call, Operation, Reply
from ...desk.wire.control import PREFIX, event_arguments, members
from ...desk.wire.delivery_controls import DeliveryControls
from ..deliveries.courier import DigitalRiverCourier
from ..deliveries.occurrences import Occurrence, Raised, emit, known_events
from ..deliveries.templates import content
from ..platform import SimulatedDigitalRiver

SPOKEN = {
    "eventType": "event_type",
    "liveMode": "is_live",
    "payload": "object",
    "previousAttributes": "previous",
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
        self, platform: SimulatedDigitalRiver, courier: DigitalRiverCourier, settle: Callable[[float], None]
    ) -> None:
        self._platform = platform
        self._courier = courier
        self._settle = settle

    def operations(self) -> list[Operation]:
        """Its operations."""
        shared = DeliveryControls(self._platform.deliveries, self._platform.broken, self._courier.replay, self._settle)
        return [
            Operation("POST", f"{PREFIX}/emit", "raise an event: eventType, liveMode, payload, …", self._emit),
            Operation("GET", f"{PREFIX}/events", "list all event types, each with a resource", self._events),
            *shared.operations(f"{PREFIX}/webhooks/{{id}}"),
        ]

    def _emit(self, call: Call) -> Reply:
        return Reply(201, raise_event(members(call), self._platform, self._courier).describe())

    def _events(self, _: Call) -> Reply:
        now = self._platform.clock.now()
        return Reply(
            200,
            [
                {"eventType": one, "payload": content(one, is_live=False, at=now, seed=one).object}
                for one in known_events(self._platform)
            ],
        )


def raise_event(spoken: JsonObject, platform: SimulatedDigitalRiver, courier: DigitalRiverCourier) -> Raised:
    """
    Raise an event given with the names of the control API.

    Raises:
        ValueError: A member is unknown, absent or wrong.
    """
    return emit(Occurrence(**event_arguments(spoken, SPOKEN)), platform, courier)
