"""What this platform knows about a delivery: the event and the mode. No I/O here."""

from __future__ import annotations

from dataclasses import dataclass

from ..desk.json_values import JsonObject
from ..desk.mail.deliveries import Attempt, Delivery, Facts


@dataclass(kw_only=True)
class DigitalRiverDelivery(Delivery[Attempt]):
    """
    One event on its way to one webhook.

    Args:
        event_id: The event.
        is_live: Its mode.
    """

    event_id: str
    is_live: bool

    @property
    def mode(self) -> str:
        """`live` or `test`."""
        return "live" if self.is_live else "test"

    @property
    def facts(self) -> Facts:
        """Event and mode."""
        return (("Event", self.event_id), ("Mode", self.mode))

    def particulars(self) -> JsonObject:
        """Event and mode."""
        return {"eventId": self.event_id, "liveMode": self.is_live}
