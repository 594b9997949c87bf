"""
Test notifications and replays, as the platform spells them. No I/O here.

Both have paths of v1, whichever version created the subscription.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from .ids import segment

LONGEST_WINDOW = timedelta(hours=24)
OLDEST = timedelta(days=30)
HOURS = 24

Status = Literal["FAILED", "RETRY"]


@dataclass(frozen=True)
class Sample:
    """
    The test notification that the platform says it sends.

    Args:
        event_type: Its event: the first that the subscription names.
        product_id: The product of the event.
        organization_id: Whose subscription it is.
        trace_id: The platform's id of this notification.
        answer: The whole answer, as it is, to be printed.
    """

    event_type: str
    product_id: str
    organization_id: str
    trace_id: str
    answer: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Window:
    """
    Which notifications are sent again, where they are not named one by one.

    Args:
        status: What became of them.
        start: The earliest time; None counts back from now.
        end: The latest time.
        hours_back: How far back from now, where no times are given.
        product_id: Only those of this product.
        event_type: Only those of this event type.
    """

    status: Status
    start: datetime | None = None
    end: datetime | None = None
    hours_back: int = HOURS
    product_id: str | None = None
    event_type: str | None = None

    def check(self, *, at: datetime) -> None:
        """
        Refuse what the platform would refuse.

        Raises:
            ValueError: The times do not go together, or lie too far apart or back.
        """
        if not 1 <= self.hours_back <= HOURS:
            raise ValueError(f"{self.hours_back} hours back are not offered, only 1 to {HOURS}")
        if self.start is None and self.end is None:
            return
        if self.start is None or self.end is None:
            raise ValueError("a start needs an end, and an end a start")
        if self.end <= self.start:
            raise ValueError("the end must be later than the start")
        if self.end - self.start > LONGEST_WINDOW:
            raise ValueError("start and end are more than 24 hours apart; ask for one day after the other")
        if at - self.start > OLDEST:
            raise ValueError("the start is more than 30 days ago, and the platform keeps nothing for longer")


def path_of_test(id: str) -> str:
    """The path that sends a test notification."""
    return f"/notification-subscriptions/v1/webhooks/{segment(id, 'the id of the subscription')}"


def path_of_replay(id: str) -> str:
    """The path that sends notifications again."""
    return f"/nrtf/v1/webhooks/{segment(id, 'the id of the subscription')}/replays"


def read_sample(answer: object) -> Sample:
    """The test notification in *answer*; what it does not say is empty."""
    members = answer if isinstance(answer, Mapping) else {}
    names = ("eventType", "productId", "organizationId", "transactionTraceId")
    event_type, product_id, organization_id, trace_id = (str(members.get(name) or "") for name in names)
    return Sample(event_type, product_id, organization_id, trace_id, answer)


def select_by_id(trace_ids: Sequence[str]) -> dict[str, object]:
    """The body that asks for the notifications with these trace ids."""
    return {"byTransactionTraceIdentifiers": list(trace_ids)}


def select_by_window(window: Window) -> dict[str, object]:
    """The body that asks for all of a *window*."""
    members: dict[str, object] = {"status": window.status}
    if window.start and window.end:
        members |= {"startTime": _moment(window.start), "endTime": _moment(window.end)}
    else:
        members["hoursBack"] = window.hours_back
    filters = {"productId": window.product_id, "eventType": window.event_type}
    return {"byDeliveryStatus": members | {name: value for name, value in filters.items() if value}}


def _moment(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
