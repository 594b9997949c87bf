"""
The two versions of the webhook API: where each thing is asked for, and what a request holds. No I/O here.

Source: reference §4. v1 takes one product in a request, sets the status with a PATCH, and lists by organization,
product and event only. Answers are read alike (see `subscriptions`), and what one version stored the other shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..account.settings import V1, CybersourceSettings
from ..webhook_subscription.declaration import WebhookSubscription
from . import subscriptions
from .ids import segment


@dataclass(frozen=True)
class Request:
    """A request that changes something."""

    method: str
    path: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Version:
    """
    One version of the API.

    Args:
        name: ``v1`` or ``v2``, as it stands in every path.
    """

    name: str

    @property
    def lists_by_event(self) -> bool:
        """Whether a list has to name a product and an event, besides the organization."""
        return self.name == V1

    @property
    def collection(self) -> str:
        """The path of all subscriptions."""
        return f"/notification-subscriptions/{self.name}/webhooks"

    def item(self, id: str) -> str:
        """The path of one subscription."""
        return f"{self.collection}/{segment(id, 'the id of the subscription')}"

    def products(self, organization: str) -> str:
        """The path of the catalogue of *organization*."""
        return f"/notification-subscriptions/{self.name}/products/{segment(organization, 'the id of the organization')}"

    def creation(self, declared: WebhookSubscription) -> dict[str, Any]:
        """The body that creates a subscription; see :func:`.subscriptions.creation`."""
        return self._spelled(subscriptions.creation(declared))

    def body(self, declared: WebhookSubscription, fields: frozenset[str]) -> dict[str, Any]:
        """The members of an update for *fields*, the status left out; see :func:`.subscriptions.body`."""
        return self._spelled(subscriptions.body(declared, fields))

    def status(self, id: str, status: str) -> Request:
        """
        The request for a status. In v1 it could travel with other changes; alone, its refusal takes none along.
        """
        if self.name == V1:
            return Request("PATCH", self.item(id), {"status": status})
        return Request("PUT", f"{self.item(id)}/status", {"status": status})

    def _spelled(self, members: dict[str, Any]) -> dict[str, Any]:
        """*members* with the product as this version has it; that v1 takes one only was checked before."""
        if self.name != V1 or "products" not in members:
            return members
        [product] = members["products"]
        return {**{name: value for name, value in members.items() if name != "products"}, **product}


def version_of(settings: CybersourceSettings) -> Version:
    """The version that *settings* choose."""
    return Version(settings.api_version)
