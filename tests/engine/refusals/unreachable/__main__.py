"""No platform elsewhere reaches these three hosts."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="http://127.0.0.1:9000/payments",
    health_check_url="https://hooks.example/health",
    security_policy={"security_type": "oAuth", "config": {"oauth_url": "https://169.254.169.254/token"}},
)
