"""A subscription of the shop's team, and its retry policy, which operations own."""

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
    status="ACTIVE",
    signature_key=signing,
)

retries = cybersource.RetryPolicy(
    "orders-retries",
    subscription=orders,
    first_retry=10,
    interval=30,
    deactivate_flag=True,
)

pulumi.export("subscription", orders.id)
pulumi.export("schedule", retries.schedule)
