"""
The two versions of the webhook API: where each thing is asked for, and how a request is spelled. No I/O here.

v1 takes one product in a request, sets the status with a PATCH, and lists by organization, product and event only.
Answers are read alike (see `subscriptions`), and what one version stored the other shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..rules.words import V1
from .ids import segment


@dataclass(frozen=True)
class StatusChange:
    """A request that asks for a status."""

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

    def status(self, id: str, status: str) -> StatusChange:
        """
        The request for a status. In v1 it could travel with other changes; alone, its refusal takes none along.
        """
        if self.name == V1:
            return StatusChange("PATCH", self.item(id), {"status": status})
        return StatusChange("PUT", f"{self.item(id)}/status", {"status": status})

    def spell(self, members: Mapping[str, Any]) -> dict[str, object]:
        """*members* with the product as this version has it; that v1 takes one only was checked before."""
        if self.name != V1 or "products" not in members:
            return dict(members)
        [product] = members["products"]
        return {**{name: value for name, value in members.items() if name != "products"}, **product}
