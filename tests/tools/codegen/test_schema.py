"""The package schema: it says what is declared."""

import json
from pathlib import Path

import pytest

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.reconcile.declare.shapes import outputs_of, shape_of

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "schema.json").read_text())
RESOURCES = [one for name in registry.PLATFORMS for one in registry.platform(name).resources]
OBJECTS = {**SCHEMA["types"], **SCHEMA["resources"]}


def references(value):
    if isinstance(value, dict):
        yield from ([value["$ref"]] if "$ref" in value else [])
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from references(one)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.kind)
def test_schema_has_the_declared_names(resource):
    """
    Inputs and properties of a resource in the schema are those of its declaration, and no more.
    """
    written = SCHEMA["resources"][f"payment-webhooks:{resource.kind}"]
    declared = shape_of(resource.declaration).fields
    inputs = [one.wire for one in declared if not one.derived]
    outputs = [one.wire for one in (*declared, *outputs_of(resource.declaration).fields) if one.wire not in inputs]

    assert (list(written["inputProperties"]), list(written["properties"])) == (inputs, inputs + outputs)


def test_schema_has_every_resource():
    """
    The schema knows the registered resources, and no more.
    """
    assert set(SCHEMA["resources"]) == {f"payment-webhooks:{one.kind}" for one in RESOURCES}


@pytest.mark.parametrize("reference", sorted(set(references(SCHEMA))))
def test_reference_leads_somewhere(reference):
    """
    Each type that is referred to is in the schema.
    """
    assert reference.removeprefix("#/types/") in SCHEMA["types"]


@pytest.mark.parametrize("token", OBJECTS)
def test_required_names_exist(token):
    """
    What is required is a property.
    """
    written = OBJECTS[token]

    assert set(written["required"]) <= set(written["properties"])
    assert set(written.get("requiredInputs", [])) <= set(written.get("inputProperties", []))


@pytest.mark.parametrize("token", OBJECTS)
def test_reserved_names_are_not_used(token):
    """
    No property has a name that every resource of the engine has already.
    """
    assert {"id", "urn", "provider", "pulumi"}.isdisjoint(OBJECTS[token]["properties"])


@pytest.mark.parametrize("token", OBJECTS)
def test_every_property_is_described(token):
    """
    Each property has a description that is a sentence.
    """
    texts = [one["description"] for one in OBJECTS[token]["properties"].values()]

    assert [one for one in texts if not one.rstrip("`").endswith((".", ")"))] == []


def test_secrets_are_marked():
    """
    The secret of a key and the shared secret of the account are secret in the schema.
    """
    key = SCHEMA["resources"]["payment-webhooks:cybersource:DigitalSignatureKey"]["properties"]["key"]

    assert (key["secret"], SCHEMA["config"]["variables"]["cybersourceSharedSecret"]["secret"]) == (True, True)


def test_stacks_of_the_dynamic_face_are_known():
    """
    Each resource has the dynamic token as an alias, so that a stack can change faces.
    """
    aliases = {token: one["aliases"] for token, one in SCHEMA["resources"].items()}

    assert aliases == {
        f"payment-webhooks:{one.kind}": [{"type": f"pulumi-python:dynamic/{one.kind}"}] for one in RESOURCES
    }


@pytest.mark.parametrize("kind", ["nothing", "cybersource:Nothing", "elsewhere:WebhookSubscription"])
def test_unknown_kind_is_a_key_error(kind):
    """
    The registry knows no kind that nobody registered.
    """
    with pytest.raises(KeyError):
        registry.resource_type(kind)
