"""The simulated platform as its desk sees it: operations, controls, admission and the shape of every answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..desk.journal.journal import MASK
from ..desk.wire.calls import Call, Operation, Reply
from . import refusals
from .access.admission import Admission
from .controls.controls import Controls
from .deliveries.courier import DigitalRiverCourier
from .operations.event_types import EventTypeOperations
from .operations.events import EventOperations
from .operations.secrets import SecretOperations
from .operations.webhooks import WebhookOperations
from .platform import SimulatedDigitalRiver

GC_PATH = "/gc"
REQUEST_ID = "x-dr-requestid"
SECRETS = frozenset({"password", "clientSecret"})


class DigitalRiverService:
    """
    The platform.

    Args:
        platform: What it holds.
        admission: Who may call.
        courier: Delivers its notifications.
        controls: What tests can do to it.
    """

    shown_headers = frozenset(
        {"digitalriver-version", "forwarded", "upstream-application-id", "upstream-id", "upstream-session-id"}
    )

    def __init__(
        self, platform: SimulatedDigitalRiver, admission: Admission, courier: DigitalRiverCourier, controls: Controls
    ) -> None:
        self._platform = platform
        self._admission = admission
        self._courier = courier
        webhooks = WebhookOperations(platform, admission.key_of)
        self._published = [*webhooks.operations(), *EventOperations(platform, admission.key_of).operations()]
        self._secrets = SecretOperations(platform, webhooks.find).operations()
        self._event_types = EventTypeOperations(platform).operations()
        self.controls: Sequence[Operation] = controls.operations()

    @property
    def operations(self) -> Sequence[Operation]:
        """What clients can ask today."""
        knobs = self._platform.knobs
        offered = [
            *self._published,
            *(self._secrets if knobs.offers(knobs.secrets_api) else ()),
            *(self._event_types if knobs.offers(knobs.event_types_api) else ()),
        ]
        return [*offered, *_under(GC_PATH, offered)] if knobs.is_gc else offered

    def admit(self, call: Call) -> None:
        """Let a call with a valid key pass."""
        self._admission.admit(call)

    def unexpected(self, status: int, message: str, expected: Sequence[str]) -> Reply:
        """The answer to a request that is not an operation; the message names those that are."""
        code = "not_found" if status == 404 else "method_not_allowed"
        return refusals.answer(status, [refusals.RequestError(f"{message}; expected {', '.join(expected)}", code)])

    def fail(self, status: int) -> Reply:
        """The answer of a bad moment."""
        return refusals.failing(status)

    def finish(self, call: Call, reply: Reply) -> Reply:
        """Every answer carries a reference for support."""
        del call  # its own references are for the vendor's eyes only
        return replace(reply, headers={**reply.headers, REQUEST_ID: str(uuid.uuid4())})

    def mask(self, body: object) -> Any:
        """The body of a request without passwords and client secrets."""
        if isinstance(body, dict):
            return {name: MASK if name in SECRETS else self.mask(one) for name, one in body.items()}
        return [self.mask(one) for one in body] if isinstance(body, list) else body

    def unlist(self, reply: Reply, *, seconds: float, requests: int) -> None:
        """Leave a webhook that was just created out of lists for a while; a read by its id finds it."""
        id = reply.content.get("id") if isinstance(reply.content, dict) else None
        if isinstance(id, str) and id in self._platform.webhooks:
            self._platform.webhooks.unlist(id, seconds=seconds, requests=requests)

    def reset(self) -> None:
        """Forget everything."""
        self._platform.reset()
        self._admission.forget()
        self._courier.forget()


def _under(path: str, operations: Iterable[Operation]) -> list[Operation]:
    return [replace(one, template=f"{path}{one.template}") for one in operations]
