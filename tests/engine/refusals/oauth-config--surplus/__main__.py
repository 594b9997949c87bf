"""A token endpoint is given for a type that has none."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
    security_policy={"security_type": "KEY", "config": {"oauth_url": "https://login.example.com/token"}},
)
