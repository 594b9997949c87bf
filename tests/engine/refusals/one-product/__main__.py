"""Two products in one subscription, in a stack that uses v1 of the API."""

from pulumi_payment_webhooks import cybersource

cybersource.WebhookSubscription(
    "orders",
    name="Orders",
    products={
        "payByLink": ["payByLink.customer.payment"],
        "tokenManagement": ["tms.networktoken.updated"],
    },
    webhook_url="https://hooks.example.com/payments",
)
