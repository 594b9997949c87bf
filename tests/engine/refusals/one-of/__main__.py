"""Four choices are misspelled, or no text at all."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
    notification_scope="DESCENDENTS",
    status="PAUSED",
    retry_policy={"algorithm": "geometrical"},
    security_policy={"security_type": 1, "proxy_type": "extern"},
)
