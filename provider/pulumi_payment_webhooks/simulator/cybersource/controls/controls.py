"""What a test can do to the simulated platform behind its clients' backs, over HTTP. No I/O here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from ...desk.wire.calls import Call, Operation, Reply
from ...desk.wire.control import DONE, PREFIX, members
from ..platform import UNTIL_MENDED, SimulatedPlatform
from ..subscriptions import bodies
from ..subscriptions.subscriptions import Subscription
from .deliveries import DeliveryControls

SUBSCRIPTIONS = f"{PREFIX}/subscriptions"


class Controls:
    """
    The platform's own control calls.

    Args:
        platform: The simulated platform.
        deliveries: The controls over what it delivers.
    """

    def __init__(self, platform: SimulatedPlatform, deliveries: DeliveryControls) -> None:
        self._platform = platform
        self._deliveries = deliveries

    def operations(self) -> list[Operation]:
        """What a test can ask."""
        one = f"{SUBSCRIPTIONS}/{{webhookId}}"
        held = self._platform.subscriptions
        return [
            Operation("GET", SUBSCRIPTIONS, "all subscriptions", self._list),
            Operation("GET", one, "one subscription", self._get),
            Operation("PATCH", one, "edit it behind the client's back", self._edit),
            Operation("DELETE", one, "delete it behind the client's back", self._delete),
            Operation("PUT", f"{one}/status", "give it any status: status", self._set_status),
            Operation("POST", f"{one}/approve", "its review ends well", self._moving(held.approve)),
            Operation("POST", f"{one}/block", "its review ends badly", self._moving(held.block)),
            Operation("POST", f"{one}/activate", "its health URL answers a ping", self._moving(held.activate)),
            Operation("POST", f"{one}/suspend", "its URL is unreachable", self._moving(held.suspend)),
            Operation("GET", f"{PREFIX}/keys", "all keys, without their secrets", self._list_keys),
            Operation("DELETE", f"{PREFIX}/keys", "forget all keys", self._clear_keys),
            Operation("GET", f"{PREFIX}/knobs", "the position of every knob", self._knobs),
            Operation("PATCH", f"{PREFIX}/knobs", "turn knobs", self._turn),
            Operation("PUT", f"{PREFIX}/catalogues/{{organizationId}}", "what it is offered", self._offer),
            *self._deliveries.operations(),
        ]

    def _list(self, _: Call) -> Reply:
        return Reply(200, [self._described(one) for one in self._platform.subscriptions])

    def _get(self, call: Call) -> Reply:
        return Reply(200, self._described(self._platform.subscriptions[call.parameters["webhookId"]]))

    def _described(self, one: Subscription) -> dict[str, Any]:
        """With how many attempts will still find nobody: a number, true until it is mended, or null."""
        left = self._platform.broken.get(one.webhook_id)
        return {**one.described(), "broken": True if left == UNTIL_MENDED else left}

    def _edit(self, call: Call) -> Reply:
        return Reply(200, edit(self._platform, call.parameters["webhookId"], members(call)).described())

    def _delete(self, call: Call) -> Reply:
        self._platform.subscriptions.remove(call.parameters["webhookId"])
        return DONE

    def _set_status(self, call: Call) -> Reply:
        status = members(call).get("status")
        if not isinstance(status, str) or not status:
            raise ValueError("status must be a text")
        return Reply(200, self._platform.subscriptions.set_status(call.parameters["webhookId"], status).described())

    def _moving(self, move: Callable[[str], Subscription]) -> Callable[[Call], Reply]:
        return lambda call: Reply(200, move(call.parameters["webhookId"]).described())

    def _list_keys(self, _: Call) -> Reply:
        return Reply(200, [one.described() for one in self._platform.keys])

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


def edit(platform: SimulatedPlatform, webhook_id: str, changes: dict[str, Any]) -> Subscription:
    """
    Change a subscription as someone with access to the platform's own pages would; nested members merge.

    Raises:
        KeyError: There is no such subscription.
        Declined: The platform could not hold the result.
    """
    held = platform.subscriptions[webhook_id]
    merging = platform.knobs.turned({"patch": "merge", "patch_retry_policy": "accept"})
    held.document = bodies.updated(held.document, changes, merging)
    held.updated_on = platform.clock.now()
    if "status" in changes:
        return platform.subscriptions.set_status(webhook_id, str(changes["status"]))
    return platform.subscriptions.changed(held)
