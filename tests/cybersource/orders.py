"""Subscriptions as programs declare them, and how the platform spells their nested parts."""

from typing import Any

SUBSCRIPTION = "cybersource:WebhookSubscription"
LEAST: dict[str, Any] = {
    "name": "orders",
    "products": {"tokenManagement": ["tms.networktoken.updated", "tms.networktoken.binding"]},
    "webhookUrl": "https://hooks.example.net/visa",
}
FULL = {
    **LEAST,
    "description": "order events",
    "products": {**LEAST["products"], "payByLink": ["payByLink.customer.payment"]},
    "healthCheckUrl": "https://hooks.example.net/visa/health",
    "notificationScope": "SELF",
    "retryPolicy": {"firstRetry": 10, "interval": 30, "deactivateFlag": True},
    "securityPolicy": {
        "securityType": "oAuth",
        "proxyType": "external",
        "config": {"oAuthURL": "https://idp.example.net/token", "oAuthTokenExpiry": 365},
    },
    "signatureKey": "some key",
}
RETRIES = {
    "algorithm": "ARITHMETIC",
    "firstRetry": 10,
    "interval": 30,
    "numberOfRetries": 3,
    "deactivateFlag": "true",
    "repeatSequenceCount": 0,
    "repeatSequenceWaitTime": 0,
}
TOKENS = {"oAuthURL": "https://idp.example.net/token", "oAuthTokenExpiry": 365, "oAuthTokenType": "Bearer"}
WITH_TOKENS = {"securityType": "oAuth", "proxyType": "external", "config": TOKENS}
ROW = {
    "webhookId": "w1",
    "name": LEAST["name"],
    "organizationId": "shop",
    "products": [{"productId": id, "eventTypes": list(events)} for id, events in LEAST["products"].items()],
    "webhookUrl": LEAST["webhookUrl"],
    "status": "INACTIVE",
}
"""A row in which the platform lists a subscription with `LEAST`."""
