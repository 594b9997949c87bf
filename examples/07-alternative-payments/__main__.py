"""Status changes of alternative payments: encrypted for our receiver, and tried again when it is down."""

import json
from pathlib import Path

import pulumi
from pulumi_payment_webhooks import cybersource

receiver = pulumi.Config().require("receiver")
signing = cybersource.DigitalSignatureKey("signing")

payments = cybersource.WebhookSubscription(
    "payments",
    name="Alternative payments",
    products={"alternativePaymentMethods": ["payments.payments.updated"]},
    webhook_url=f"{receiver}/notifications",
    health_check_url=f"{receiver}/health",
    notification_scope="SELF",
    retry_policy={
        "algorithm": "ARITHMETIC",
        "first_retry": 1,
        "interval": 1,
        "number_of_retries": 3,
        "deactivate_flag": False,
    },
    security_policy={"security_type": "KEY", "proxy_type": "external"},
    status="ACTIVE",
    signature_key=signing,
    certificate=cybersource.MessageEncryptionCertificate("encryption", certificate=Path("receiver.crt").read_text()),
)

keys = pulumi.Output.all(signing.key_id, signing.key).apply(lambda told: json.dumps({told[0]: told[1]}))
pulumi.export("signature_keys", pulumi.Output.secret(keys))
pulumi.export("subscription", payments.id)
pulumi.export("schedule", payments.retry_policy["schedule"])
