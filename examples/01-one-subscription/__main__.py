"""One webhook subscription, and the key that signs its notifications."""

import pulumi
from pulumi_payment_webhooks import cybersource

signing = cybersource.DigitalSignatureKey("signing")

orders = cybersource.WebhookSubscription(
    "orders",
    name="Order events",
    products={
        "payments": [
            "payments.capture.status.accepted",
            "payments.refund.status.accepted",
        ],
    },
    webhook_url="https://hooks.example.com/payments",
    health_check_url="https://hooks.example.com/health",
    retry_policy={
        "algorithm": "ARITHMETIC",
        "first_retry": 10,
        "interval": 30,
        "number_of_retries": 3,
        "deactivate_flag": True,
    },
    security_policy={
        "security_type": "oAuth",
        "config": {
            "oauth_url": "https://login.example.com/oauth2/token",
            "oauth_token_expiry": 365,
        },
    },
    status="ACTIVE",
    signature_key=signing,
)

pulumi.export("subscription", orders.id)
pulumi.export("status", orders.current_status)
pulumi.export("signature_key", signing.key)
