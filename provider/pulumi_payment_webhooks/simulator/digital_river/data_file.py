"""
What a simulator stores when it has a data file: keys of the account, webhooks with their secrets, events, deliveries.

Knobs, broken endpoints, waiting faults and restricted keys are not stored.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..desk import data_file
from ..desk.json_values import JsonObject
from .deliveries.courier import DigitalRiverCourier
from .delivery import DigitalRiverDelivery
from .events import RecordedEvent
from .platform import SimulatedDigitalRiver
from .webhooks.signing_secrets import SigningSecret, SigningSecrets
from .webhooks.store import HeldWebhook


class StoredWebhook(BaseModel):
    """A webhook with its secrets."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    id: str
    document: JsonObject
    is_live: bool
    created: datetime
    updated: datetime
    failing_since: datetime | None
    secrets: list[SigningSecret]


class Snapshot(BaseModel):
    """Everything that is stored."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    format: Literal[1] = 1
    platform: Literal["digital_river"] = "digital_river"
    api_key: str
    live_api_key: str
    moved: timedelta
    webhooks: list[StoredWebhook]
    events: list[RecordedEvent]
    deliveries: list[DigitalRiverDelivery]


def restore(snapshot: Snapshot, platform: SimulatedDigitalRiver, courier: DigitalRiverCourier) -> None:
    """Restore the platform, and continue unfinished deliveries."""
    with platform.lock:
        platform.clock.set_moved(snapshot.moved)
        for one in snapshot.webhooks:
            fields = {name: getattr(one, name) for name in StoredWebhook.model_fields if name != "secrets"}
            platform.webhooks.restore(HeldWebhook(**fields, secrets=SigningSecrets(one.secrets)))
        for event in snapshot.events:
            platform.events.append(event)
        for delivery in snapshot.deliveries:
            platform.deliveries.add(delivery)
            courier.restore(delivery)


def content(platform: SimulatedDigitalRiver) -> bytes:
    """Everything that is stored of *platform*."""
    with platform.lock:
        return data_file.write(
            Snapshot(
                api_key=platform.keys.test,
                live_api_key=platform.keys.live,
                moved=platform.clock.moved,
                webhooks=[_stored(one) for one in platform.webhooks],
                events=list(platform.events),
                deliveries=list(platform.deliveries),
            )
        )


def _stored(webhook: HeldWebhook) -> StoredWebhook:
    fields = {name: getattr(webhook, name) for name in StoredWebhook.model_fields if name != "secrets"}
    return StoredWebhook.model_construct(
        **fields, secrets=[SigningSecret(**asdict(one)) for one in webhook.secrets.all]
    )
