"""Three URLs have a host that is not a name, and not an address as everybody writes it."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://256.1.1.1/payments",
    health_check_url="https://134744072/health",
    security_policy={"security_type": "oAuth", "config": {"oauth_url": "https://login..example.com/token"}},
)
