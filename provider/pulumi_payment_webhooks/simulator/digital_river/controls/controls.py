"""What a test can do to the simulated platform behind its clients' backs, over HTTP. No I/O here."""

from __future__ import annotations

from dataclasses import asdict

from ....digital_river.rules.signing_secrets import EXPIRATIONS
from ...desk.json_values import JsonObject
from ...desk.wire.calls import Call, Operation, Reply
from ...desk.wire.control import DONE, PREFIX, members
from ..openapi.document import document
from ..platform import SimulatedDigitalRiver
from ..webhooks.answers import webhook_time
from ..webhooks.bodies import BodyReader
from ..webhooks.signing_secrets import SigningSecret
from ..webhooks.store import HeldWebhook
from .events import EventControls

WEBHOOKS = f"{PREFIX}/webhooks"
ONE = f"{WEBHOOKS}/{{id}}"
SECRETS = f"{ONE}/secrets"


class Controls:
    """
    The platform's own control calls.

    Args:
        platform: The simulated platform.
        events: The controls over events and deliveries.
    """

    def __init__(self, platform: SimulatedDigitalRiver, events: EventControls) -> None:
        self._platform = platform
        self._events = events

    def operations(self) -> list[Operation]:
        """What a test can ask."""
        return [
            Operation("GET", WEBHOOKS, "all webhooks, of both modes", self._list),
            Operation("GET", ONE, "one webhook", self._get),
            Operation("PATCH", ONE, "edit it behind the client's back", self._edit),
            Operation("DELETE", ONE, "delete it behind the client's back", self._delete),
            Operation("POST", f"{ONE}/disable", "disable it, as the platform does after failures", self._disable),
            Operation("POST", f"{ONE}/enable", "enable it", self._enable),
            Operation("GET", SECRETS, "reveal its valid secrets, as the console does", self._reveal),
            Operation("POST", SECRETS, "rotate its secret, as the console does: expiration", self._rotate),
            Operation("GET", f"{PREFIX}/openapi.json", "describe the API in OpenAPI: mode=live", self._openapi),
            Operation("GET", f"{PREFIX}/knobs", "the position of every knob", self._knobs),
            Operation("PATCH", f"{PREFIX}/knobs", "turn knobs", self._turn),
            *self._events.operations(),
        ]

    def _list(self, _: Call) -> Reply:
        return Reply(200, [describe(one) for one in self._platform.webhooks])

    def _get(self, call: Call) -> Reply:
        return Reply(200, describe(self._found(call)))

    def _edit(self, call: Call) -> Reply:
        return Reply(200, describe(edit(self._platform, call.parameters["id"], members(call))))

    def _delete(self, call: Call) -> Reply:
        self._platform.webhooks.remove(call.parameters["id"])
        return DONE

    def _disable(self, call: Call) -> Reply:
        return Reply(200, describe(self._platform.webhooks.set_enabled(call.parameters["id"], False)))

    def _enable(self, call: Call) -> Reply:
        return Reply(200, describe(self._platform.webhooks.set_enabled(call.parameters["id"], True)))

    def _reveal(self, call: Call) -> Reply:
        return Reply(200, [_revealed(one) for one in self._found(call).secrets.valid(self._platform.clock.now())])

    def _rotate(self, call: Call) -> Reply:
        expiration = members(call).get("expiration")
        if expiration not in EXPIRATIONS:
            raise ValueError(f"expiration must be one of {', '.join(EXPIRATIONS)}")
        return Reply(201, _revealed(self._platform.rotate_secret(self._found(call), expiration)))

    def _openapi(self, call: Call) -> Reply:
        return Reply(200, document(self._platform.knobs, is_live=call.query.get("mode") == "live"))

    def _knobs(self, _: Call) -> Reply:
        return Reply(200, asdict(self._platform.knobs))

    def _turn(self, call: Call) -> Reply:
        return Reply(200, asdict(self._platform.turn(members(call))))

    def _found(self, call: Call) -> HeldWebhook:
        return self._platform.webhooks[call.parameters["id"]]


def edit(platform: SimulatedDigitalRiver, id: str, changes: dict[str, object]) -> HeldWebhook:
    """
    Change a webhook as a person in a console would, with the names of the API.

    Raises:
        KeyError: There is no such webhook.
        Declined: The platform could not hold the result.
    """
    webhook = platform.webhooks[id]
    plain = platform.knobs.replace({"patch_defaults": "keep", "patch_types": "replace", "patch_null": "clears"})
    document = BodyReader(plain, is_live=webhook.is_live).updated(webhook.document, changes)
    return platform.webhooks.update(webhook, document)


def describe(webhook: HeldWebhook) -> JsonObject:
    """Everything about a webhook but its secrets, as JSON values."""
    return {
        "id": webhook.id,
        **webhook.document,
        "liveMode": webhook.is_live,
        "createdTime": webhook_time(webhook.created),
        "updatedTime": webhook_time(webhook.updated),
    }


def _revealed(secret: SigningSecret) -> JsonObject:
    expires = None if secret.expires is None else webhook_time(secret.expires)
    return {"id": secret.id, "token": secret.token, "state": secret.state, "expiresTime": expires}
