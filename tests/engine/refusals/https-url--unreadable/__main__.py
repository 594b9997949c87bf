"""Three URLs are read differently by different systems."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com\\@other.example.com/payments",
    health_check_url="https://[2001:db8::1/health",
    security_policy={"security_type": "oAuth", "config": {"oauth_url": "https://login.example.com:99999/token"}},
)
