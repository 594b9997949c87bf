"""The key management call for symmetric keys: signature keys made here, OAuth credentials stored. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...desk.wire.calls import Call, Operation, Reply
from ..egress_keys import OAUTH, SIGNATURE, EgressKey
from ..platform import SimulatedPlatform
from .key_requests import Asked, answered

PATH = "/kms/egress/v2/keys-sym"
ACTIONS = {SIGNATURE: "CREATE", OAUTH: "STORE"}


class SymmetricKeys:
    """Answers for the symmetric keys of one *platform*."""

    def __init__(self, platform: SimulatedPlatform) -> None:
        self._platform = platform

    def operations(self) -> list[Operation]:
        """What can be asked."""
        return [Operation("POST", PATH, "create a signature key, store OAuth credentials", self.post)]

    def post(self, call: Call) -> Reply:
        """Make or store one key."""
        return answered(call, self._platform, ACTIONS, self._hold)

    def _hold(self, asked: Asked) -> tuple[EgressKey, Mapping[str, Any]]:
        if asked.kind == SIGNATURE:
            made = self._create(asked)
            return made, {"key": made.secret}
        stored = self._store(asked)
        masked = self._platform.knobs.oauth_secret_in_answers == "masked"
        return stored, {"clientKeyId": stored.client_key_id, "key": "****" if masked else stored.secret}

    def _create(self, asked: Asked) -> EgressKey:
        keys = self._platform.keys
        current = keys.current(SIGNATURE, asked.organization_id)
        if current is not None and self._platform.knobs.repeat_signature_key == "same":
            return current
        return keys.add_signature(asked.organization_id, days=asked.days)

    def _store(self, asked: Asked) -> EgressKey:
        return self._platform.keys.add(
            OAUTH,
            asked.organization_id,
            secret=asked.text("key"),
            days=asked.days,
            client_key_id=asked.text("clientKeyId"),
        )
