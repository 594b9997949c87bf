"""The part of the control API about deliveries that every platform has. No I/O here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..mail.broken import BrokenEndpoints
from ..mail.deliveries import Deliveries
from .calls import Call, Operation, Reply
from .control import DONE, PREFIX

LONGEST_SETTLING = 600
FILTERS = ("webhookId", "status", "eventType")
ONE = f"{PREFIX}/deliveries/{{id}}"


@dataclass(frozen=True)
class DeliveryControls:
    """
    Lists, replays and waits for deliveries, and breaks endpoints.

    Args:
        deliveries: All deliveries.
        broken: The endpoints that are unreachable.
        replay: Sends a delivery again, now.
        settle: Waits until nothing is due, at most a number of seconds.
    """

    deliveries: Deliveries[Any]
    broken: BrokenEndpoints
    replay: Callable[[Any], None]
    settle: Callable[[float], None]

    def operations(self, webhook: str) -> list[Operation]:
        """
        Its operations.

        Args:
            webhook: The path of one webhook in the control API, with its id in braces as the last segment.
        """
        name = webhook.rpartition("{")[2].rstrip("}")

        def break_(call: Call) -> Reply:
            self.broken.break_(call.parameters[name], (call.content or {}).get("count"))
            return DONE

        def mend(call: Call) -> Reply:
            self.broken.mend(call.parameters[name])
            return DONE

        return [
            Operation("GET", f"{PREFIX}/deliveries", "list all deliveries, without their attempts", self._list),
            Operation("GET", ONE, "read a delivery, with its attempts", self._one),
            Operation("POST", f"{ONE}/replay", "send it again", self._replay),
            Operation("POST", f"{PREFIX}/settle", "wait until nothing is due: seconds", self._wait, waits=True),
            Operation("POST", f"{webhook}/break", "make its endpoint unreachable: count, or until mended", break_),
            Operation("POST", f"{webhook}/mend", "make its endpoint reachable again", mend),
        ]

    def _list(self, call: Call) -> Reply:
        asked = {name: value for name, value in call.query.items() if name in FILTERS}
        all_of_them = [one.describe(attempts=False) for one in self.deliveries]
        return Reply(200, [one for one in all_of_them if all(one[name] == value for name, value in asked.items())])

    def _one(self, call: Call) -> Reply:
        return Reply(200, self.deliveries[call.parameters["id"]].describe())

    def _replay(self, call: Call) -> Reply:
        delivery = self.deliveries[call.parameters["id"]]
        self.replay(delivery)
        return Reply(202, delivery.describe())

    def _wait(self, call: Call) -> Reply:
        seconds = (call.content or {}).get("seconds", 30.0)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST_SETTLING:
            raise ValueError(f"seconds must be a number from 0 to {LONGEST_SETTLING}")
        self.settle(float(seconds))
        return DONE
