"""
The envelope of a notification, format version 3, with its payload in the clear. No I/O here.

Members that nobody has heard of are kept, and so are events: the platform adds both without notice.
Source: docs/reference/cybersource.md, "Notifications" and "Test".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ...notifications import envelope
from ...notifications.envelope import Envelope
from ...notifications.numbers import canonical_json

Reading = Literal["body", "payload", "plaintext"]
"""Which bytes were signed: the whole body, the text of its member `payload`, or the decrypted text."""


@dataclass(frozen=True, kw_only=True)
class Proof(envelope.Proof):
    """
    What the signature of a notification proved.

    Args:
        reading: Which bytes were signed.
        covers_envelope: Whether event, organization and date were signed too, and not only the payload.
        was_encrypted: Whether the payload arrived encrypted.
        key_id: Id of the signature key.
        sent_at: When this attempt was sent.
        delivery_id: Id of this very delivery, made from its signature. A retry has another one.
    """

    reading: Reading
    covers_envelope: bool
    was_encrypted: bool
    key_id: str


@dataclass(frozen=True)
class Item:
    """
    One item that a notification reports.

    Args:
        data: The item itself; not shown, as it may contain anything.
        organization_id: Organization in which it happened, where the platform says so.
    """

    data: Any = field(repr=False)
    organization_id: str | None = None


class Notification(Envelope[Proof]):
    """
    A notification. Members that are not listed are in `model_extra`.

    A test notification has `payloads`, any other `payload`.
    """

    event_type: str | None = Field(default=None, alias="eventType")
    webhook_id: str | None = Field(default=None, alias="webhookId")
    product_id: str | None = Field(default=None, alias="productId")
    organization_id: str | None = Field(default=None, alias="organizationId", description="Who subscribed.")
    event_date: str | None = Field(default=None, alias="eventDate", description="As it is sent: without a zone.")
    transaction_trace_id: str | None = Field(
        default=None, alias="transactionTraceId", description="Id of this attempt; a retry has another one."
    )
    retry_number: Annotated[int, BeforeValidator(lambda given: 0 if given is None else given)] = Field(
        default=0, alias="retryNumber", description="0 for the first attempt."
    )
    request_type: str | None = Field(default=None, alias="requestType", description="`NEW` for the first attempt.")
    payload: Any = Field(default=None, repr=False)
    payloads: Any = Field(default=None, repr=False)

    @property
    def event_time(self) -> datetime | None:
        """`event_date` as a time. Without a zone, as the platform names none."""
        try:
            return datetime.fromisoformat(self.event_date or "")
        except ValueError:
            return None

    @property
    def is_test(self) -> bool:
        """Whether the platform was asked to send this as a test."""
        return isinstance(self.payloads, dict) and "testPayload" in self.payloads

    @property
    def items(self) -> tuple[Item, ...]:
        """
        What the notification reports, in one form for all shapes: a list, an object around `data`, or flat.

        They come from `payload`, or where there is none from a `payloads` that is a list. A test notification has none.
        """
        content = self.payload
        if content is None and isinstance(self.payloads, list):
            content = self.payloads
        if content is None:
            return ()
        rows = content if isinstance(content, list) else [content]
        return tuple(_item(row) for row in rows)

    @property
    def content_id(self) -> str:
        """
        The same for every delivery of the same event: first, retried and replayed.

        Computed from the event and its organization. The trace id does not serve: the platform creates another for each
        attempt. Unknown members count only where a notification has no payload.
        """
        known = [self.event_type, self.webhook_id, self.product_id, self.organization_id, self.event_date]
        unknown = [self.model_extra] if self.model_extra and self.payload is None and self.payloads is None else []
        text = canonical_json([*known, self.payload, self.payloads, *unknown])
        return hashlib.sha256(text.encode()).hexdigest()


def _item(row: object) -> Item:
    if not isinstance(row, dict) or "data" not in row:
        return Item(row)
    organization = row.get("organizationId")
    return Item(row["data"], organization if isinstance(organization, str) else None)
