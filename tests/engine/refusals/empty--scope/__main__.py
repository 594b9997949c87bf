"""The scope CUSTOM lists nobody."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
    notification_scope="CUSTOM",
    scope_data=[],
)
