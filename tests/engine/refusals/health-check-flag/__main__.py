"""Beside a health check URL the retry policy leaves open whether an outage suspends the subscription."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
    health_check_url="https://hooks.example.com/health",
    retry_policy={"interval": 5},
)
