"""The five operations on webhooks. No I/O here."""

from __future__ import annotations

from collections.abc import Callable

from ...desk.wire.calls import Call, Operation, Reply
from ..access.keys import ApiKey
from ..platform import SimulatedDigitalRiver
from ..refusals import RequestError, declined, not_found
from ..webhooks.answers import describe, page
from ..webhooks.bodies import BodyReader
from ..webhooks.store import HeldWebhook
from .requests import check_query, json_body_of, type_filter

LIST = "/webhooks"
ONE = "/webhooks/{id}"
FILTERS = frozenset({"type", "types"})


class WebhookOperations:
    """
    List, create, retrieve, update and delete.

    Args:
        platform: What it holds.
        key_of: The key that a call carries.
    """

    def __init__(self, platform: SimulatedDigitalRiver, key_of: Callable[[Call], ApiKey]) -> None:
        self._platform = platform
        self._key_of = key_of

    def operations(self) -> list[Operation]:
        """What clients can ask."""
        return [
            Operation("GET", LIST, "list webhooks", self._list),
            Operation("POST", LIST, "create a webhook", self._create),
            Operation("GET", ONE, "retrieve a webhook", self._retrieve),
            Operation("PATCH", ONE, "update a webhook", self._update),
            Operation("DELETE", ONE, "delete a webhook", self._delete),
        ]

    def find(self, call: Call) -> HeldWebhook:
        """
        The webhook that *call* names, in the mode of its key.

        Raises:
            Declined: 404: there is none.
        """
        id = call.parameters["id"]
        webhook = self._platform.webhooks.get(id)
        if webhook is None or webhook.is_live != self._key_of(call).is_live:
            raise not_found("Webhook", id)
        return webhook

    def _list(self, call: Call) -> Reply:
        knobs = self._platform.knobs
        check_query(call, knobs, FILTERS)
        is_wanted = type_filter(call, knobs)
        held = self._platform.webhooks.listed(is_live=self._key_of(call).is_live)
        found = [one for one in held if any(map(is_wanted, one.types))] if _is_filtered(call) else held
        rows = [describe(one, knobs) for one in found[: knobs.most_in_list]]
        return Reply(200, rows if knobs.list_answer == "array" else page(rows))

    def _create(self, call: Call) -> Reply:
        knobs, is_live = self._platform.knobs, self._key_of(call).is_live
        reader = BodyReader(knobs, is_live=is_live)
        document = reader.created(json_body_of(call, knobs))
        self._check_limit(is_live=is_live)
        webhook = self._platform.webhooks.add(document, is_live=is_live)
        return self._answer(int(knobs.create_status), webhook, reader)

    def _retrieve(self, call: Call) -> Reply:
        return Reply(200, describe(self.find(call), self._platform.knobs))

    def _update(self, call: Call) -> Reply:
        webhook, knobs = self.find(call), self._platform.knobs
        reader = BodyReader(knobs, is_live=webhook.is_live)
        document = reader.updated(webhook.document, json_body_of(call, knobs))
        return self._answer(200, self._platform.webhooks.update(webhook, document), reader)

    def _delete(self, call: Call) -> Reply:
        webhooks, id = self._platform.webhooks, call.parameters["id"]
        is_repeated = webhooks.was_removed(id, is_live=self._key_of(call).is_live)
        if not (is_repeated and self._platform.knobs.repeated_delete == "204"):
            webhooks.remove(self.find(call).id)
        return Reply(204)

    def _answer(self, status: int, webhook: HeldWebhook, reader: BodyReader) -> Reply:
        notes = tuple(f"ignored {one}" for one in reader.ignored)
        content: dict[str, object] = describe(webhook, self._platform.knobs)
        return Reply(status, content, notes=notes)

    def _check_limit(self, *, is_live: bool) -> None:
        most = self._platform.knobs.most_webhooks
        if most is not None and len(self._platform.webhooks.of_mode(is_live=is_live)) >= most:
            raise declined(409, RequestError(f"The account has {most} webhooks already.", "plan_limit_reached"))


def _is_filtered(call: Call) -> bool:
    return bool(FILTERS & call.query.keys())
