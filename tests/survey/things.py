"""Objects at a platform and resources of a stack, without a platform and without an engine."""

import json
from typing import Any

from tests.stacks.exports import export, resource

from pulumi_payment_webhooks.reconcile.ports import ExistingObject, Observed
from pulumi_payment_webhooks.registry import resource_type
from pulumi_payment_webhooks.stacks.state import Managed, read_state

SUBSCRIPTION = resource_type("cybersource:WebhookSubscription")
WEBHOOK = resource_type("digital_river:Webhook")


def existing(kind: str = SUBSCRIPTION.kind, /, id: str = "w-1", **fields: Any) -> ExistingObject:
    """An object, by wire name, in normal form."""
    return ExistingObject(kind, Observed(id, fields, {"currentStatus": "ACTIVE"}))


def managed(kind: str = SUBSCRIPTION.kind, called: str = "orders", /, **inputs: Any) -> Managed:
    """A resource in the state of a stack; `ciphertext()` is a secret."""
    [found] = read_state(export(json.loads(json.dumps(resource(kind, called, **inputs)))))
    return found
