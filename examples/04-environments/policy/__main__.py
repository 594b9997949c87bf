"""What each stack of the shop must fulfil; production has to be protected as well."""

from pulumi_payment_webhooks import policies

policies.pack(
    {
        "required-events": {"events": {"cybersource": {"customerInvoicing": ["invoicing.customer.invoice.paid"]}}},
        "retry-coverage": {"hours": 1},
        "allowed-hosts": {"hosts": ["hooks.example.com", "hooks.test.example.com"]},
        "protect": {"stacks": ["production"]},
        "scope": "advisory",
    },
    level="mandatory",
)
