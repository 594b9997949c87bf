"""The key belongs to a tenant that the platform does not know."""

from pulumi_payment_webhooks import cybersource

cybersource.DigitalSignatureKey("key", tenant="branch_north")
