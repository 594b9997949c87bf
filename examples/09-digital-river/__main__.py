"""Two webhooks of Digital River, one with basic credentials and one with OAUTH, and their signing secrets."""

import pulumi
from pulumi_payment_webhooks import digital_river

config, protected = pulumi.Config(), pulumi.ResourceOptions(protect=True)

subscriptions = digital_river.Webhook(
    "subscriptions",
    address="https://hooks.example.com/subscriptions",
    types=["subscription.created", "subscription.renewed"],
    enabled=True,
    authentication={"username": "digital-river", "password": config.require_secret("password")},
    opts=protected,
)
invoices = digital_river.Webhook(
    "invoices",
    address="https://hooks.example.com/invoices",
    types=["order.invoice.created", "order.credit_memo.created"],
    enabled=True,
    transport_type="OAUTH",
    oauth={
        "token_end_point": "https://hooks.example.com/token",
        "client_id": "digital-river",
        "client_secret": config.require_secret("clientSecret"),
        "grant_type": "client_credentials",
    },
    opts=protected,
)

secrets = {
    "/subscriptions": digital_river.WebhookSecret("subscriptions", webhook=subscriptions, rotation="2026-07"),
    "/invoices": digital_river.WebhookSecret("invoices", webhook=invoices, rotation="2026-07"),
}
pulumi.export("current", {path: one.secret for path, one in secrets.items()})
pulumi.export("previous", {path: one.previous_secrets for path, one in secrets.items()})
pulumi.export("webhook", subscriptions.id)
