"""A subscription as programs write it, and what the engine gets of it."""

from typing import Any

from pulumi_payment_webhooks.cybersource import WebhookSubscription

LEAST: dict[str, Any] = {
    "name": "orders",
    "products": {"payments": ["b", "a"]},
    "webhook_url": "https://hooks.example.net/",
}
POLICY = {"first_retry": 10, "number_of_retries": 2}
TOKENS = {"security_type": "oAuth", "config": {"oauth_url": "https://idp.example.net/", "oauth_token_expiry": 365}}


def inputs(run, **fields):
    """What the engine gets for a subscription with *fields*."""

    def program():
        return WebhookSubscription("s", **{**LEAST, **fields}).urn

    return run(program)[1]["s"].inputs


def read(run, name, **fields):
    """What the program reads back from the property *name*."""
    return run(lambda: getattr(WebhookSubscription("s", **{**LEAST, **fields}), name))[0]
