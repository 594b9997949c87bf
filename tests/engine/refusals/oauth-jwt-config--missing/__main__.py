"""A signed assertion is wanted, and nothing says what it is made of."""

from pulumi_payment_webhooks import cybersource

cybersource.OAuthSecurityConfig(
    "tokens",
    subscription="another",
    security_type="oAuth_JWT",
    config={"oauth_url": "https://login.example.com/token"},
)
