"""Life-cycle events of the network tokens of a TMS vault, with v1 of the webhook API."""

import pulumi
from pulumi_payment_webhooks import cybersource

vault_owner = pulumi.Config("payment-webhooks").require("cybersourceOrganizationId")

signing = cybersource.DigitalSignatureKey("signing", organization_id=vault_owner, tenant="nrtd", expiry_duration=365)

tokens = cybersource.WebhookSubscription(
    "tokens",
    organization_id=vault_owner,
    name="Network tokens",
    products={
        "tokenManagement": [
            "tms.networktoken.binding",
            "tms.networktoken.provisioned",
            "tms.networktoken.updated",
        ],
    },
    webhook_url=pulumi.Config().require("receiver"),
    notification_scope="DESCENDANTS",
    retry_policy={
        "first_retry": 5,
        "interval": 5,
        "number_of_retries": 4,
        "repeat_sequence_count": 4,
        "repeat_sequence_wait_time": 5,
    },
    security_policy={"security_type": "KEY", "proxy_type": "external"},
    status="ACTIVE",
    signature_key=signing,
)

pulumi.export("subscription", tokens.id)
pulumi.export("status", tokens.current_status)
pulumi.export("signature_key", signing.key_id)
