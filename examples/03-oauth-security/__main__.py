"""A subscription that is delivered with a bearer token, and the credentials that get the token."""

import pulumi
from pulumi_payment_webhooks import cybersource

config = pulumi.Config()

login = cybersource.OAuthCredentials(
    "login",
    client_id=config.require("clientId"),
    client_secret=config.require_secret("clientSecret"),
    rotation="spring",
)

orders = cybersource.WebhookSubscription(
    "orders",
    name="Order events",
    products={"payments": ["payments.capture.status.accepted", "payments.refund.status.accepted"]},
    webhook_url="https://hooks.example.com/payments",
    status="ACTIVE",
    signature_key=cybersource.DigitalSignatureKey("signing"),
)

security = cybersource.OAuthSecurityConfig(
    "orders-oauth",
    subscription=orders,
    config={
        "oauth_url": "https://login.example.com/oauth2/token",
        "oauth_token_expiry": 365,
    },
    credentials=login,
)

pulumi.export("subscription", orders.id)
pulumi.export("credentials", login.key_id)
