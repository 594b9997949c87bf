"""Raises events: which webhooks receive one, and why others do not. No I/O here; the courier sends."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from ....digital_river.rules.event_types import OTHER_ENDINGS, as_delivered, is_in_group
from ....wording import did_you_mean
from ...desk.json_values import JsonObject
from .. import catalogue
from ..delivery import DigitalRiverDelivery
from ..events import RecordedEvent
from ..platform import SimulatedDigitalRiver
from ..webhooks.store import HeldWebhook
from .courier import DISABLED, DigitalRiverCourier
from .messages import payload
from .templates import Content, content

MOST_AT_ONCE = 10_000


@dataclass(frozen=True)
class Occurrence:
    """
    Something that happens.

    Args:
        event_type: What.
        object: The resource afterwards; None takes a template.
        previous: The changed fields with their old values; None takes those of the template, if it has some.
        is_live: In which mode.
        count: How often it happens.

    Raises:
        ValueError: A value is not valid.
    """

    event_type: str
    object: JsonObject | None = field(default=None, repr=False)
    previous: JsonObject | None = field(default=None, repr=False)
    is_live: bool = False
    count: int = 1

    def __post_init__(self) -> None:
        for name, kind in (("event_type", str), ("is_live", bool)):
            if not isinstance(getattr(self, name), kind):
                raise ValueError(f"{name} must be a {kind.__name__}")
        if type(self.count) is not int or not 1 <= self.count <= MOST_AT_ONCE:
            raise ValueError(f"count must be a whole number from 1 to {MOST_AT_ONCE}")
        for name, value in (("object", self.object), ("previous", self.previous)):
            if value is not None and not isinstance(value, dict):
                raise ValueError(f"{name} must be an object")
            try:
                json.dumps(value, allow_nan=False)
            except (TypeError, ValueError, RecursionError):
                raise ValueError(f"{name} is not a JSON value") from None


@dataclass(frozen=True)
class Raised:
    """
    The events that were raised.

    Args:
        events: The events.
        deliveries: The deliveries they are on their way in.
        passed_over: Webhooks that name the event type and do not receive it, with the reason, by their ids.
    """

    events: list[RecordedEvent]
    deliveries: list[DigitalRiverDelivery]
    passed_over: dict[str, str]

    def describe(self) -> JsonObject:
        """It as JSON values."""
        return {
            "deliveries": [one.describe(attempts=False) for one in self.deliveries],
            "passedOver": [{"webhookId": id, "why": why} for id, why in self.passed_over.items()],
        }


def emit(occurrence: Occurrence, platform: SimulatedDigitalRiver, courier: DigitalRiverCourier) -> Raised:
    """
    Raise the events of *occurrence*: each is sent to every enabled webhook of its mode that names its type.

    Raises:
        ValueError: There is no such event type, or not in this mode.
        Full: Too many deliveries are waiting.
    """
    _check(occurrence, platform)
    raised = Raised([], [], {})
    with platform.lock:
        takers = []
        for webhook in _interested(occurrence, platform):
            if webhook.is_enabled:
                takers.append(webhook)
            else:
                raised.passed_over[webhook.id] = DISABLED
        for _ in range(occurrence.count):
            event = _happen(occurrence, takers, platform)
            platform.events.append(event)
            raised.events.append(event)
            raised.deliveries.extend(courier.send(_delivery(event, one, platform)) for one in takers)
    return raised


def known_events(platform: SimulatedDigitalRiver) -> list[str]:
    """Every event type: those that are listed, and those that a webhook names."""
    named = {one for webhook in platform.webhooks for one in webhook.types if catalogue.EVERY not in one}
    return sorted({*catalogue.event_types(platform.knobs), *map(as_delivered, named)})


def _check(occurrence: Occurrence, platform: SimulatedDigitalRiver) -> None:
    event_type, known = as_delivered(occurrence.event_type), known_events(platform)
    if event_type not in known and not catalogue.is_known(event_type, platform.knobs):
        raise ValueError(f"no such event type {event_type!r}{did_you_mean(event_type, [*known, *OTHER_ENDINGS])}")
    if not catalogue.is_offered(event_type, is_live=occurrence.is_live):
        raise ValueError(f"{event_type} happens in live mode only")


def _interested(occurrence: Occurrence, platform: SimulatedDigitalRiver) -> list[HeldWebhook]:
    event_type = as_delivered(occurrence.event_type)
    held = platform.webhooks.of_mode(is_live=occurrence.is_live)
    return [one for one in held if any(is_in_group(event_type, pattern) for pattern in one.types)]


def _happen(occurrence: Occurrence, takers: list[HeldWebhook], platform: SimulatedDigitalRiver) -> RecordedEvent:
    event_type, now = as_delivered(occurrence.event_type), platform.clock.now()
    event = RecordedEvent(event_type, {}, occurrence.is_live, now)
    said = content(event_type, is_live=occurrence.is_live, at=now, seed=event.id)
    if occurrence.object is not None:
        said = Content(occurrence.object, occurrence.previous)
    ids = tuple(one.id for one in takers)
    return RecordedEvent(event_type, said.object, occurrence.is_live, now, said.previous, ids, event.id)


def _delivery(event: RecordedEvent, webhook: HeldWebhook, platform: SimulatedDigitalRiver) -> DigitalRiverDelivery:
    return DigitalRiverDelivery(
        event_type=event.event_type,
        webhook_id=webhook.id,
        url=webhook.address,
        raised=event.created,
        payload=json.loads(json.dumps(payload(event, webhook, platform.knobs))),
        planned=[event.created],
        event_id=event.id,
        is_live=event.is_live,
    )
