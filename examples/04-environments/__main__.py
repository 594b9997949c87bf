"""The shop's subscription: the same program for every environment, each a stack with settings of its own."""

import pulumi
from pulumi_payment_webhooks import cybersource

stack = pulumi.get_stack()
keys = pulumi.StackReference(f"{pulumi.get_organization()}/keys/{stack}")

orders = cybersource.WebhookSubscription(
    "orders",
    name="Order events",
    products={
        "payments": [
            "payments.capture.status.accepted",
            "payments.refund.status.accepted",
        ],
    },
    webhook_url=pulumi.Config().require("receiver"),
    retry_policy={"first_retry": 10, "interval": 30},
    status="ACTIVE",
    signature_key=keys.require_output("key_id"),
    opts=pulumi.ResourceOptions(protect=stack == "production"),
)

pulumi.export("subscription", orders.id)
pulumi.export("status", orders.current_status)
pulumi.export("signature_key", keys.require_output("key"))
