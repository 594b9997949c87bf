"""
What a program can ask the platform while it runs, in a preview too. Nothing is changed.

The account is the stack's own. Each call waits for the platform's answer, so ask once and keep what comes back.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..errors import Missing
from ..net import same_url
from ..program import plain_failures, stack_setting
from ..reconcile.declare.shapes import ObjectOf, shape_of
from ..settings.mechanism import Settings
from .account.account import DigitalRiverAccount, account_of
from .account.settings import MODE, PROFILE
from .api.paths import is_id
from .api.webhooks import AUTHENTICATION, OAUTH_PART, WebhookRow
from .rules.event_types import LIVE_ONLY, as_delivered, offered
from .rules.profiles import TEST
from .rules.words import HTTP
from .webhook.declaration import Webhook


@dataclass(frozen=True)
class WebhookInfo:
    """
    A webhook at the platform; the secrets of its credentials are left out.

    Its members have the names and the form of the arguments of `Webhook`.

    Args:
        id: The platform's id.
        address: Where notifications go.
        types: Its event types, sorted.
        enabled: Whether notifications are sent.
        api_version: Version of the payloads.
        transport_type: `HTTP` or `OAUTH`.
        authentication: Its basic credentials, with None as the password; None if it has no credentials.
        oauth: Where the token comes from, with None as secret and password; None with transport `HTTP`.
        live_mode: Whether it is a live webhook.
        created_time: When it was created, ISO 8601, UTC.
        updated_time: When it was changed last, ISO 8601, UTC.
    """

    id: str
    address: str
    types: tuple[str, ...]
    enabled: bool
    api_version: str
    transport_type: Literal["HTTP", "OAUTH"]
    authentication: Mapping[str, str | None] | None
    oauth: Mapping[str, str | None] | None
    live_mode: bool
    created_time: str
    updated_time: str


def all_event_types() -> list[str]:
    """
    Every event type that the vendor's pages name, for the profile and the mode of the stack. No request is sent.

    The platform knows no pattern for all of them, and may offer more than its pages name.
    """
    with plain_failures():
        settings = Settings(stack_setting, os.environ)
        found = set(offered(settings.require(PROFILE)))
        return sorted(found - LIVE_ONLY if settings.require(MODE) == TEST else found)


def get_webhooks(
    *, address: str | None = None, type: str | None = None, enabled: bool | None = None
) -> list[WebhookInfo]:
    """
    The webhooks of the stack's account; none is an empty list. The platform lists at most 100.

    Args:
        address: Only those with this URL.
        type: Only those with this event type.
        enabled: Only those that are enabled, or not.

    Raises:
        pulumi.RunError: The platform does not answer, or refuses.
    """
    with plain_failures():
        account = _account()
        rows = _infos(account.whole_webhooks(), account)
    return [
        one
        for one in rows
        if (address is None or same_url(one.address, address))
        and (type is None or as_delivered(type) in map(as_delivered, one.types))
        and (enabled is None or one.enabled is enabled)
    ]


def get_webhook(id: str) -> WebhookInfo:
    """
    One webhook.

    Args:
        id: The platform's id of it.

    Raises:
        pulumi.RunError: There is none, or the platform does not answer.
    """
    with plain_failures():
        account = _account()
        if not is_id(id):
            raise Missing(f"cannot read webhook {id!r}: that is not the id of a webhook")
        [found] = _infos([account.read_webhook(id, doing=f"read webhook {id}")], account)
    return found


def _account() -> DigitalRiverAccount:
    return account_of(Settings(stack_setting, os.environ))


def _infos(rows: Sequence[WebhookRow], account: DigitalRiverAccount) -> list[WebhookInfo]:
    return [
        WebhookInfo(
            id=row.id,
            address=row.fields.get("address", ""),
            types=tuple(row.fields.get("types", ())),
            enabled=row.fields.get("enabled", False),
            api_version=row.fields.get("apiVersion", ""),
            transport_type=row.fields.get("transportType", HTTP),
            authentication=_without_secrets(AUTHENTICATION, row),
            oauth=_without_secrets(OAUTH_PART, row),
            live_mode=row.added.get("liveMode", account.settings.is_live),
            created_time=row.added.get("createdTime", ""),
            updated_time=row.updated,
        )
        for row in rows
    ]


def _without_secrets(part: str, row: WebhookRow) -> dict[str, str | None] | None:
    """The credentials *part* of *row* with the names that programs write, and None in place of each secret."""
    value = row.fields.get(part)
    [shape] = [one.shape for one in shape_of(Webhook).fields if one.wire == part]
    if not isinstance(value, Mapping) or not isinstance(shape, ObjectOf):
        return None
    return {one.name: None if one.secret else value.get(one.wire) for one in shape.fields}
