"""A key that would be replaced after no day at all."""

from pulumi_payment_webhooks import cybersource

cybersource.DigitalSignatureKey("key", max_age=0)
