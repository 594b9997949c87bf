"""One webhook subscription, and the key that signs its notifications."""

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
    retry_policy={
        "algorithm": "ARITHMETIC",
        "first_retry": 10,
        "interval": 30,
        "number_of_retries": 3,
        "deactivate_flag": True,
    },
    status="ACTIVE",
    signature_key=signing,
)

pulumi.export("subscription", invoices.id)
pulumi.export("status", invoices.current_status)
pulumi.export("key_id", signing.key_id)
pulumi.export("key", signing.key)
