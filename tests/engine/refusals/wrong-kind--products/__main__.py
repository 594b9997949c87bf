"""The products are a list."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products=["payments"],
    webhook_url="https://hooks.example.com/payments",
)
