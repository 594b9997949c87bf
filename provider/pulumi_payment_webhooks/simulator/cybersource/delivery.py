"""Deliveries of this platform: they have products, organizations and trace ids. No I/O here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from ..desk.json_values import JsonObject
from ..desk.mail.deliveries import Attempt, Delivery, Facts


@dataclass(kw_only=True)
class CybersourceAttempt(Attempt):
    """
    One request that delivers a notification.

    Args:
        trace_id: The platform's id of this attempt.
        request_type: `NEW`, `RETRY` or `REPLAY`, as the notification says.
        retry_number: How many retries were made before.
    """

    trace_id: str
    request_type: str
    retry_number: int

    @property
    def kind(self) -> str:
        """The type of the request."""
        return self.request_type

    @property
    def tag(self) -> str:
        """The type of the request, with the number of the retry."""
        return f"{self.request_type} {self.retry_number}" if self.retry_number else self.request_type

    @property
    def facts(self) -> Facts:
        """Its trace id."""
        return (("trace id", self.trace_id),)

    def particulars(self) -> JsonObject:
        """By the names of the notification's own members."""
        return {
            "transactionTraceId": self.trace_id,
            "requestType": self.request_type,
            "retryNumber": self.retry_number,
        }


@dataclass(kw_only=True)
class CybersourceDelivery(Delivery[CybersourceAttempt]):
    """
    One event on its way to one subscription.

    Args:
        product_id: The product of the event type.
        organization_id: The organization that subscribed.
        source_id: The organization in which it happened.
        key_id: Id of the signature key that its first attempt was signed with.
        trace_id: The platform's id of its first attempt.
    """

    product_id: str
    organization_id: str
    source_id: str
    attempts: list[CybersourceAttempt] = field(default_factory=list)
    key_id: str | None = None
    trace_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def facts(self) -> Facts:
        """Product and organization, and where it happened if that is another organization."""
        shown = (("Product", self.product_id), ("Organization", self.organization_id))
        return shown if self.source_id == self.organization_id else (*shown, ("Happened in", self.source_id))

    def particulars(self) -> JsonObject:
        """Product and organizations."""
        return {
            "productId": self.product_id,
            "organizationId": self.organization_id,
            "eventOrganizationId": self.source_id,
        }
