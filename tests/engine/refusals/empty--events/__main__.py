"""A product has no events, one has an empty one, and one has no name."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": [], "payByLink": [""], "": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
)
