"""The simulated platform as its desk sees it: operations, controls, admission and the shape of every answer."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from ..desk.wire.calls import Call, Operation, Reply
from . import refusals
from .access.admission import Admission
from .controls.controls import Controls
from .deliveries.courier import Courier
from .operations.keys_asym import AsymmetricKeys
from .operations.keys_sym import SymmetricKeys
from .operations.masking import masked
from .operations.media_types import Negotiation
from .operations.products import Products
from .operations.replays import Replays
from .operations.webhooks import Webhooks
from .operations.webhooks_v1 import WebhooksV1
from .platform import SimulatedPlatform

CORRELATION = "v-c-correlation-id"
_SPOKEN_CORRELATION = re.compile(r"[A-Za-z0-9.\-_:]{2,100}")


class CybersourceService:
    """
    The platform.

    Args:
        platform: What it holds.
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

    def __init__(self, platform: SimulatedPlatform, admission: Admission, courier: Courier, controls: Controls) -> None:
        self._platform = platform
        self._admission = admission
        self._courier = courier
        self.operations: Sequence[Operation] = self._all(Negotiation(lambda: platform.knobs))
        self.controls: Sequence[Operation] = controls.operations()

    def _all(self, negotiation: Negotiation) -> list[Operation]:
        platform, webhooks = self._platform, Webhooks(self._platform, self._courier)
        products = Products(platform)
        v1 = negotiation.subscriptions(WebhooksV1(platform, webhooks).operations())
        return [
            *negotiation.subscriptions(webhooks.operations()),
            *negotiation.until_ended(
                negotiation.subscriptions(webhooks.test_operations()), lambda knobs: knobs.test_call
            ),
            *negotiation.until_ended([*v1, *negotiation.hal(products.v1_operations())], lambda knobs: knobs.v1),
            *negotiation.plain(Replays(platform, self._courier).operations()),
            *negotiation.hal([*products.operations(), *SymmetricKeys(platform).operations()]),
            *negotiation.plain(AsymmetricKeys(platform).operations()),
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
        return refusals.spelled(reply, self._platform.knobs.error_shape).bearing(v_c_correlation_id=reference)

    def masked(self, body: Any) -> Any:
        """The body of a request without what may be a secret."""
        return masked(body)

    def unlist(self, reply: Reply, *, seconds: float, requests: int) -> None:
        """Leave a subscription that was just created out of lists for a while; a read by its id finds it."""
        id = reply.content.get("webhookId") if isinstance(reply.content, dict) else None
        if isinstance(id, str) and id in self._platform.subscriptions:
            self._platform.subscriptions.unlist(id, seconds=seconds, requests=requests)

    def reset(self) -> None:
        """Forget everything."""
        self._platform.reset()
        self._admission.forget()
        self._courier.forget()
