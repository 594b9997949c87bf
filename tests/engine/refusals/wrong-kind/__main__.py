"""A list, a mapping and an object are each something else."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": "payments.refund.status.updated"},
    webhook_url="https://hooks.example.com/payments",
    retry_policy="never",
    notification_scope="CUSTOM",
    scope_data=7,
)
