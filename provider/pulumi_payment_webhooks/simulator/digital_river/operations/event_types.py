"""
The operation on event types. No I/O here.

The vendor shows them in its consoles only: path and fields are assumptions, in the style of its API.
"""

from __future__ import annotations

from ...desk.wire.calls import Call, Operation, Reply
from .. import catalogue
from ..platform import SimulatedDigitalRiver
from ..webhooks.answers import page

LIST = "/event-types"


class EventTypeOperations:
    """
    List.

    Args:
        platform: Whose event types.
    """

    def __init__(self, platform: SimulatedDigitalRiver) -> None:
        self._platform = platform

    def operations(self) -> list[Operation]:
        """What clients can ask."""
        return [Operation("GET", LIST, "list event types", self._list)]

    def _list(self, _: Call) -> Reply:
        return Reply(200, page([catalogue.describe(one) for one in catalogue.event_types(self._platform.knobs)]))
