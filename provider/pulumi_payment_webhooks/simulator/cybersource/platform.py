"""The simulated platform as its desk sees it: operations, controls, admission and the shape of every answer."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from ..desk.wire.calls import Call, Operation, Reply
from . import refusals
from .access.admission import Admission
from .controls import Controls
from .deliveries.courier import Courier
from .deliveries.replays import Replays
from .keys.asymmetric import AsymmetricKeys
from .keys.symmetric import SymmetricKeys
from .masking import masked
from .webhooks.negotiation import Negotiation
from .webhooks.webhooks import Webhooks
from .webhooks.webhooks_v1 import WebhooksV1
from .world import World

PRODUCTS = "/notification-subscriptions/v2/products/{organizationId}"
PRODUCTS_V1 = "/notification-subscriptions/v1/products/{organizationId}"
CORRELATION = "v-c-correlation-id"
_SPOKEN_CORRELATION = re.compile(r"[A-Za-z0-9.\-_:]{2,100}")


class CybersourcePlatform:
    """
    The platform.

    Args:
        world: What it holds.
        admission: Who may call.
        courier: Who carries its notifications.
        controls: What tests can do to it.
    """

    shown_headers = frozenset(
        {
            *("v-c-merchant-id", "v-c-date", "v-c-client-id", "v-c-correlation-id", "v-c-client-correlation-id"),
            *("v-c-sender-organization-id", "v-c-sdk-telemetry-merchant-id", "v-c-sdk-telemetry-mcp"),
        }
    )

    def __init__(self, world: World, admission: Admission, courier: Courier, controls: Controls) -> None:
        self._world = world
        self._admission = admission
        self._courier = courier
        self.operations: Sequence[Operation] = self._all(Negotiation(lambda: world.knobs))
        self.controls: Sequence[Operation] = controls.operations()

    def _all(self, negotiation: Negotiation) -> list[Operation]:
        world, webhooks = self._world, Webhooks(self._world, self._courier)
        products = Operation("GET", PRODUCTS, "list products and event types", self._products)
        prefixed = Operation("GET", f"/webhooks{PRODUCTS}", "the same, as production is documented", self._products)
        products_v1 = Operation("GET", PRODUCTS_V1, "v1: list products and event types", self._products)
        v1 = negotiation.subscriptions(WebhooksV1(world, webhooks).operations())
        return [
            *negotiation.subscriptions(webhooks.operations()),
            *negotiation.until_ended(
                negotiation.subscriptions(webhooks.test_operations()), lambda knobs: knobs.test_call
            ),
            *negotiation.until_ended([*v1, *negotiation.hal([products_v1])], lambda knobs: knobs.v1),
            *negotiation.plain(Replays(world, self._courier).operations()),
            *negotiation.hal([products, prefixed, *SymmetricKeys(world).operations()]),
            *negotiation.plain(AsymmetricKeys(world).operations()),
        ]

    def admit(self, call: Call) -> None:
        """Let an authenticated call pass."""
        self._admission.admit(call)

    def unexpected(self, status: int, message: str, expected: Sequence[str]) -> Reply:
        """What a request that is no operation is answered: what would have been one."""
        reason = "NOT_FOUND" if status == 404 else "METHOD_NOT_ALLOWED"
        numeric = {"statusCode": 404} if status == 404 else {}
        return Reply(status, {"reason": reason, "message": message, **numeric, "expected": list(expected)})

    def failing(self, status: int) -> Reply:
        """The answer of a bad moment."""
        return refusals.failing(status)

    def finished(self, call: Call, reply: Reply) -> Reply:
        """Every answer carries a reference for support."""
        spoken = call.headers.get(CORRELATION, "")
        reference = spoken if _SPOKEN_CORRELATION.fullmatch(spoken) else str(uuid.uuid4())
        return refusals.spelled(reply, self._world.knobs.error_shape).bearing(v_c_correlation_id=reference)

    def masked(self, body: Any) -> Any:
        """The body of a request without what may be a secret."""
        return masked(body)

    def unlist(self, reply: Reply, *, seconds: float, requests: int) -> None:
        """Leave a subscription that was just created out of lists for a while; a read by its id finds it."""
        id = reply.content.get("webhookId") if isinstance(reply.content, dict) else None
        if isinstance(id, str) and id in self._world.subscriptions:
            self._world.subscriptions.unlist(id, seconds=seconds, requests=requests)

    def reset(self) -> None:
        """Forget everything."""
        self._world.reset()
        self._admission.forget()
        self._courier.forget()

    def _products(self, call: Call) -> Reply:
        organization = call.parameters["organizationId"]
        if not self._world.knows(organization):
            raise refusals.unknown("organizationId", f"organization {organization} does not exist")
        products = [
            {
                "productId": product,
                "eventTypes": [
                    {"eventName": event, "payloadEncryption": self._world.is_encrypted(organization, product, event)}
                    for event in events
                ],
            }
            for product, events in self._world.catalogue(organization).items()
        ]
        wrapped = self._world.knobs.products_answer == "wrapped"
        return Reply(200, {"products": products} if wrapped else products)
