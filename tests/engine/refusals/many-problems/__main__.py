"""Every problem of a resource is reported at once."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="http://hooks.example.com",
    notification_scope="CUSTOM",
    retry_policy={"interval": -1},
    security_policy={"security_type": "oAuth"},
)
