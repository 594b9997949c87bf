"""A key that is held is to be rotated by its age."""

from pulumi_payment_webhooks import cybersource

cybersource.DigitalSignatureKey(
    "key", existing_key_id="key-7", existing_key="bm8gc2VjcmV0LCB0aGlzIGlzIG9ubHkgYSB0ZXN0ISE=", max_age=300
)
