"""
Subscriptions as the platform spells them: request bodies as in v2, and answers of every shape. No I/O here.

Source: reference §5, §6 and §16. Requests follow the specification; answers are read with every quirk that the
vendor's sources show: numbers in quotes, flags as text, scope as text or object, policies as object or list,
products as a list or as one flat pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...reconcile.declare.values import whole_number
from ..oauth_security_config.declaration import SECURITY_TYPES, AdditionalConfig, OAuthConfig, OAuthSecurityConfig
from ..retry_policy.declaration import ALGORITHMS, RetryFields
from ..rules.status import INACTIVE, is_platform_owned
from ..webhook_subscription.declaration import (
    SCOPES,
    SecurityPolicy,
    WebhookSubscription,
)
from .ids import flaw_of
from .moments import moment

PRODUCT_MEMBERS = frozenset({"products", "productId", "eventTypes"})
"""The members in which either version of the API says what a subscription covers."""
ORGANIZATION = "__organization"
"""Where the state of a part keeps the organization of its subscription, which it does not declare."""

_CREATE_MINIMUM = {"description": "", "securityPolicy": {"securityType": "KEY"}}


def creation(declared: WebhookSubscription) -> dict[str, Any]:
    """
    The body that creates a subscription: everything declared, and what the vendor's guide lists as required.
    """
    names = frozenset(WebhookSubscription.model_fields) - {"status"}
    members = _CREATE_MINIMUM | body(declared, frozenset(_wire(name) for name in names))
    return {name: value for name, value in members.items() if value != "" or name in _CREATE_MINIMUM}


def body(declared: WebhookSubscription, fields: frozenset[str]) -> dict[str, Any]:
    """
    The members of a request for the top-level *fields* that are declared, each whole.

    Args:
        declared: What the program declares.
        fields: Wire names of the declaration. `status` is never among the members: it has a request of its own.
    """
    members: dict[str, Any] = {}
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
        members["retryPolicy"] = retry_policy(declared.retry_policy)
    if "securityPolicy" in fields and declared.security_policy:
        members["securityPolicy"] = security_policy(declared.security_policy)
    return members


def _wire(name: str) -> str:
    return WebhookSubscription.model_fields[name].alias or name


def _products(products: Mapping[str, frozenset[str]]) -> list[dict[str, Any]]:
    return [{"productId": id, "eventTypes": sorted(events)} for id, events in sorted(products.items())]


def _scope(declared: WebhookSubscription) -> str | dict[str, Any]:
    if declared.scope_data is None:
        return declared.notification_scope or ""
    return {"scope": declared.notification_scope, "scopeData": sorted(declared.scope_data)}


def retry_policy(policy: RetryFields) -> dict[str, Any]:
    """A retry policy, whole, as the platform spells it."""
    members = policy.model_dump(by_alias=True, include=set(RetryFields.model_fields) - {"schedule"})
    return members | {"deactivateFlag": "true" if policy.deactivate_flag else "false"}


def security_policy(policy: SecurityPolicy | OAuthSecurityConfig) -> dict[str, Any]:
    """A security policy, whole, as the platform spells it."""
    members = {"security_type", "proxy_type", "config"}
    return policy.model_dump(by_alias=True, exclude_none=True, include=members)


def id_of(answer: Any) -> str | None:
    """The id in an answer; None where it carries none that is usable."""
    return None if flaw_of_id(answer) else str(answer["webhookId"])


def flaw_of_id(answer: Any) -> str | None:
    """Why *answer* carries no usable id; None where it does."""
    if not isinstance(answer, Mapping):
        return "without a subscription"
    flaw = flaw_of(answer.get("webhookId"))
    return f"with a subscription whose webhookId {flaw}" if flaw else None


def listed(answer: Any) -> list[Mapping[str, Any]]:
    """
    The subscriptions in the answer to a list; one object counts as a list of one.

    Raises:
        ValueError: It is no list of subscriptions, whole; the text follows "answered". What is there is not known then.
    """
    rows = [answer] if isinstance(answer, Mapping) else answer
    if not isinstance(rows, list):
        raise ValueError("without a list")
    for row in rows:
        if flaw := flaw_of_id(row):
            raise ValueError(flaw)
    return rows


def fields_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """
    The declarable fields in *answer*, in normal form. A name the answer does not mention was not reported.
    """
    fields: dict[str, Any] = {
        wire: answer[wire]
        for wire in ("name", "description", "organizationId", "webhookUrl")
        if isinstance(answer.get(wire), str)
    }
    fields["healthCheckUrl"] = answer.get("healthCheckUrl") or None
    if products := _read_products(answer):
        fields["products"] = products
    fields |= _read_scope(answer.get("notificationScope"))
    if policy := _one(answer.get("retryPolicy")):
        fields["retryPolicy"] = _read_retry_policy(policy)
    if policy := _one(answer.get("securityPolicy")):
        fields["securityPolicy"] = _read_security_policy(policy)
    status = status_in(answer)
    return fields | ({} if status is None or is_platform_owned(status) else {"status": status})


def status_in(answer: Any) -> str | None:
    """The status in *answer*; None where it carries none."""
    status = answer.get("status") if isinstance(answer, Mapping) else None
    return status.upper() if isinstance(status, str) and status else None


def added_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What the platform adds, from *answer*."""
    added = {"currentStatus": status_in(answer) or INACTIVE}
    created = moment(answer.get("createdOn"))
    return added | ({"createdOn": created} if created else {})


