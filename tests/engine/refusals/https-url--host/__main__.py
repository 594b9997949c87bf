"""Two URLs have no host, and a third has a blank."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="hooks.example.com/payments",
    health_check_url="https:///health",
    security_policy={"security_type": "oAuth", "config": {"oauth_url": "https://login .example.com/token"}},
)
