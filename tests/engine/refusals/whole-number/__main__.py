"""Four numbers are none that count."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
    retry_policy={"first_retry": -1, "interval": 0.5, "number_of_retries": "three", "repeat_sequence_count": True},
)
