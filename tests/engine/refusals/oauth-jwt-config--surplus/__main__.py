"""An assertion is described where none is sent."""

from pulumi_payment_webhooks import cybersource

cybersource.OAuthSecurityConfig(
    "tokens",
    subscription="another",
    config={
        "oauth_url": "https://login.example.com/token",
        "additional_config": {"aud": "https://login.example.com", "client_id": "shop", "scope": "notify"},
    },
    credentials="stored by hand",
)
