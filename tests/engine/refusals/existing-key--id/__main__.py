"""An existing key is given by its secret alone."""

from pulumi_payment_webhooks import cybersource

cybersource.DigitalSignatureKey("key", existing_key="bm8gc2VjcmV0LCB0aGlzIGlzIG9ubHkgYSB0ZXN0ISE=")
