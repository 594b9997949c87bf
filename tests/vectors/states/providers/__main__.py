import pulumi
from pulumi_payment_webhooks import Provider, cybersource

account = Provider(
    "eu",
    cybersource_endpoint="http://127.0.0.1:46095",
    cybersource_merchant_id="simulated_merchant",
    cybersource_organization_id="simulated_organization",
    cybersource_key_id="5e1f0a7c-0000-4c1d-9b7e-51a1a7ed0001",
    cybersource_shared_secret="PgNKpjAw/oKIJ4vzSnbNqS8RrwVfvjO05CR4Aw7dg8o=",
    cybersource_retry_wait=0,
)


class Hook(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("shop:index:Hook", name, None, opts)
        here = pulumi.ResourceOptions(parent=self)
        self.key = cybersource.DigitalSignatureKey(
            f"{name}-signing",
            existing_key_id="held-key",
            existing_key="MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
            opts=here,
        )
        self.hook = cybersource.WebhookSubscription(
            f"{name}-hook",
            name=name,
            products={"customerInvoicing": ["invoicing.customer.invoice.paid"]},
            webhook_url=pulumi.Output.secret("https://hooks.example.com/secret/path"),
            notification_scope="DESCENDANTS",
            status="INACTIVE",
            signature_key=self.key,
            opts=pulumi.ResourceOptions(parent=self, protect=False),
        )
        cybersource.RetryPolicy(f"{name}-retries", subscription=self.hook, interval=4, opts=here)


Hook("eu", opts=pulumi.ResourceOptions(providers={"pulumi-python": account}))
