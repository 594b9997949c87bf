"""
A subscription as requests spell it; `api.subscriptions` reads the answers. No I/O here.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..api.versions import Version
from ..policies.retry import encode_retry_policy
from ..policies.security import encode_security_policy
from ..rules.words import KEY
from .declaration import WebhookSubscription

_CREATE_MINIMUM = {"description": "", "securityPolicy": {"securityType": KEY}}
"""What the vendor's guide lists as required, and a program may leave out."""


def creation(declared: WebhookSubscription, version: Version) -> dict[str, object]:
    """The body that creates a subscription: everything declared, and what the vendor's guide lists as required."""
    names = frozenset(WebhookSubscription.model_fields) - {"status"}
    members = _CREATE_MINIMUM | _members(declared, frozenset(_wire(name) for name in names))
    return version.spell({name: one for name, one in members.items() if one != "" or name in _CREATE_MINIMUM})


def changes(declared: WebhookSubscription, fields: frozenset[str], version: Version) -> dict[str, object]:
    """
    The body of an update for the top-level *fields* that are declared, each whole.

    Args:
        declared: What the program declares.
        fields: Wire names of the declaration. `status` is never among the members: it has a request of its own.
        version: How the request is spelled.
    """
    return version.spell(_members(declared, fields))


def _members(declared: WebhookSubscription, fields: frozenset[str]) -> dict[str, object]:
    members: dict[str, object] = {}
    for wire, value in (
        ("name", declared.name),
        ("description", declared.description),
        ("organizationId", declared.organization_id),
        ("webhookUrl", declared.webhook_url),
        ("healthCheckUrl", declared.health_check_url),
    ):
        if wire in fields and value is not None:
            members[wire] = value
    if "products" in fields:
        members["products"] = _products(declared.products)
    if fields & {"notificationScope", "scopeData"} and declared.notification_scope:
        members["notificationScope"] = _scope(declared)
    if "retryPolicy" in fields and declared.retry_policy:
        members["retryPolicy"] = encode_retry_policy(declared.retry_policy)
    if "securityPolicy" in fields and declared.security_policy:
        members["securityPolicy"] = encode_security_policy(declared.security_policy)
    return members


def _wire(name: str) -> str:
    return WebhookSubscription.model_fields[name].alias or name


def _products(products: Mapping[str, frozenset[str]]) -> list[dict[str, object]]:
    return [{"productId": id, "eventTypes": sorted(events)} for id, events in sorted(products.items())]


def _scope(declared: WebhookSubscription) -> str | dict[str, object]:
    if declared.scope_data is None:
        return declared.notification_scope or ""
    return {"scope": declared.notification_scope, "scopeData": sorted(declared.scope_data)}
