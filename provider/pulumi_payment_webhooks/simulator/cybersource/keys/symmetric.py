"""The key management call for symmetric keys: signature keys made here, OAuth credentials stored. No I/O here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...desk.wire.calls import Call, Operation, Reply
from ..world import World
from .keys import OAUTH, SIGNATURE, Key
from .kms import Asked, answered

PATH = "/kms/egress/v2/keys-sym"
ACTIONS = {SIGNATURE: "CREATE", OAUTH: "STORE"}


class SymmetricKeys:
    """Answers for the symmetric keys of one *world*."""

    def __init__(self, world: World) -> None:
        self._world = world

    def operations(self) -> list[Operation]:
        """What can be asked."""
        return [Operation("POST", PATH, "create a signature key, store OAuth credentials", self.post)]

    def post(self, call: Call) -> Reply:
        """Make or store one key."""
        return answered(call, self._world, ACTIONS, self._hold)

    def _hold(self, asked: Asked) -> tuple[Key, Mapping[str, Any]]:
        if asked.kind == SIGNATURE:
            made = self._create(asked)
            return made, {"key": made.secret}
        stored = self._store(asked)
        masked = self._world.knobs.oauth_secret_in_answers == "masked"
        return stored, {"clientKeyId": stored.client_key_id, "key": "****" if masked else stored.secret}

    def _create(self, asked: Asked) -> Key:
        keys = self._world.keys
        current = keys.current(SIGNATURE, asked.organization_id)
        if current is not None and self._world.knobs.repeat_signature_key == "same":
            return current
        return keys.add_signature(asked.organization_id, days=asked.days)

    def _store(self, asked: Asked) -> Key:
        return self._world.keys.add(
            OAUTH,
            asked.organization_id,
            secret=asked.text("key"),
            days=asked.days,
            client_key_id=asked.text("clientKeyId"),
        )
