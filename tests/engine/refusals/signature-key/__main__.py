"""A key that was cut when it was copied."""

from pulumi_payment_webhooks import cybersource

cybersource.DigitalSignatureKey("key", existing_key_id="key-1", existing_key="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd")
