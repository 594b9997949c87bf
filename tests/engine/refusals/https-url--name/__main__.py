"""Three URLs have a host that is not one name."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://*.example.com/payments",
    health_check_url="https://zahlung-für.example.com/health",
    security_policy={"security_type": "oAuth", "config": {"oauth_url": "https://login.example.com./token"}},
)
