"""The control API for subscriptions, keys, knobs and catalogues. No I/O here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from ...desk.json_values import JsonObject
from ...desk.wire.calls import Call, Operation, Reply
from ...desk.wire.control import DONE, PREFIX, members
from ..platform import SimulatedCybersource
from ..subscriptions import bodies
from ..subscriptions.subscriptions import Subscription
from .deliveries import EventControls

SUBSCRIPTIONS = f"{PREFIX}/subscriptions"


class Controls:
    """
    The platform's own part of the control API.

    Args:
        platform: The simulated platform.
        deliveries: The part for deliveries.
    """

    def __init__(self, platform: SimulatedCybersource, deliveries: EventControls) -> None:
        self._platform = platform
        self._deliveries = deliveries

    def operations(self) -> list[Operation]:
        """Its operations."""
        one = f"{SUBSCRIPTIONS}/{{webhookId}}"
        held = self._platform.subscriptions
        return [
            Operation("GET", SUBSCRIPTIONS, "list all subscriptions", self._list),
            Operation("GET", one, "read a subscription", self._get),
            Operation("PATCH", one, "change it as if in the console", self._edit),
            Operation("DELETE", one, "delete it as if in the console", self._delete),
            Operation("PUT", f"{one}/status", "set any status: status", self._set_status),
            Operation("POST", f"{one}/approve", "end its review with an approval", self._moving(held.approve)),
            Operation("POST", f"{one}/block", "end its review with BLOCKED", self._moving(held.block)),
            Operation(
                "POST", f"{one}/activate", "act as if its health URL answered a ping", self._moving(held.activate)
            ),
            Operation("POST", f"{one}/suspend", "act as if its URL were unreachable", self._moving(held.suspend)),
            Operation("GET", f"{PREFIX}/keys", "list all keys, without their secrets", self._list_keys),
            Operation("DELETE", f"{PREFIX}/keys", "delete all keys", self._clear_keys),
            Operation("GET", f"{PREFIX}/knobs", "list all knobs", self._knobs),
            Operation("PATCH", f"{PREFIX}/knobs", "turn knobs", self._turn),
            Operation("PUT", f"{PREFIX}/catalogues/{{organizationId}}", "set its catalogue", self._offer),
            *self._deliveries.operations(),
        ]

    def _list(self, _: Call) -> Reply:
        return Reply(200, [self._describe(one) for one in self._platform.subscriptions])

    def _get(self, call: Call) -> Reply:
        return Reply(200, self._describe(self._platform.subscriptions[call.parameters["webhookId"]]))

    def _describe(self, one: Subscription) -> JsonObject:
        """With `broken`: how many attempts will fail, true for all until it is mended, or null."""
        return {**one.describe(), "broken": self._platform.broken.left(one.webhook_id)}

    def _edit(self, call: Call) -> Reply:
        return Reply(200, edit(self._platform, call.parameters["webhookId"], members(call)).describe())

    def _delete(self, call: Call) -> Reply:
        self._platform.subscriptions.remove(call.parameters["webhookId"])
        return DONE

    def _set_status(self, call: Call) -> Reply:
        status = members(call).get("status")
        if not isinstance(status, str) or not status:
            raise ValueError("status must be text")
        return Reply(200, self._platform.subscriptions.set_status(call.parameters["webhookId"], status).describe())

    def _moving(self, move: Callable[[str], Subscription]) -> Callable[[Call], Reply]:
        return lambda call: Reply(200, move(call.parameters["webhookId"]).describe())

    def _list_keys(self, _: Call) -> Reply:
        return Reply(200, [one.describe() for one in self._platform.keys])

    def _clear_keys(self, _: Call) -> Reply:
        self._platform.keys.clear()
        return DONE

    def _knobs(self, _: Call) -> Reply:
        return Reply(200, asdict(self._platform.knobs))

    def _turn(self, call: Call) -> Reply:
        return Reply(200, asdict(self._platform.turn(members(call))))

    def _offer(self, call: Call) -> Reply:
        self._platform.offer(call.parameters["organizationId"], members(call))
        return DONE


def edit(platform: SimulatedCybersource, webhook_id: str, changes: dict[str, object]) -> Subscription:
    """
    Change a subscription as if in the console; nested members merge.

    Raises:
        KeyError: There is no such subscription.
        Declined: The result would be invalid.
    """
    held = platform.subscriptions[webhook_id]
    merging = platform.knobs.replace({"patch": "merge", "patch_retry_policy": "accept"})
    held.document = bodies.lay_over(held.document, changes, merging)
    held.updated_on = platform.clock.now()
    if "status" in changes:
        return platform.subscriptions.set_status(webhook_id, str(changes["status"]))
    return platform.subscriptions.publish(held)
