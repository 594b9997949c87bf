"""The operations on subscriptions, and the test. No I/O here; the courier sends."""

from __future__ import annotations

from collections.abc import Mapping

from ....cybersource.rules import status as statuses
from ....cybersource.rules import words
from ...desk.json_values import JsonObject
from ...desk.mail.deliveries import Full
from ...desk.wire.calls import Call, Declined, Operation, Reply
from .. import fields, refusals
from ..access.tokens import is_signed_with_certificate
from ..deliveries.courier import CybersourceCourier
from ..egress_keys import OAUTH, SIGNATURE
from ..platform import SimulatedCybersource
from ..subscriptions import bodies
from ..subscriptions.subscriptions import Subscription
from . import ignored
from . import webhook_answers as answers

V1 = "/notification-subscriptions/v1/webhooks"
V2 = "/notification-subscriptions/v2/webhooks"


class WebhookOperations:
    """
    The subscriptions of a *platform*.

    Args:
        platform: The simulated platform.
        courier: Sends test notifications.
    """

    def __init__(self, platform: SimulatedCybersource, courier: CybersourceCourier) -> None:
        self._platform = platform
        self._courier = courier

    def operations(self) -> list[Operation]:
        """Its operations."""
        return [
            Operation("POST", V2, "create a subscription", self.create),
            Operation("GET", V2, "list subscriptions of an organization", self.list),
            Operation("GET", f"{V2}/{{webhookId}}", "read a subscription", self.get),
            Operation("PATCH", f"{V2}/{{webhookId}}", "update a subscription", self.update),
            Operation("PUT", f"{V2}/{{webhookId}}/status", "set its status", self.set_status),
            Operation("DELETE", f"{V2}/{{webhookId}}", "delete a subscription", self.delete),
        ]

    def test_operations(self) -> list[Operation]:
        """The test, which only v1 has."""
        return [Operation("POST", f"{V1}/{{webhookId}}", "send a test notification", self.test)]

    def create(self, call: Call) -> Reply:
        """Store a new subscription if its organization, products and keys allow it."""
        platform = self._platform
        body = bodies.read_body(call)
        document = bodies.read_document(body, platform.knobs)
        organization = document["organizationId"]
        if not platform.knows(organization):
            raise refusals.invalid("organizationId", f"organization {organization} is not known")
        self._check_signer(call, document)
        self._check_events(document)
        self._check_keys(document)
        self._check_occupied(document)
        answer = answers.answer_create(platform.subscriptions.add(document), platform.knobs)
        return Reply(201, answer, notes=ignored.notes_on_subscription(body))

    def get(self, call: Call) -> Reply:
        """Show one subscription."""
        return Reply(200, answers.answer_get(self._found(call), self._platform.knobs))

    def list(self, call: Call) -> Reply:
        """Show the subscriptions of an organization, optionally of one product and one event type."""
        platform = self._platform
        if not call.query.get("organizationId"):
            raise refusals.missing("organizationId")
        listed = platform.subscriptions.select(lambda one: _is_asked_for(one, call.query))
        found = [answers.answer_get(one, platform.knobs, in_list=True) for one in listed]
        if not found and platform.knobs.empty_list == "404":
            raise refusals.unknown("organizationId", "no webhooks found")
        if platform.knobs.list_answer == "object" and len(found) == 1:
            return Reply(200, found[0])
        return Reply(200, found)

    def update(self, call: Call) -> Reply:
        """Change what the body contains."""
        found = self._found(call)
        body = bodies.read_body(call)
        document = bodies.lay_over(found.document, body, self._platform.knobs)
        if "securityPolicy" in body:
            self._check_signer(call, document)
        self._check_events(document)
        self._check_occupied(document, besides=found)
        changed = self._platform.subscriptions.change(found.webhook_id, document)
        return Reply(
            200, answers.answer_update(changed, self._platform.knobs), notes=ignored.notes_on_subscription(body)
        )

    def set_status(self, call: Call) -> Reply:
        """Activate or deactivate, unless the platform owns the status."""
        found = self._found(call)
        status = fields.read_text(bodies.read_body(call).get("status"), "status")
        if status not in statuses.SETTABLE:
            raise refusals.invalid("status", "status must be ACTIVE or INACTIVE")
        if found.status in statuses.REFUSING_CHANGE:
            raise refusals.invalid("status", f"status cannot be changed while it is {found.status}")
        self._platform.subscriptions.set_status(found.webhook_id, status)
        return Reply(200, {"status": status})

    def delete(self, call: Call) -> Reply:
        """Delete it."""
        self._platform.subscriptions.remove(self._found(call).webhook_id)
        if self._platform.knobs.delete_answer == "204":
            return Reply(204)
        return Reply(200, {"status": "successfully deleted"})

    def test(self, call: Call) -> Reply:
        """Send a test notification and answer with it; activates a suspended subscription without a health URL."""
        if call.body:
            bodies.read_body(call)
        found = self._found(call)
        deactivated = {statuses.SUSPENDED}
        if self._platform.knobs.test_call_activates == "inactive_too":
            deactivated.add(statuses.INACTIVE)
        if found.status in deactivated and not found.document["healthCheckUrl"]:
            self._platform.subscriptions.set_status(found.webhook_id, statuses.ACTIVE)
        try:
            return Reply(201, self._courier.test(found))
        except Full as full:
            raise Declined(refusals.fail(503), str(full)) from None

    def _found(self, call: Call) -> Subscription:
        webhook_id = call.parameters["webhookId"]
        subscriptions = self._platform.subscriptions
        if webhook_id not in subscriptions or not self._platform.knows(subscriptions[webhook_id].organization_id):
            raise refusals.unknown("webhookId", f"webhook {webhook_id} does not exist")
        return subscriptions[webhook_id]

    def _check_signer(self, call: Call, document: JsonObject) -> None:
        """The guide requires a P12 certificate for `oAuth_JWT`."""
        wants = document["securityPolicy"]["securityType"] == words.OAUTH_JWT
        if wants and self._platform.knobs.jwt_security_needs_p12 and not is_signed_with_certificate(call):
            message = "oAuth_JWT needs a request that is signed with a P12 certificate"
            raise refusals.invalid("securityPolicy.securityType", message)

    def _check_events(self, document: JsonObject) -> None:
        if self._platform.knobs.unknown_events == "accept":
            return
        for product in document["products"]:
            known = self._platform.event_types(document["organizationId"], product["productId"])
            if known is None and self._platform.knobs.unknown_events == "in_known_products":
                continue
            if known is None:
                raise refusals.invalid("products.productId", f"product {product['productId']} does not exist")
            for event in product["eventTypes"]:
                if event not in known:
                    message = f"event type {event} does not exist for product {product['productId']}"
                    raise refusals.invalid("products.eventTypes", message)

    def _check_keys(self, document: JsonObject) -> None:
        platform, organization = self._platform, document["organizationId"]
        if platform.knobs.require_signature_key and not platform.keys.has(SIGNATURE, organization):
            raise refusals.conflict(f"no digital signature key exists for organization {organization}")
        needs_credentials = document["securityPolicy"]["securityType"] != words.KEY
        if not (needs_credentials and platform.knobs.require_oauth_credentials):
            return
        if not platform.keys.has(OAUTH, organization):
            raise refusals.conflict(f"no OAuth credentials exist for organization {organization}")

    def _check_occupied(self, document: JsonObject, *, besides: Subscription | None = None) -> None:
        if not self._platform.knobs.one_per_product:
            return
        wanted = {one["productId"] for one in document["products"]}
        for other in self._platform.subscriptions:
            if other is besides or other.organization_id != document["organizationId"]:
                continue
            taken = sorted(wanted & set(other.products))
            if taken:
                raise refusals.conflict(f"Record already exists for product {taken[0]}")


def _is_asked_for(one: Subscription, query: Mapping[str, str]) -> bool:
    product, event = query.get("productId"), query.get("eventType")
    if one.organization_id != query["organizationId"]:
        return False
    if product and product not in one.products:
        return False
    considered = {product: one.products[product]} if product else one.products
    return not event or any(event in events for events in considered.values())
