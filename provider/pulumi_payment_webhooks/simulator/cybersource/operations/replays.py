"""
Replays of notifications. No I/O here.

Source: docs/reference/cybersource.md, "Replay". Both spellings are accepted: `by…` of the schema, and without it of
its example.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ....cybersource.rules import status as statuses
from ...desk.mail import deliveries as standings
from ...desk.wire.calls import Call, Operation, Reply
from .. import fields
from ..deliveries.courier import CybersourceCourier
from ..delivery import CybersourceDelivery
from ..platform import SimulatedCybersource
from ..refusals import conflict, invalid, missing, unknown
from ..subscriptions import bodies
from ..subscriptions.subscriptions import Subscription

PATH = "/nrtf/v1/webhooks/{webhookId}/replays"
OLD_PATH = "/webhooks/{webhookId}/replays"
IDENTIFIERS = "byTransactionTraceIdentifiers"
DELIVERY_STATUS = "byDeliveryStatus"
MEMBERS = frozenset(
    {
        *(IDENTIFIERS, "transactionTraceIdentifiers", DELIVERY_STATUS, "deliveryStatus"),
        *("status", "startTime", "endTime", "hoursBack", "productId", "eventType"),
    }
)
REPLAYABLE = (standings.FAILED, standings.RETRY)
WINDOW_HOURS = 24
OLDEST = timedelta(days=30)


@dataclass(frozen=True)
class ReplayRequest:
    """Which deliveries: by status and time, optionally of a product and event type."""

    status: str
    begins: datetime
    ends: datetime
    product_id: str | None
    event_type: str | None

    def fits(self, one: CybersourceDelivery) -> bool:
        """Whether it selects *one*."""
        return (
            one.status == self.status
            and self.begins <= one.raised <= self.ends
            and self.product_id in (None, one.product_id)
            and self.event_type in (None, one.event_type)
        )


class Replays:
    """
    The replays of a *platform*.

    Args:
        platform: The simulated platform.
        courier: Sends deliveries again.
    """

    def __init__(self, platform: SimulatedCybersource, courier: CybersourceCourier) -> None:
        self._platform = platform
        self._courier = courier

    def operations(self) -> list[Operation]:
        """Its operations."""
        return [
            Operation("POST", PATH, "send notifications again", self.replay),
            Operation("POST", OLD_PATH, "the same, path of older pages", self.replay),
        ]

    def replay(self, call: Call) -> Reply:
        """Send the selected deliveries again; one replay at a time."""
        webhook_id = call.parameters["webhookId"]
        subscription = self._platform.subscriptions.get(webhook_id)
        if subscription is None or not self._platform.knows(subscription.organization_id):
            raise unknown("webhookId", f"webhook {webhook_id} does not exist")
        chosen = self._choose(bodies.read_body(call), subscription)
        if subscription.status != statuses.ACTIVE:
            raise conflict(f"webhook {webhook_id} is {subscription.status}, and only an ACTIVE one can be replayed to")
        if self._courier.is_replaying(webhook_id):
            raise conflict(f"a replay is already in progress for webhook {webhook_id}")
        for delivery in chosen:
            self._courier.replay(delivery)
        return Reply(202, {"status": "ACCEPTED", "webhookId": webhook_id, "notifications": len(chosen)})

    def _choose(self, body: Mapping[str, object], subscription: Subscription) -> list[CybersourceDelivery]:
        identifiers = body.get(IDENTIFIERS, body.get("transactionTraceIdentifiers"))
        by_status = body.get(DELIVERY_STATUS, body.get("deliveryStatus"))
        if identifiers is None and by_status is None:
            raise missing(f"{IDENTIFIERS} or {DELIVERY_STATUS}")
        if identifiers is not None and by_status is not None:
            raise invalid(DELIVERY_STATUS, f"choose {IDENTIFIERS} or {DELIVERY_STATUS}, not both")
        held = self._platform.deliveries.of(subscription.webhook_id)
        if identifiers is not None:
            return _find_by_trace_id(fields.read_texts(identifiers, IDENTIFIERS), held)
        wanted = _read_wanted(fields.read_object(by_status, DELIVERY_STATUS), now=self._platform.clock.now())
        return [one for one in held if wanted.fits(one)]


def _find_by_trace_id(identifiers: list[str], held: list[CybersourceDelivery]) -> list[CybersourceDelivery]:
    """The deliveries of these attempts, each once."""
    by_trace = {attempt.trace_id.lower(): one for one in held for attempt in one.attempts}
    chosen: dict[str, CybersourceDelivery] = {}
    for identifier in identifiers:
        found = by_trace.get(identifier.lower())
        if found is None:
            raise unknown(IDENTIFIERS, f"no notification has the transaction trace id {identifier}")
        chosen[found.id] = found
    return list(chosen.values())


def _read_wanted(spoken: Mapping[str, object], *, now: datetime) -> ReplayRequest:
    begins, ends = _read_window(spoken, now=now)
    return ReplayRequest(
        status=fields.read_one_of(spoken.get("status"), f"{DELIVERY_STATUS}.status", REPLAYABLE),
        begins=begins,
        ends=ends,
        product_id=_read_optional(spoken, "productId"),
        event_type=_read_optional(spoken, "eventType"),
    )


def _read_optional(spoken: Mapping[str, object], name: str) -> str | None:
    return None if spoken.get(name) is None else fields.read_text(spoken[name], f"{DELIVERY_STATUS}.{name}")


def _read_window(spoken: Mapping[str, object], *, now: datetime) -> tuple[datetime, datetime]:
    """The window: hours back, or two times, at most a day apart and not older than 30 days."""
    given = [name for name in ("startTime", "endTime") if spoken.get(name) is not None]
    hours = spoken.get("hoursBack")
    if given and hours is not None:
        raise invalid(f"{DELIVERY_STATUS}.hoursBack", "choose hoursBack, or startTime and endTime")
    if not given:
        back = WINDOW_HOURS if hours is None else fields.read_count(hours, f"{DELIVERY_STATUS}.hoursBack")
        if not 1 <= back <= WINDOW_HOURS:
            raise invalid(f"{DELIVERY_STATUS}.hoursBack", f"hoursBack must be from 1 to {WINDOW_HOURS}")
        return now - timedelta(hours=back), now
    for name in ("startTime", "endTime"):
        if name not in given:
            raise missing(f"{DELIVERY_STATUS}.{name}")
    begins, ends = _read_time(spoken, "startTime"), _read_time(spoken, "endTime")
    if begins >= ends:
        raise invalid(f"{DELIVERY_STATUS}.endTime", "endTime must be after startTime")
    if ends - begins > timedelta(hours=WINDOW_HOURS):
        raise invalid(f"{DELIVERY_STATUS}.endTime", f"the window must not be longer than {WINDOW_HOURS} hours")
    if now - begins > OLDEST:
        raise invalid(f"{DELIVERY_STATUS}.startTime", f"startTime must not be older than {OLDEST.days} days")
    return begins, ends


def _read_time(spoken: Mapping[str, object], name: str) -> datetime:
    """A time, in ISO 8601 or as `yyyy-mm-dd hh:mm:ss.ms`; without a zone it is UTC."""
    text = fields.read_text(spoken[name], f"{DELIVERY_STATUS}.{name}")
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise invalid(
            f"{DELIVERY_STATUS}.{name}", f"{name} must be a date and time such as 2026-07-01T10:00:00Z"
        ) from None
