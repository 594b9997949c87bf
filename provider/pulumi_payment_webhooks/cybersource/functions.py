"""
What a program can ask the platform while it runs, in a preview too. Nothing is changed.

The account is the stack's own. Each call waits for the platform's answer, so ask once and keep what comes back.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..program import plain_failures, stack_setting
from ..settings.mechanism import Settings
from .account.account import CybersourceAccount, account_of
from .api.subscriptions import SubscriptionRow


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

    Args:
        id: The platform's id.
        name: Its name.
        organization_id: Who owns it.
        products: Event types by product id.
        webhook_url: Where notifications go.
        status: Its status now.
        health_check_url: What the platform pings; None where nothing is.
        notification_scope: Whose events are sent.
        retry_policy: Its retry policy, by wire name.
        security_policy: Its security policy, by wire name.
    """

    id: str
    name: str
    organization_id: str
    products: Mapping[str, Sequence[str]]
    webhook_url: str
    status: str
    health_check_url: str | None
    notification_scope: str | None
    retry_policy: Mapping[str, Any]
    security_policy: Mapping[str, Any]


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
        rows = account.subscriptions(organization_id or account.settings.organization_id)
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
    return WebhookSubscriptionInfo(
        id=row.id,
        name=fields.get("name", ""),
        organization_id=fields.get("organizationId", ""),
        products={id: sorted(events) for id, events in fields.get("products", {}).items()},
        webhook_url=fields.get("webhookUrl", ""),
        status=row.status or "",
        health_check_url=fields.get("healthCheckUrl"),
        notification_scope=fields.get("notificationScope"),
        retry_policy=fields.get("retryPolicy", {}),
        security_policy=fields.get("securityPolicy", {}),
    )
