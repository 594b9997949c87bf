"""A subscription of the shop's team, and its retry policy, which operations own."""

import pulumi
from pulumi_payment_webhooks import cybersource

signing = cybersource.DigitalSignatureKey("signing")

invoices = cybersource.WebhookSubscription(
    "invoices",
    name="Invoices",
    products={
        "customerInvoicing": [
            "invoicing.customer.invoice.paid",
            "invoicing.customer.invoice.partial-payment",
        ],
    },
    webhook_url="https://hooks.example.com/invoices",
    status="ACTIVE",
    signature_key=signing,
)

retries = cybersource.RetryPolicy(
    "invoices-retries",
    subscription=invoices,
    first_retry=10,
    interval=30,
    deactivate_flag=True,
)

pulumi.export("subscription", invoices.id)
pulumi.export("schedule", retries.schedule)
