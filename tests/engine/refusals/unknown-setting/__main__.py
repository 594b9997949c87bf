"""A lock is misspelt, which would lock nothing."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
)
