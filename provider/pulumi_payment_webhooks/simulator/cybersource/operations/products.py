"""The list of products and event types. No I/O here."""

from __future__ import annotations

from ...desk.wire.calls import Call, Operation, Reply
from .. import refusals
from ..platform import SimulatedCybersource

V1 = "/notification-subscriptions/v1/products/{organizationId}"
V2 = "/notification-subscriptions/v2/products/{organizationId}"


class Products:
    """
    Lists what the organizations of a platform are offered.

    Args:
        platform: The simulated platform.
    """

    def __init__(self, platform: SimulatedCybersource) -> None:
        self._platform = platform

    def operations(self) -> list[Operation]:
        """The list of v2, under both paths that the Guide shows."""
        return [
            Operation("GET", V2, "list products and event types", self.list),
            Operation("GET", f"/webhooks{V2}", "the same, as production is documented", self.list),
        ]

    def v1_operations(self) -> list[Operation]:
        """The list of v1."""
        return [Operation("GET", V1, "v1: list products and event types", self.list)]

    def list(self, call: Call) -> Reply:
        """Show each product with its event types."""
        organization = call.parameters["organizationId"]
        if not self._platform.knows(organization):
            raise refusals.unknown("organizationId", f"organization {organization} does not exist")
        products = [
            {
                "productId": product,
                "eventTypes": [
                    {"eventName": event, "payloadEncryption": self._platform.is_encrypted(organization, product, event)}
                    for event in events
                ],
            }
            for product, events in self._platform.catalogue(organization).items()
        ]
        wrapped = self._platform.knobs.products_answer == "wrapped"
        return Reply(200, {"products": products} if wrapped else products)
