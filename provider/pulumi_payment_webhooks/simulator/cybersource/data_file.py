"""
The data file keeps the platform when the simulator restarts: written atomically, readable only for its owner.

It contains keys, so it is a secret. It does not contain knobs, broken endpoints and waiting faults.
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_serializer, field_validator

from ..desk import data_file
from ..desk.json_values import JsonObject
from .access.credentials import Credentials
from .deliveries.courier import CybersourceCourier
from .delivery import CybersourceDelivery
from .egress_keys import EgressKey
from .platform import SimulatedCybersource
from .subscriptions.subscriptions import Subscription


class StoredCredentials(BaseModel):
    """The account, so that clients can keep their settings after a restart."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    merchant_id: str
    organization_id: str
    key_id: str
    shared_secret: str


class Snapshot(BaseModel):
    """The content of the file."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    format: Literal[1] = 1
    credentials: StoredCredentials
    moved: timedelta
    keys: list[EgressKey]
    subscriptions: list[Subscription]
    approved: list[str]
    deliveries: list[CybersourceDelivery]
    children: dict[str, list[str]]
    catalogues: dict[str, dict[str, dict[str, bool | None]]]

    @field_validator("keys", mode="before")
    @classmethod
    def _read(cls, value: object) -> Any:
        """JSON has no bytes, so certificates are base64."""
        for one in value if isinstance(value, list) else ():
            if isinstance(one, dict) and isinstance(one.get("certificate"), str):
                one["certificate"] = base64.b64decode(one["certificate"], validate=True)
        return value

    @field_serializer("keys", when_used="json")
    def _write(self, value: list[EgressKey]) -> list[JsonObject]:
        written = []
        for one in value:
            certificate = base64.b64encode(one.certificate).decode() if one.certificate else None
            dates = {"created_on": one.created_on.isoformat(), "expires_on": one.expires_on.isoformat()}
            written.append({**asdict(one), **dates, "certificate": certificate})
        return written


def restore(snapshot: Snapshot, platform: SimulatedCybersource, courier: CybersourceCourier) -> None:
    """Restore the platform, and continue unfinished deliveries."""
    with platform.lock:
        platform.clock.set_moved(snapshot.moved)
        platform.keys.restore(snapshot.keys)
        platform.catalogues.update(snapshot.catalogues)
        for parent, children in snapshot.children.items():
            platform.organizations.declare(parent, children)
        platform.subscriptions.approved.update(snapshot.approved)
        for subscription in snapshot.subscriptions:
            platform.subscriptions.restore(subscription)
        for delivery in snapshot.deliveries:
            platform.deliveries.add(delivery)
            courier.restore(delivery)


def content(platform: SimulatedCybersource, credentials: Credentials) -> bytes:
    """Everything that is stored of *platform*."""
    stored = StoredCredentials(
        merchant_id=credentials.merchant_id,
        organization_id=credentials.organization_id,
        key_id=credentials.key_id,
        shared_secret=credentials.shared_secret,
    )
    with platform.lock:
        return data_file.write(
            Snapshot.model_construct(
                format=1,
                credentials=stored,
                moved=platform.clock.moved,
                keys=list(platform.keys),
                subscriptions=list(platform.subscriptions),
                approved=sorted(platform.subscriptions.approved),
                deliveries=list(platform.deliveries),
                children={parent: sorted(found) for parent, found in platform.organizations.children.items()},
                catalogues=platform.catalogues,
            )
        )
