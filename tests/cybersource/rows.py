"""What is read of a subscription in an answer, and models of what is declared."""

from typing import Any

from pulumi_payment_webhooks.cybersource.api.subscriptions import read_row
from pulumi_payment_webhooks.cybersource.webhook_subscription.declaration import WebhookSubscription
from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.states import as_model


def fields_in(answer: dict[str, Any]) -> dict[str, Any]:
    """The declarable fields of a subscription; its id does not matter."""
    return dict(read_row({"webhookId": "w", **answer}).fields)


def model(**news: Any) -> WebhookSubscription:
    """A subscription as operations get it, declared by the least there is and *news*."""
    least = {"organizationId": "acme", "name": "n", "products": {"p": ["b", "a"]}, "webhookUrl": "https://h.example/"}
    checked = check(WebhookSubscription, {}, {**least, **news})
    assert checked.failures == ()
    return as_model(WebhookSubscription, checked.inputs)
