"""An existing key is given by its id alone."""

from pulumi_payment_webhooks import cybersource

cybersource.DigitalSignatureKey("key", existing_key_id="d44dea51-67cd-4f54-bbb7-5ea3fb7d5d7a")
