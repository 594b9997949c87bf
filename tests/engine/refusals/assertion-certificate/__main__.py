"""A policy that the platform stores for certificates only, in a stack that signs with the shared secret."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
    security_policy={
        "security_type": "oAuth_JWT",
        "config": {
            "oauth_url": "https://login.example.com/token",
            "additional_config": {"aud": "login.example.com", "client_id": "shop", "scope": "orders"},
        },
        "credentials": "known already",
    },
)
