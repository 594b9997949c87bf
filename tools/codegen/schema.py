"""
The Pulumi package schema, from the declarations and the settings. No I/O here.
"""

from collections.abc import Mapping
from typing import Any

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.pulumi_names import type_token
from pulumi_payment_webhooks.reconcile.declare.shapes import (
    Field,
    MapOf,
    ObjectOf,
    Scalar,
    SetOf,
    Shape,
    outputs_of,
    shape_of,
)
from pulumi_payment_webhooks.reconcile.resource import ResourceType

PACKAGE = "payment-webhooks"
_TYPES: Mapping[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number"}


def schema() -> dict[str, Any]:
    """The Pulumi package schema of every platform."""
    types: dict[str, Any] = {}
    resources: dict[str, Any] = {}
    variables: dict[str, Any] = {}
    for name in registry.PLATFORMS:
        platform = registry.platform(name)
        variables |= {setting.name: _variable(setting) for setting in platform.settings if not setting.is_for_one_run}
        for resource in platform.resources:
            resources[f"{PACKAGE}:{resource.kind}"] = _resource(resource, types)
    return {
        "name": PACKAGE,
        "displayName": "Payment Webhooks",
        "description": "The webhooks of payment platforms, declared: subscriptions, retry policies and keys.",
        "keywords": ["pulumi", "webhooks", "payments", "category/utility"],
        "license": "Apache-2.0",
        "meta": {"moduleFormat": "(.*)"},
        "language": {
            "python": {"packageName": "pulumi_payment_webhooks"},
            "nodejs": {"packageName": "@pulumi/payment-webhooks"},
        },
        "config": {"variables": variables},
        "provider": {"inputProperties": variables},
        "types": types,
        "resources": resources,
    }


def _variable(setting: Any) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": setting.kind}
    if setting.kind == "array":
        kind["items"] = {"type": "string"}
    secret = {"secret": True} if setting.secret else {}
    return {
        **kind,
        "description": setting.meaning,
        **secret,
        "defaultInfo": {"environment": [setting.variable]},
    }


def _resource(resource: ResourceType, types: dict[str, Any]) -> dict[str, Any]:
    declared = shape_of(resource.declaration).fields
    added = outputs_of(resource.declaration).fields
    inputs = {one.wire: _property(one, resource, types) for one in declared if not one.derived}
    derived = {one.wire: _property(one, resource, types) for one in declared if one.derived}
    outputs = {one.wire: _property(one, resource, types) for one in added}
    required = [one.wire for one in declared if one.required and not one.from_account]
    return {
        "description": _paragraphs(resource.declaration.__doc__),
        "inputProperties": inputs,
        "requiredInputs": required,
        "properties": {**inputs, **derived, **outputs},
        "required": [*(one.wire for one in declared if one.required), *derived, *outputs],
        "aliases": [{"type": type_token(resource.kind)}],
    }


def _property(field: Field, resource: ResourceType, types: dict[str, Any]) -> dict[str, Any]:
    result = {**_type(field.shape, resource, types), "description": field.description}
    if field.secret:
        result["secret"] = True
    if field.replaces:
        result["replaceOnChanges"] = True
    return result


def _type(shape: Shape, resource: ResourceType, types: dict[str, Any]) -> dict[str, Any]:
    match shape:
        case Scalar():
            kinds = [{"type": _TYPES.get(one, "string")} for one in shape.kinds]
            return kinds[0] if len(kinds) == 1 else {"oneOf": kinds}
        case SetOf():
            return {"type": "object", "additionalProperties": {"type": "boolean"}}
        case MapOf():
            return {"type": "object", "additionalProperties": _type(shape.value, resource, types)}
        case ObjectOf():
            return {"$ref": f"#/types/{_object_type(shape, resource, types)}"}


def _object_type(shape: ObjectOf, resource: ResourceType, types: dict[str, Any]) -> str:
    module = resource.kind.partition(":")[0]
    token = f"{PACKAGE}:{module}:{resource.declaration.__name__}{shape.model.__name__}"
    types[token] = {
        "type": "object",
        "description": _paragraphs(shape.model.__doc__),
        "properties": {one.wire: _property(one, resource, types) for one in shape.fields},
        "required": [one.wire for one in shape.fields if one.required],
    }
    return token


def _paragraphs(doc: str | None) -> str:
    lines = [line.strip() for line in (doc or "").strip().splitlines()]
    return "\n".join(lines)
