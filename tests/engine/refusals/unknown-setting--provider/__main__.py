"""A lock of one account is misspelt, and a setting has a name of its own making."""

import pulumi
from pulumi_payment_webhooks import Provider, cybersource

north = Provider(
    "north",
    cybersource_endpoint="http://127.0.0.1:9",
    cybersource_merchant_id="shop_north",
    cybersource_key_id="5e1f0a7c-0000-4c1d-9b7e-51a1a7ed0001",
    cybersource_shared_secret="bm8gc2VjcmV0LCB0aGlzIGlzIGEgdGVzdCE=",
    cybersource_allowed_organisations=["branch_north"],
    cybersource_colour="red",
)

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={"payments": ["payments.refund.status.updated"]},
    webhook_url="https://hooks.example.com/payments",
    opts=pulumi.ResourceOptions(provider=north),
)
