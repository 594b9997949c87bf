"""The operation for symmetric keys: creates signature keys, stores OAuth credentials. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping

from ...desk.wire.calls import Call, Operation, Reply
from ..egress_keys import OAUTH, SIGNATURE, EgressKey
from ..platform import SimulatedCybersource
from .key_requests import RequestedKey, answer

PATH = "/kms/egress/v2/keys-sym"
ACTIONS = {SIGNATURE: "CREATE", OAUTH: "STORE"}


class SymmetricKeys:
    """The symmetric keys of a *platform*."""

    def __init__(self, platform: SimulatedCybersource) -> None:
        self._platform = platform

    def operations(self) -> list[Operation]:
        """Its operations."""
        return [Operation("POST", PATH, "create a signature key, store OAuth credentials", self.post)]

    def post(self, call: Call) -> Reply:
        """Create or store a key."""
        return answer(call, self._platform, ACTIONS, self._put)

    def _put(self, request: RequestedKey) -> tuple[EgressKey, Mapping[str, object]]:
        if request.kind == SIGNATURE:
            made = self._create(request)
            return made, {"key": made.secret}
        stored = self._store(request)
        masked = self._platform.knobs.oauth_secret_in_answers == "masked"
        return stored, {"clientKeyId": stored.client_key_id, "key": "****" if masked else stored.secret}

    def _create(self, request: RequestedKey) -> EgressKey:
        keys = self._platform.keys
        current = keys.current(SIGNATURE, request.organization_id)
        if current is not None and self._platform.knobs.repeat_signature_key == "same":
            return current
        return keys.add_signature(request.organization_id, days=request.days)

    def _store(self, request: RequestedKey) -> EgressKey:
        return self._platform.keys.add(
            OAUTH,
            request.organization_id,
            secret=request.text("key"),
            days=request.days,
            client_key_id=request.text("clientKeyId"),
        )
