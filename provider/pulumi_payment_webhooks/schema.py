"""
From the declarations to what is derived: ``schema.json``, every typed ``resource.py`` and the keywords of `Provider`.

``python -m pulumi_payment_webhooks.schema`` writes them, ``--check`` says which are stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import registry
from .program_source import class_source, settings_source
from .reconcile.declare.shapes import Field, MapOf, ObjectOf, Scalar, SetOf, Shape, outputs_of, shape_of
from .reconcile.run.lifecycle import ResourceType

PACKAGE = "payment-webhooks"
_TYPES: Mapping[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number"}


@dataclass(frozen=True)
class Derived:
    """A file that is written from the declarations."""

    path: Path
    text: str

    @property
    def is_stale(self) -> bool:
        """Whether the file on disk says something else."""
        return not self.path.exists() or self.path.read_text() != self.text


def derived_files(root: Path) -> Iterator[Derived]:
    """
    Every derived file, with the text it should have.

    Args:
        root: The top of a checkout.
    """
    yield Derived(root / "schema.json", json.dumps(schema(), indent=2) + "\n")
    package = root / "provider" / "pulumi_payment_webhooks"
    settings = [one for name in registry.PLATFORMS for one in registry.platform(name).settings]
    yield Derived(package / "program" / "settings.py", settings_source(settings))
    for name in registry.PLATFORMS:
        for resource in registry.platform(name).resources:
            folder = resource.declaration.__module__.split(".")[-2]
            yield Derived(package / name / folder / "resource.py", class_source(resource))


def schema() -> dict[str, Any]:
    """The Pulumi package schema of every platform."""
    types: dict[str, Any] = {}
    resources: dict[str, Any] = {}
    variables: dict[str, Any] = {}
    for name in registry.PLATFORMS:
        platform = registry.platform(name)
        variables |= {setting.name: _variable(setting) for setting in platform.settings}
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
        "aliases": [{"type": f"pulumi-python:dynamic/{resource.kind}"}],
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
            return {"type": _TYPES.get(shape.python, "string")}
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


def main(arguments: list[str]) -> int:
    """Write the derived files, or with ``--check`` say which are stale."""
    root = Path(__file__).parents[2]
    stale = [one for one in derived_files(root) if one.is_stale]
    for one in stale:
        shown = one.path.relative_to(root)
        if "--check" in arguments:
            print(f"stale: {shown} (run `make schema`)")
        else:
            one.path.write_text(one.text)
            print(f"written: {shown}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
