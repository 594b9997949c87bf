"""The key of an organization: one stack for each organization, read by every program that needs it."""

import pulumi
from pulumi_payment_webhooks import cybersource

signing = cybersource.DigitalSignatureKey("signing", max_age=335)

pulumi.export("key_id", signing.key_id)
pulumi.export("key", signing.key)
pulumi.export("previous_keys", signing.previous_keys)
