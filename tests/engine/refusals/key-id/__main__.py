"""The key where its id belongs, as when the two are swapped, and the other way round."""

from pulumi_payment_webhooks import cybersource

cybersource.DigitalSignatureKey(
    "key",
    existing_key_id="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    existing_key="5e1f0a7c-0000-4c1d-9b7e-51a1a7ed0001",
)
