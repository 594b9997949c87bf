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

invoices = cybersource.WebhookSubscription(
    "invoices",
    name="Invoices",
    products={"customerInvoicing": ["invoicing.customer.invoice.paid", "invoicing.customer.invoice.send"]},
    webhook_url="https://hooks.example.com/invoices",
    status="ACTIVE",
    signature_key=cybersource.DigitalSignatureKey("signing"),
)

security = cybersource.OAuthSecurityConfig(
    "invoices-oauth",
    subscription=invoices,
    config={
        "oauth_url": "https://login.example.com/oauth2/token",
        "oauth_token_expiry": 365,
    },
    credentials=login,
)

pulumi.export("subscription", invoices.id)
pulumi.export("credentials", login.key_id)
