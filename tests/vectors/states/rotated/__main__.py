from pulumi_payment_webhooks import cybersource

signing = cybersource.DigitalSignatureKey("signing", rotation="two", expiry_duration=3650)
client = cybersource.OAuthCredentials(
    "client", client_id="orders", client_secret="example only", rotation="two", expiry_duration=3650
)
bare = cybersource.WebhookSubscription(
    "bare",
    name="Least",
    products={"customerInvoicing": ["invoicing.customer.invoice.paid"]},
    webhook_url="https://hooks.example.com/invoices",
    signature_key=signing,
)
defaults = cybersource.WebhookSubscription(
    "defaults",
    name="Defaults",
    products={"eCheck": ["payments.voids.accepted"]},
    webhook_url="https://hooks.example.com/checks",
    retry_policy={},
    security_policy={},
    signature_key=signing,
)
