"""
Writes subscriptions as the platform answers them. No I/O here.

Each quirk is in the vendor's own examples: numbers and flags in quotes after a create, two formats and two values of
one creation date, fields that no client sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ....net import DEFAULT_PORTS
from ...desk.json_values import JsonObject
from ..knobs import Flags, Knobs, Numbers
from ..subscriptions.subscriptions import Subscription


def answer_create(subscription: Subscription, knobs: Knobs) -> JsonObject:
    """The answer to create."""
    answer = _answer(subscription, knobs, numbers=knobs.numbers_on_create, flags=knobs.flags_on_create)
    answer["createdOn"] = f"{_milliseconds(subscription.created_on, 'T')}Z"
    return answer


def answer_get(subscription: Subscription, knobs: Knobs, *, in_list: bool = False) -> JsonObject:
    """The answer to get, and a member of a list."""
    answer = _answer(subscription, knobs, numbers=knobs.numbers_on_get, flags=knobs.flags_on_get, in_list=in_list)
    drifted = subscription.created_on + timedelta(milliseconds=knobs.created_on_drift_ms)
    answer["createdOn"] = _milliseconds(drifted, " ")
    return answer


def answer_update(subscription: Subscription, knobs: Knobs) -> JsonObject:
    """The answer to update."""
    changed = subscription.updated_on or subscription.created_on
    return {**answer_get(subscription, knobs), "updatedOn": _milliseconds(changed, " ")}


def last_change(subscription: Subscription) -> str | None:
    """When it was last changed, as in answers of v1; None before a change."""
    return None if subscription.updated_on is None else _milliseconds(subscription.updated_on, " ")


def _answer(
    subscription: Subscription, knobs: Knobs, *, numbers: Numbers, flags: Flags, in_list: bool = False
) -> JsonObject:
    document = subscription.document
    first = document["products"][0]
    answer: JsonObject = {"webhookId": subscription.webhook_id, "organizationId": document["organizationId"]}
    if knobs.response_shape != "flat":
        answer["products"] = [dict(one) for one in document["products"]]
    if knobs.response_shape != "products":
        answer |= {"productId": first["productId"], "eventTypes": list(first["eventTypes"])}
    if knobs.names_in_answers:
        answer |= {name: document[name] for name in ("name", "description") if document[name] is not None}
    with_port = knobs.default_port == "everywhere" or (in_list and knobs.default_port == "in_lists")
    answer["webhookUrl"] = _url(document["webhookUrl"], knobs, with_port=with_port)
    if document["healthCheckUrl"]:
        answer["healthCheckUrl"] = _url(document["healthCheckUrl"], knobs, with_port=with_port)
    answer["createdOn"] = None
    answer["status"] = subscription.status
    answer["retryPolicy"] = _spell_types(document["retryPolicy"], numbers, flags)
    security = _spell_types(document["securityPolicy"], numbers, flags)
    answer["securityPolicy"] = [security] if knobs.security_policy_in_answers == "list" else security
    answer |= {"version": "3", "deliveryType": "nrtdCentral"}
    scope = document["notificationScope"]
    answer["notificationScope"] = dict(scope) if knobs.scope_in_answers == "object" else scope["scope"]
    return answer


def _spell_types(value: object, numbers: Numbers, flags: Flags) -> Any:
    if isinstance(value, dict):
        return {name: _spell_types(one, numbers, flags) for name, one in value.items()}
    if isinstance(value, bool):
        return str(value).lower() if flags == "string" else value
    if isinstance(value, int):
        return str(value) if numbers == "strings" else value
    return value


def _url(url: str, knobs: Knobs, *, with_port: bool) -> str:
    parts = urlsplit(url)
    if with_port and parts.port is None:
        url = urlunsplit(parts._replace(netloc=f"{parts.netloc.removesuffix(':')}:{DEFAULT_PORTS[parts.scheme]}"))
    return url.lower() if knobs.url_case == "lower" else url


def _milliseconds(moment: datetime, separator: str) -> str:
    return moment.replace(tzinfo=None).isoformat(separator, "milliseconds")
