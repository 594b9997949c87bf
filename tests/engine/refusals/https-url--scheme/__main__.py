"""None of three URLs is https."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="http://hooks.example.com/payments",
    health_check_url="ftp://hooks.example.com/health",
    security_policy={"security_type": "oAuth", "config": {"oauth_url": 8080}},
)
