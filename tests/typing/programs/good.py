"""Everything a program may write: each line is valid."""

from enum import StrEnum

import pulumi
from pulumi_payment_webhooks import Provider, cybersource, digital_river


class Event(StrEnum):
    """The events of a product."""

    CAPTURED = "a"


stack = pulumi.Config()
label: pulumi.Output[str] = pulumi.Output.from_input("orders")
count: pulumi.Output[int] = pulumi.Output.from_input(5)

key = cybersource.DigitalSignatureKey("key")
other_key = cybersource.DigitalSignatureKey("other", organization_id="acme", tenant="nrtd", expiry_duration=90)
secret: pulumi.Output[str] = key.key
encryption = cybersource.MessageEncryptionCertificate("encryption", certificate=label, rotation="2026")
ends: pulumi.Output[str] = encryption.expires_at

least = cybersource.WebhookSubscription(
    "least", name="orders", products={"payments": ["a"]}, webhook_url="https://hooks.example.net/"
)
named = cybersource.WebhookSubscription(
    "named",
    name="orders",
    products={"payments": Event, "payByLink": {"a": 1}.keys(), "eCheck": (one for one in "ab"), "x": frozenset("a")},
    webhook_url="https://hooks.example.net/",
    scope_data=map(str.lower, "AB"),
    security_policy={"credentials": other_key},
)
policy: cybersource.RetryPolicyDict = {"algorithm": "GEOMETRIC", "first_retry": 1, "interval": count}
full = cybersource.WebhookSubscription(
    "full",
    organization_id=stack.require("organization"),
    name=label,
    description="",
    products={"payments": ("a", label), "payByLink": pulumi.Output.from_input(["b"])},
    webhook_url=label,
    health_check_url="https://hooks.example.net/health",
    notification_scope="CUSTOM",
    scope_data=["acme", label],
    status="ACTIVE",
    retry_policy=policy,
    security_policy={
        "security_type": "oAuth",
        "proxy_type": "external",
        "config": {"oauth_url": label, "oauth_token_expiry": 365, "oauth_token_type": "Bearer"},
    },
    signature_key=key,
    certificate=encryption,
    wait_for={"status": "ACTIVE", "up_to": count},
    test_delivery=True,
    opts=pulumi.ResourceOptions(depends_on=[other_key]),
)
by_id = cybersource.WebhookSubscription(
    "by_id", name="n", products={"p": ["e"]}, webhook_url="https://h.example/", signature_key=key.id
)
shown: pulumi.Output[str] = full.current_status
events: pulumi.Output[list[str]] = full.products.apply(lambda products: products["payments"])
organizations: pulumi.Output[list[str] | None] = full.scope_data
account = Provider(
    "eu",
    opts=pulumi.ResourceOptions(protect=True),
    cybersource_merchant_id=label,
    cybersource_shared_secret=stack.require_secret("secret"),
    cybersource_portfolio_id=None,
    cybersource_workers=count,
    cybersource_timeout=30,
    cybersource_strict_events=True,
    cybersource_allowed_organizations={"acme": label}.keys(),
)
basic = digital_river.Webhook("basic", address=label, types=digital_river.all_event_types(), adopt_existing=True)
tokens: digital_river.OAuthDict = {"token_end_point": label, "client_id": "c", "client_secret": label}
oauth = digital_river.Webhook(
    "oauth",
    address="https://hooks.example.com/",
    types={"order.accepted", "refund.complete"},
    transport_type="OAUTH",
    oauth={**tokens, "grant_type": "client_credentials"},
    adopt_existing="3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690",
    enabled=False,
)
signing = digital_river.WebhookSecret("signing", webhook=basic, expiration="12_hours", rotation=label, max_age=count)
live: pulumi.Output[bool] = oauth.live_mode
current: pulumi.Output[str] = signing.secret
found: list[digital_river.WebhookInfo] = digital_river.get_webhooks(type="order.accepted", enabled=True)
for there in cybersource.get_webhook_subscriptions("shop"):
    cybersource.WebhookSubscription(
        there.id,
        name=there.name,
        description=there.description,
        products=there.products,
        webhook_url=there.webhook_url,
        health_check_url=there.health_check_url,
        notification_scope=there.notification_scope,
        scope_data=there.scope_data,
        retry_policy=there.retry_policy,
        security_policy=there.security_policy,
        adopt_existing=True,
    )
for hook in found:
    digital_river.Webhook(
        hook.id,
        address=hook.address,
        types=hook.types,
        enabled=hook.enabled,
        api_version=hook.api_version,
        transport_type=hook.transport_type,
        adopt_existing=hook.id,
    )
