"""Three URLs carry what must not be there."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://shop:hunter2@hooks.example.com/payments",
    health_check_url="https://hooks.example.com/health#here",
    security_policy={"security_type": "oAuth", "config": {"oauth_url": "https://login.example.com:https/token"}},
)
