"""
Reads the bodies of create and update into one normal form, and applies updates. No I/O here.

The normal form has the platform's names, `products` for both ways of choosing events, scope and policies as `policies`
reads them, and None for absent members.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...desk.json_values import JsonObject
from ...desk.wire.calls import Call, UnreadableRequest
from .. import fields
from ..knobs import Knobs
from ..refusals import invalid, missing
from . import policies

UPDATABLE = (
    "name",
    "description",
    "organizationId",
    "products",
    "webhookUrl",
    "healthCheckUrl",
    "notificationScope",
    "retryPolicy",
    "securityPolicy",
    "additionalAttributes",
)
TOLERATED = frozenset({*UPDATABLE, "productId", "eventTypes", "status", "deactivateflag"})
NESTED = ("retryPolicy", "securityPolicy")


def read_body(call: Call) -> JsonObject:
    """The body of a call that needs one: a JSON object."""
    try:
        content = call.content
    except UnreadableRequest as wrong:
        raise invalid("body", str(wrong)) from None
    if content is None:
        raise missing("body")
    if not fields.is_text(content):
        raise invalid("body", "the body contains invalid text")
    return fields.read_object(content, "body")


def read_document(body: Mapping[str, object], knobs: Knobs) -> JsonObject:
    """
    A subscription as the body declares it, with every default filled in.

    Raises:
        Declined: A field is absent or wrong.
    """
    if knobs.unknown_members == "refuse":
        fields.refuse_unknown(body, "", TOLERATED)
    health = body.get("healthCheckUrl") or None
    document = {
        "name": fields.read_text(body.get("name"), "name"),
        "description": _read_description(body, knobs),
        "organizationId": fields.read_text(body.get("organizationId"), "organizationId"),
        "products": _read_products(body),
        "webhookUrl": fields.read_url(body.get("webhookUrl"), "webhookUrl"),
        "healthCheckUrl": None if health is None else fields.read_url(health, "healthCheckUrl"),
        "notificationScope": policies.read_scope(body.get("notificationScope")),
        "retryPolicy": policies.read_retry_policy(body.get("retryPolicy"), knobs),
        "securityPolicy": policies.read_security_policy(body.get("securityPolicy"), knobs),
    }
    if attributes := fields.read_attributes(body.get("additionalAttributes"), "additionalAttributes"):
        document["additionalAttributes"] = attributes
    spoken = body.get("retryPolicy")
    if health is not None and isinstance(spoken, dict) and spoken.get("deactivateFlag") is None:
        raise missing("retryPolicy.deactivateFlag")
    return document


def lay_over(stored: JsonObject, body: Mapping[str, Any], knobs: Knobs) -> JsonObject:
    """
    *stored* after an update: the knob `patch` says whether nested objects are replaced or merged.

    Raises:
        Declined: The result would be invalid, or belong to another organization.
    """
    changes = {name: body[name] for name in UPDATABLE if name in body}
    if knobs.unknown_members == "refuse":
        fields.refuse_unknown(body, "", TOLERATED)
    if "products" not in body and ("productId" in body or "eventTypes" in body):
        changes["products"] = [_read_flat_product(stored, body)]
    if knobs.patch_retry_policy == "ignore":
        changes.pop("retryPolicy", None)
    if changes.get("organizationId", stored["organizationId"]) != stored["organizationId"]:
        raise invalid("organizationId", "organizationId cannot be changed")
    for name in NESTED:
        if knobs.patch == "merge" and isinstance(changes.get(name), dict):
            changes[name] = _merge(stored[name], changes[name])
    return read_document({**stored, **changes}, knobs)


def urls(document: JsonObject) -> list[str]:
    """Every URL that the platform reviews."""
    token_url = document["securityPolicy"].get("config", {}).get("oAuthURL")
    return [one for one in (document["webhookUrl"], document["healthCheckUrl"], token_url) if one]


def _read_description(body: Mapping[str, object], knobs: Knobs) -> str | None:
    value = body.get("description")
    if value is None and knobs.required_fields == "spec":
        return None
    return fields.read_text(value, "description", may_be_empty=True)


def _read_products(body: Mapping[str, object]) -> list[JsonObject]:
    value = body.get("products")
    if value is None:
        if "productId" not in body:
            raise missing("products")
        return [_read_product({"productId": body["productId"], "eventTypes": body.get("eventTypes")}, "")]
    if not isinstance(value, list):
        raise invalid("products", "products must be an array")
    if not value:
        raise missing("products")
    products = [_read_product(fields.read_object(one, "products"), "products.") for one in value]
    names = [one["productId"] for one in products]
    if len(set(names)) < len(names):
        raise invalid("products.productId", "a product is listed twice")
    return products


def _read_product(value: Mapping[str, object], prefix: str) -> JsonObject:
    return {
        "productId": fields.read_text(value.get("productId"), f"{prefix}productId"),
        "eventTypes": fields.read_texts(value.get("eventTypes"), f"{prefix}eventTypes"),
    }


def _read_flat_product(stored: JsonObject, body: Mapping[str, object]) -> JsonObject:
    """The product of top-level `productId` and `eventTypes`; each may be omitted."""
    only = stored["products"][0] if len(stored["products"]) == 1 else {}
    return {
        "productId": body.get("productId", only.get("productId")),
        "eventTypes": body.get("eventTypes", only.get("eventTypes")),
    }


def _merge(stored: Mapping[str, Any], change: Mapping[str, Any]) -> JsonObject:
    result = dict(stored)
    for name, value in change.items():
        if isinstance(value, dict) and isinstance(result.get(name), dict):
            result[name] = _merge(result[name], value)
        elif value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result
