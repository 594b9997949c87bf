"""A subscription whose notifications are signed and encrypted, and what its receiver needs to read them."""

import json
from pathlib import Path

import pulumi
from pulumi_payment_webhooks import cybersource

receiver = pulumi.Config().require("receiver")
signing = cybersource.DigitalSignatureKey("signing")
encryption = cybersource.MessageEncryptionCertificate("encryption", certificate=Path("receiver.crt").read_text())

captures = cybersource.WebhookSubscription(
    "captures",
    name="Captures",
    products={"payments": ["payments.capture.status.accepted"]},
    webhook_url=f"{receiver}/notifications",
    health_check_url=f"{receiver}/health",
    retry_policy={"first_retry": 1, "interval": 1, "number_of_retries": 3, "deactivate_flag": True},
    signature_key=signing,
    certificate=encryption,
)


def by_id(told: list) -> str:
    """The current key and those before it, as the receiver reads them."""
    key_id, key, previous = told
    return json.dumps({**{id: old["key"] for id, old in (previous or {}).items()}, key_id: key})


keys = pulumi.Output.all(signing.key_id, signing.key, signing.previous_keys).apply(by_id)
pulumi.export("signature_keys", pulumi.Output.secret(keys))
pulumi.export("subscription", captures.id)
pulumi.export("status", captures.current_status)
