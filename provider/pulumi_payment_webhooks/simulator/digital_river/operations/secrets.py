"""
The operations on signing secrets. No I/O here.

The vendor offers them in its consoles only: paths, fields and codes are assumptions, in the style of its API.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ....digital_river.rules.signing_secrets import EXPIRATIONS
from ...desk.json_values import JsonObject
from ...desk.wire.calls import Call, Operation, Reply
from ..platform import SimulatedDigitalRiver
from ..refusals import RequestError, bad_request, declined, invalid, missing, not_found
from ..webhooks.answers import page, webhook_time
from ..webhooks.fields import Reader
from ..webhooks.signing_secrets import SecretLimitReached, SigningSecret
from ..webhooks.store import HeldWebhook
from .requests import json_body_of

LIST = "/webhooks/{id}/secrets"
ONE = "/webhooks/{id}/secrets/{secretId}"
LIMIT_REACHED = "secret_limit_reached"


class SecretOperations:
    """
    List, reveal and rotate.

    Args:
        platform: What it holds.
        find: The webhook that a call names.
    """

    def __init__(self, platform: SimulatedDigitalRiver, find: Callable[[Call], HeldWebhook]) -> None:
        self._platform = platform
        self._find = find

    def operations(self) -> list[Operation]:
        """What clients can ask."""
        return [
            Operation("GET", LIST, "list the valid secrets of a webhook", self._list),
            Operation("POST", LIST, "rotate the secret of a webhook", self._rotate),
            Operation("GET", ONE, "reveal a secret", self._reveal),
        ]

    def _list(self, call: Call) -> Reply:
        valid = self._find(call).secrets.valid(self._platform.clock.now())
        return Reply(200, page([describe(one, with_token=False) for one in valid]))

    def _reveal(self, call: Call) -> Reply:
        id = call.parameters["secretId"]
        found = self._find(call).secrets.find(id, self._platform.clock.now())
        if found is None:
            raise not_found("Secret", id)
        return Reply(200, describe(found, with_token=True))

    def _rotate(self, call: Call) -> Reply:
        webhook, knobs = self._find(call), self._platform.knobs
        expiration = self._expiration(json_body_of(call, knobs))
        try:
            made = self._platform.rotate_secret(webhook, expiration)
        except SecretLimitReached:
            raise declined(409, RequestError("The webhook has five valid secrets already.", LIMIT_REACHED)) from None
        return Reply(201, describe(made, with_token=knobs.secret_in_rotation == "shown"))

    def _expiration(self, body: object) -> Any:
        """The expiration of the current secret, one of `EXPIRATIONS`."""
        if not isinstance(body, dict):
            raise bad_request(invalid("body", body, "JSON object"))
        reader = Reader()
        members = reader.only(body, ("expiration",), refuse=self._platform.knobs.unknown_fields == "refuse")
        expiration = members.get("expiration")
        if expiration is None:
            reader.refuse(missing("expiration"))
        else:
            reader.one_of(expiration, "expiration", "expiration", EXPIRATIONS)
        reader.check()
        return expiration


def describe(secret: SigningSecret, *, with_token: bool) -> JsonObject:
    """A secret as answers show it; its token only where it is revealed."""
    return {
        "id": secret.id,
        **({"token": secret.token} if with_token else {}),
        "state": secret.state,
        "createdTime": webhook_time(secret.created),
        "expiresTime": None if secret.expires is None else webhook_time(secret.expires),
    }
