"""There are no products."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={},
    webhook_url="https://hooks.example.com/payments",
)
