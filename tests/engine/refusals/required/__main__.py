"""What a subscription must have is missing where Python does not notice."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name=None,
    products=None,
    webhook_url=None,
    security_policy={"security_type": "oAuth", "config": {"oauth_token_expiry": 365}},
)
