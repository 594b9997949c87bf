"""Waiting for a status that nobody asks for."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
    status="INACTIVE",
    wait_for={"status": "ACTIVE"},
)
