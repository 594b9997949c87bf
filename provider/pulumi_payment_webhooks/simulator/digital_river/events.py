"""The events of a simulated platform, and how each is spelled. No I/O here."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ...digital_river.rules.versions import NEWEST
from ..desk.json_values import JsonObject
from .knobs import Knobs

KEPT = 10_000
LISTED_FOR = timedelta(days=30)
SITE_ID = "simulated"


@dataclass(frozen=True)
class RecordedEvent:
    """
    Something that happened.

    Args:
        event_type: What.
        object: The resource afterwards.
        is_live: Its mode.
        created: When.
        previous: The changed fields with their old values; None leaves them out.
        webhook_ids: The webhooks that it goes to.
        id: The platform's id of it.
    """

    event_type: str
    object: JsonObject = field(repr=False)
    is_live: bool
    created: datetime
    previous: JsonObject | None = field(default=None, repr=False)
    webhook_ids: tuple[str, ...] = ()
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def envelope(self, knobs: Knobs, *, version: str = NEWEST) -> JsonObject:
        """
        The event as notifications and `/events` show it.

        Args:
            knobs: How two of its members are named.
            version: The version of the payload.
        """
        of_samples = knobs.event_fields == "samples"
        data: dict[str, object] = {"object": self.object}
        if self.previous is not None:
            data["previousAttributes"] = self.previous
        return {
            "id": self.id,
            "type": self.event_type,
            "data": data,
            "liveMode": self.is_live,
            "createdTime": event_time(self.created),
            "webhookIds" if of_samples else "pendingWebhooks": list(self.webhook_ids),
            "digitalriverVersion" if of_samples else "digitalRiverVersion": version,
            **(self._of_global_commerce() if knobs.is_gc else {}),
        }

    def _of_global_commerce(self) -> JsonObject:
        """What the samples of the Commerce API show besides."""
        kind = "subscriptionId" if self.event_type.startswith("subscription.") else "orderId"
        return {"clientIds": {"site_id": SITE_ID}, "searchableData": {kind: self.object.get("id", "")}}


class EventLog:
    """The last events, oldest first."""

    def __init__(self) -> None:
        self._events: deque[RecordedEvent] = deque(maxlen=KEPT)

    def append(self, event: RecordedEvent) -> None:
        """Add one event."""
        self._events.append(event)

    def listed(self, at: datetime, *, is_live: bool) -> list[RecordedEvent]:
        """Those of one mode and of the last 30 days, newest first."""
        since = at - LISTED_FOR
        return [one for one in reversed(self._events) if one.is_live == is_live and one.created >= since]

    def clear(self) -> None:
        """Forget all."""
        self._events.clear()

    def __iter__(self) -> Iterator[RecordedEvent]:
        return iter(list(self._events))

    def __len__(self) -> int:
        return len(self._events)

    def __getitem__(self, place: int) -> RecordedEvent:
        return self._events[place]


def event_time(moment: datetime) -> str:
    """A time as events show it: UTC with microseconds, without zeros at the end."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}".rstrip("0").rstrip(".") + "Z"
