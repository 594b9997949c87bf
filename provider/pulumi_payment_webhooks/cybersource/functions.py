"""
What a program can ask the platform while it runs, in a preview too. Nothing is changed.

The account is the stack's own. Each call waits for the platform's answer, so ask once and keep what comes back.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from ..program import plain_failures, stack_setting
from ..reconcile.declare.shapes import names_of, shape_of
from ..settings.mechanism import Settings
from .account.account import CybersourceAccount, account_of
from .api.subscriptions import SubscriptionRow
from .rules.words import Scope
from .webhook_subscription.declaration import WebhookSubscription

if TYPE_CHECKING:
    from .webhook_subscription.resource import RetryPolicyDict, SecurityPolicyDict

_PYTHON_NAMES = names_of(shape_of(WebhookSubscription))


@dataclass(frozen=True)
class EventTypeInfo:
    """
    One event type of a product.

    Args:
        event_name: Its name, as a subscription lists it.
        display_name: Its name for people; empty where the platform gives none.
        payload_encryption: Whether the platform encrypts its payload for this organization.
    """

    event_name: str
    display_name: str
    payload_encryption: bool


@dataclass(frozen=True)
class ProductInfo:
    """
    One product that an organization is offered.

    Args:
        product_id: Its id, as a subscription names it.
        product_name: Its name for people.
        event_types: What it can notify of; may be empty.
    """

    product_id: str
    product_name: str
    event_types: tuple[EventTypeInfo, ...]


@dataclass(frozen=True)
class WebhookSubscriptionInfo:
    """
    One subscription as the platform has it, with or without a declaration.

    Its members have the names and the form of the arguments of `WebhookSubscription`. None means that the platform
    shows no such value. Only `status` differs: it may be a status that a program cannot ask for.

    Args:
        id: The platform's id.
        name: Its name.
        description: Its description; may be empty.
        organization_id: Who owns it.
        products: Event types by product id.
        webhook_url: Where notifications go.
        status: Its status now, such as `ACTIVE` or `PENDING_REVIEW`.
        health_check_url: What the platform pings.
        notification_scope: Whose events are sent: `SELF`, `DESCENDANTS` or `CUSTOM`.
        scope_data: The organizations of the scope `CUSTOM`.
        retry_policy: Its retry policy.
        security_policy: Its security policy.
        created_on: When it was created, ISO 8601, UTC.
    """

    id: str
    name: str
    description: str | None
    organization_id: str
    products: Mapping[str, Sequence[str]]
    webhook_url: str
    status: str
    health_check_url: str | None
    notification_scope: Scope | None
    scope_data: Sequence[str] | None
    retry_policy: RetryPolicyDict | None
    security_policy: SecurityPolicyDict | None
    created_on: str | None


def get_products(organization_id: str | None = None) -> list[ProductInfo]:
    """
    The products and events that an organization is offered, and which of them are encrypted.

    Args:
        organization_id: Whose. Default: the setting `cybersourceOrganizationId`.

    Raises:
        pulumi.RunError: The platform cannot be asked, or says no.
    """
    with plain_failures():
        account = _account()
        organization = organization_id or account.settings.organization_id
        catalogue = account.catalogue(organization)
    return [
        ProductInfo(
            one.id,
            one.name,
            tuple(EventTypeInfo(event.name, event.display_name, event.is_encrypted) for event in one.events.values()),
        )
        for one in catalogue.values()
    ]


def get_webhook_subscriptions(organization_id: str | None = None) -> list[WebhookSubscriptionInfo]:
    """
    Every subscription of an organization; none is an empty list.

    v1 of the API is asked for each event that the organization is offered, and finds the subscriptions that have one.

    Args:
        organization_id: Whose. Default: the setting `cybersourceOrganizationId`.

    Raises:
        pulumi.RunError: The platform cannot be asked, or says no.
    """
    with plain_failures():
        account = _account()
        rows = account.whole_subscriptions(organization_id or account.settings.organization_id)
    return [_info(row) for row in rows]


def get_webhook_subscription(id: str) -> WebhookSubscriptionInfo:
    """
    One subscription.

    Args:
        id: The platform's id of it.

    Raises:
        pulumi.RunError: There is none, or the platform cannot be asked.
    """
    with plain_failures():
        account = _account()
        return _info(account.read_subscription(id, doing=f"read subscription {id}"))


def _account() -> CybersourceAccount:
    return account_of(Settings(stack_setting, os.environ))


def _info(row: SubscriptionRow) -> WebhookSubscriptionInfo:
    fields = row.fields
    scope = fields.get("scopeData")
    return WebhookSubscriptionInfo(
        id=row.id,
        name=fields.get("name", ""),
        description=fields.get("description"),
        organization_id=fields.get("organizationId", ""),
        products={id: sorted(events) for id, events in fields.get("products", {}).items()},
        webhook_url=fields.get("webhookUrl", ""),
        status=row.status or "",
        health_check_url=fields.get("healthCheckUrl"),
        notification_scope=fields.get("notificationScope"),
        scope_data=sorted(scope) if scope else None,
        retry_policy=cast("RetryPolicyDict | None", _spelled(fields.get("retryPolicy"))),
        security_policy=cast("SecurityPolicyDict | None", _spelled(fields.get("securityPolicy"))),
        created_on=row.created_on,
    )


def _spelled(value: object) -> object:
    """A policy with the names that programs write."""
    if not isinstance(value, Mapping):
        return value
    return {_PYTHON_NAMES.get(wire, wire): _spelled(one) for wire, one in value.items()}
