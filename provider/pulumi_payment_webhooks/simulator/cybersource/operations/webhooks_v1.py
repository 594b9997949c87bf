"""
Version 1 of the API, for the same subscriptions as v2. No I/O here.

Source: docs/reference/cybersource.md, "Versions". A request has one product, an update may have a status, a list needs
a product and an event type, and answers have the product at the top. `webhooks` does the rest.
"""

from __future__ import annotations

import json
from dataclasses import replace

from ....cybersource.rules import status as statuses
from ...desk.json_values import JsonObject
from ...desk.wire.calls import Call, Operation, Reply
from .. import fields, refusals
from ..platform import SimulatedCybersource
from ..subscriptions import bodies
from ..subscriptions.subscriptions import Subscription
from . import webhook_answers as answers
from .webhooks import V1, WebhookOperations

SELECTION = ("organizationId", "productId", "eventType")


class WebhooksV1:
    """
    The operations of v1.

    Args:
        platform: The simulated platform.
        webhooks: The same operations in v2.
    """

    def __init__(self, platform: SimulatedCybersource, webhooks: WebhookOperations) -> None:
        self._platform = platform
        self._webhooks = webhooks

    def operations(self) -> list[Operation]:
        """Its operations."""
        item = f"{V1}/{{webhookId}}"
        return [
            Operation("POST", V1, "v1: create a subscription of one product", self.create),
            Operation("GET", V1, "v1: list the subscriptions of an organization, product and event", self.list),
            Operation("GET", item, "v1: read a subscription", self.get),
            Operation("PATCH", item, "v1: update a subscription, its status too", self.update),
            Operation("DELETE", item, "v1: delete a subscription", self._webhooks.delete),
        ]

    def create(self, call: Call) -> Reply:
        """Store a new subscription; several products are accepted as in v2, unless the knob refuses them."""
        body = bodies.read_body(call)
        if body.get("notificationScope") is None:
            body = {**body, "notificationScope": self._platform.knobs.v1_default_scope}
        self._check_products(body)
        stored = self._webhooks.create(replace(call, body=json.dumps(body).encode()))
        subscription = self._platform.subscriptions[stored.content["webhookId"]]
        answer = self._spell(answers.answer_create(subscription, self._platform.knobs), subscription)
        return Reply(201, answer, notes=stored.notes)

    def get(self, call: Call) -> Reply:
        """Show one subscription."""
        return Reply(200, self._show(self._webhooks.get(call).content["webhookId"]))

    def list(self, call: Call) -> Reply:
        """Show the subscriptions of an organization to an event type of a product; all three are required."""
        for name in SELECTION:
            if not call.query.get(name):
                raise refusals.missing(name)
        found = self._webhooks.list(call).content
        product = call.query["productId"]
        if isinstance(found, dict):
            return Reply(200, self._show(found["webhookId"], product))
        return Reply(200, [self._show(one["webhookId"], product) for one in found])

    def update(self, call: Call) -> Reply:
        """Change what the body contains; a status only if the platform does not own it before and after."""
        webhook_id = self._webhooks.get(call).content["webhookId"]
        body = bodies.read_body(call)
        self._check_products(body)
        if "status" in body:
            self._check_status(body["status"], webhook_id)
        notes = self._webhooks.update(call).notes if body.keys() - {"status"} else ()
        if "status" in body and not self._refuses_change(webhook_id):
            self._webhooks.set_status(call)
        answer = None if self._platform.knobs.v1_patch_answer == "empty" else self._show(webhook_id)
        return Reply(200, answer, notes=notes)

    def _check_products(self, body: JsonObject) -> None:
        products = body.get("products")
        several = isinstance(products, list) and len(products) > 1
        if several and self._platform.knobs.v1_several_products == "refuse":
            raise refusals.invalid("products", "a subscription has one product")

    def _check_status(self, status: object, webhook_id: str) -> None:
        if fields.read_text(status, "status") not in statuses.SETTABLE:
            raise refusals.invalid("status", "status must be ACTIVE or INACTIVE")
        if self._refuses_change(webhook_id):
            current = self._platform.subscriptions[webhook_id].status
            raise refusals.invalid("status", f"status cannot be changed while it is {current}")

    def _refuses_change(self, webhook_id: str) -> bool:
        return self._platform.subscriptions[webhook_id].status in statuses.REFUSING_CHANGE

    def _show(self, webhook_id: str, product: str | None = None) -> JsonObject:
        subscription = self._platform.subscriptions[webhook_id]
        return self._spell(answers.answer_get(subscription, self._platform.knobs), subscription, product)

    def _spell(self, answer: JsonObject, subscription: Subscription, product: str | None = None) -> JsonObject:
        """*answer* as v1 writes it, with one product at the top: *product* or the first."""
        chosen = product or next(iter(subscription.products))
        answer |= {"productId": chosen, "eventTypes": subscription.products[chosen]}
        attributes = subscription.document.get("additionalAttributes", [])
        answer |= {"updatedOn": answers.last_change(subscription), "additionalAttributes": attributes}
        if self._platform.knobs.v1_products_in_answers:
            return {**answer, "products": list(subscription.document["products"])}
        return {name: value for name, value in answer.items() if name != "products"}
