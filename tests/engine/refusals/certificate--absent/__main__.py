"""The P12 file that should sign is not where the setting says."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
)
