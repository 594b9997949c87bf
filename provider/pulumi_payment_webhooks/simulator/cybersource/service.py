"""The API of the simulated platform: operations, authentication and the common parts of every answer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from ..desk.wire.calls import Call, Operation, Reply
from ..desk.wire.rate_limit import Limit, RateLimit
from . import refusals
from .access.admission import Admission
from .controls.controls import Controls
from .deliveries.courier import CybersourceCourier
from .operations.key_requests import CORRELATION, HEADERS
from .operations.keys_asym import AsymmetricKeys
from .operations.keys_sym import SymmetricKeys
from .operations.masking import mask_body
from .operations.media_types import Negotiation
from .operations.products import Products
from .operations.replays import Replays
from .operations.webhooks import WebhookOperations
from .operations.webhooks_v1 import WebhooksV1
from .platform import SimulatedCybersource

_ACCOUNT = "account"
"""Limits are set for each account, and the simulator has one."""


class CybersourceService:
    """
    The API.

    Args:
        platform: The simulated platform.
        admission: Authenticates calls.
        rate_limit: How often the account may call.
        courier: Delivers notifications.
        controls: Its part of the control API.
    """

    shown_headers = frozenset(
        {
            *("v-c-merchant-id", "v-c-date", "v-c-client-id", "v-c-correlation-id", "v-c-client-correlation-id"),
            *("v-c-sender-organization-id", "v-c-sdk-telemetry-merchant-id", "v-c-sdk-telemetry-mcp"),
        }
    )

    def __init__(
        self,
        platform: SimulatedCybersource,
        admission: Admission,
        rate_limit: RateLimit,
        courier: CybersourceCourier,
        controls: Controls,
    ) -> None:
        self._platform = platform
        self._admission = admission
        self._rate_limit = rate_limit
        self._courier = courier
        self.operations: Sequence[Operation] = self._all(Negotiation(lambda: platform.knobs))
        self.controls: Sequence[Operation] = controls.operations()

    def _all(self, negotiation: Negotiation) -> list[Operation]:
        platform, webhooks = self._platform, WebhookOperations(self._platform, self._courier)
        products = Products(platform)
        v1 = negotiation.subscriptions(WebhooksV1(platform, webhooks).operations())
        return [
            *negotiation.subscriptions(webhooks.operations()),
            *negotiation.end_with(negotiation.subscriptions(webhooks.test_operations()), lambda knobs: knobs.test_call),
            *negotiation.end_with([*v1, *negotiation.hal(products.v1_operations())], lambda knobs: knobs.v1),
            *negotiation.plain(Replays(platform, self._courier).operations()),
            *negotiation.hal([*products.operations(), *SymmetricKeys(platform).operations()]),
            *negotiation.plain(AsymmetricKeys(platform).operations()),
        ]

    def admit(self, call: Call) -> None:
        """Authenticate a call, and count it."""
        self._admission.admit(call)
        knobs = self._platform.knobs
        limit = Limit(knobs.requests_per_second, knobs.retry_after_seconds, knobs.retry_after)
        self._rate_limit.count(_ACCOUNT, limit)

    def unexpected(self, status: int, message: str, expected: Sequence[str]) -> Reply:
        """The answer to an unknown operation, with the operations that exist."""
        reason = "NOT_FOUND" if status == 404 else "METHOD_NOT_ALLOWED"
        numeric = {"statusCode": 404} if status == 404 else {}
        return Reply(status, {"reason": reason, "message": message, **numeric, "expected": list(expected)})

    def fail(self, status: int) -> Reply:
        """The answer for a fault with that status."""
        return refusals.fail(status)

    def finish(self, call: Call, reply: Reply) -> Reply:
        """*reply* with a reference for support."""
        spoken = call.headers.get(CORRELATION, "")
        reference = spoken if HEADERS[CORRELATION].fullmatch(spoken) else str(uuid.uuid4())
        return refusals.in_shape(reply, self._platform.knobs.error_shape).bearing(v_c_correlation_id=reference)

    def mask(self, body: object) -> Any:
        """The body of a request with all possible secrets masked."""
        return mask_body(body)

    def unlist(self, reply: Reply, *, seconds: float, requests: int) -> None:
        """Omit a new subscription from lists for a while; a read by id finds it."""
        id = reply.content.get("webhookId") if isinstance(reply.content, dict) else None
        if isinstance(id, str) and id in self._platform.subscriptions:
            self._platform.subscriptions.unlist(id, seconds=seconds, requests=requests)

    def reset(self) -> None:
        """Return to the initial state."""
        self._platform.reset()
        self._admission.forget()
        self._rate_limit.forget()
        self._courier.forget()
