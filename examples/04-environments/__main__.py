"""The shop's subscription: the same program for every environment, each a stack with settings of its own."""

import pulumi
from pulumi_payment_webhooks import cybersource

stack = pulumi.get_stack()
keys = pulumi.StackReference(f"{pulumi.get_organization()}/keys/{stack}")

invoices = cybersource.WebhookSubscription(
    "invoices",
    name="Invoices",
    products={
        "customerInvoicing": [
            "invoicing.customer.invoice.paid",
            "invoicing.customer.invoice.partial-payment",
        ],
    },
    webhook_url=pulumi.Config().require("receiver"),
    notification_scope="SELF",
    retry_policy={"first_retry": 10, "interval": 30},
    status="ACTIVE",
    signature_key=keys.require_output("key_id"),
    opts=pulumi.ResourceOptions(protect=stack == "production"),
)

pulumi.export("subscription", invoices.id)
pulumi.export("status", invoices.current_status)
pulumi.export("signature_key", keys.require_output("key"))