def _one(value: Any) -> Mapping[str, Any] | None:
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        value = value[0]
    return value if isinstance(value, Mapping) else None


def _read_products(answer: Mapping[str, Any]) -> dict[str, dict[str, bool]]:
    rows = answer.get("products")
    if not isinstance(rows, list) or not rows:
        rows = [answer] if answer.get("productId") else []
    products: dict[str, dict[str, bool]] = {}
    for row in rows:
        if not isinstance(row, Mapping) or not row.get("productId"):
            continue
        # One product may be told of in both ways at once, with its events in one of them only.
        told = answer.get("eventTypes") if len(rows) == 1 and row.get("eventTypes") is None else row.get("eventTypes")
        events = products.setdefault(str(row["productId"]), {})
        events.update((_event(event), True) for event in (told if isinstance(told, list) else ()))
    return {id: dict(sorted(events.items())) for id, events in sorted(products.items())}


def _event(event: Any) -> str:
    return str(event.get("name") or event.get("eventName")) if isinstance(event, Mapping) else str(event)


def _read_scope(scope: Any) -> dict[str, Any]:
    data = None
    if isinstance(scope, Mapping):
        data, scope = scope.get("scopeData"), scope.get("scope")
    if not isinstance(scope, str):
        return {}
    fields: dict[str, Any] = {"notificationScope": _spelled(scope, SCOPES)}
    if isinstance(data, str):
        data = [one.strip() for one in data.split(",") if one.strip()]
    if isinstance(data, list) and data:
        fields["scopeData"] = dict.fromkeys(sorted(map(str, data)), True)
    elif fields["notificationScope"] != "CUSTOM":
        fields["scopeData"] = None
    return fields


def _read_retry_policy(policy: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, info in RetryFields.model_fields.items():
        wire = info.alias or name
        if policy.get(wire) is not None and name not in ("algorithm", "deactivate_flag", "schedule"):
            fields[wire] = _number(policy[wire])
    if isinstance(policy.get("algorithm"), str):
        fields["algorithm"] = _spelled(policy["algorithm"], ALGORITHMS)
    if policy.get("deactivateFlag") is not None:
        fields["deactivateFlag"] = str(policy["deactivateFlag"]).lower() == "true"
    return fields


def _read_security_policy(policy: Mapping[str, Any]) -> dict[str, Any]:
    security_type = policy.get("securityType") or policy.get("security_type")
    fields: dict[str, Any] = {}
    if isinstance(security_type, str):
        fields["securityType"] = _spelled(security_type, SECURITY_TYPES)
    if isinstance(policy.get("proxyType"), str):
        fields["proxyType"] = policy["proxyType"].lower()
    if isinstance(config := policy.get("config"), Mapping):
        fields["config"] = _read_config(config)
    return fields


def _read_config(config: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if url := config.get("oAuthURL") or config.get("oAuthUrl"):
        fields["oAuthURL"] = url
    if config.get("oAuthTokenExpiry") is not None:
        fields["oAuthTokenExpiry"] = _number(config["oAuthTokenExpiry"])
    if isinstance(kind := config.get("oAuthTokenType"), str):
        fields["oAuthTokenType"] = _spelled(kind, (str(OAuthConfig.model_fields["oauth_token_type"].default),))
    if isinstance(more := config.get("additionalConfig"), Mapping):
        names = [info.alias or name for name, info in AdditionalConfig.model_fields.items()]
        fields["additionalConfig"] = {wire: more[wire] for wire in names if more.get(wire) is not None}
    return fields


def _number(value: Any) -> Any:
    """A whole number, in quotes or not; what is none stays as it is, so that it shows as drift."""
    try:
        return whole_number(float(value) if isinstance(value, str) and "." in value else value)
    except ValueError:
        return value


def _spelled(value: str, words: Sequence[str]) -> str:
    return next((word for word in words if word.casefold() == value.casefold()), value)
