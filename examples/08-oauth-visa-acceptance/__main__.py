"""Events of several products, delivered to one URL with a bearer token."""

import pulumi
from pulumi_payment_webhooks import cybersource

config = pulumi.Config()
receiver = config.require("receiver")

login = cybersource.OAuthCredentials(
    "login",
    client_id=config.require("clientId"),
    client_secret=config.require_secret("clientSecret"),
)

events = cybersource.WebhookSubscription(
    "events",
    name="Risk, invoices and tokens",
    products={
        "decisionManager": ["risk.casemanagement.decision.accept", "risk.casemanagement.decision.reject"],
        "customerInvoicing": ["invoicing.customer.invoice.paid"],
        "tokenManagement": ["tms.networktoken.updated"],
    },
    webhook_url=f"{receiver}/events",
    health_check_url=f"{receiver}/health",
    retry_policy={"deactivate_flag": True},
    security_policy={
        "security_type": "oAuth",
        "config": {"oauth_url": config.require("tokenEndpoint"), "oauth_token_expiry": 365},
        "credentials": login,
    },
    signature_key=cybersource.DigitalSignatureKey("signing"),
)

asked = events.id.apply(cybersource.get_webhook_subscription)  # by each run of this program

pulumi.export("subscription", events.id)
pulumi.export("status", asked.apply(lambda found: found.status))
