"""
The envelope of an event. No I/O here.

Members and event types that no page names are kept: the platform adds both without notice.
Source: docs/reference/digital-river.md, "Events".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ...notifications.envelope import Envelope, Proof
from ...notifications.numbers import canonical_json

_ZONE_NAME = re.compile(r"\[[^\[\]]*\]$")


class Event(Envelope[Proof]):
    """
    An event of the platform. Members that are not listed are in `model_extra`.

    Global Commerce adds `clientIds` and `searchableData`, and may leave out `id`, `liveMode` and `createdTime`.
    """

    id: str | None = Field(default=None, description="Id of the event: the same for each attempt and each webhook.")
    type: str | None = Field(default=None, description="What happened, such as `order.accepted`.")
    live_mode: bool | None = Field(default=None, alias="liveMode", description="False for events of test mode.")
    created_time: str | None = Field(default=None, alias="createdTime", description="As it is sent; see `created_at`.")
    digitalriver_version: str | None = Field(
        default=None, alias="digitalriverVersion", description="Version of the payload, a date."
    )
    webhook_ids: Annotated[tuple[str, ...], BeforeValidator(lambda given: () if given is None else given)] = Field(
        default=(), alias="webhookIds", description="Every webhook that the event goes to, where the platform says so."
    )
    data: Any = Field(default=None, repr=False)

    @property
    def object(self) -> Any:
        """What the event is about, after the change; empty where it was deleted."""
        return self.data.get("object") if isinstance(self.data, Mapping) else None

    @property
    def previous_attributes(self) -> dict[str, Any]:
        """The fields that changed, with the values they had before; `None` for those that were not set."""
        found = self.data.get("previousAttributes") if isinstance(self.data, Mapping) else None
        return dict(found) if isinstance(found, Mapping) else {}

    @property
    def created_at(self) -> datetime | None:
        """`created_time` as a time; without a zone it is UTC. None if it cannot be read."""
        try:
            at = datetime.fromisoformat(_ZONE_NAME.sub("", self.created_time or ""))
        except ValueError:
            return None
        return at if at.tzinfo else at.replace(tzinfo=UTC)

    @property
    def content_id(self) -> str:
        """
        The same for every delivery of the same event: first, retried, and to another webhook.

        It is the `id`; where there is none, it is computed from all that was sent.
        """
        if self.id is not None:
            return self.id
        known = [self.type, self.live_mode, self.created_time, self.digitalriver_version, list(self.webhook_ids)]
        text = canonical_json([*known, self.data, self.model_extra or {}])
        return hashlib.sha256(text.encode()).hexdigest()
