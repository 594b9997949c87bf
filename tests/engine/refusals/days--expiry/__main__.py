"""The key expires at once."""

from pulumi_payment_webhooks import cybersource

cybersource.DigitalSignatureKey("key", expiry_duration=0)
