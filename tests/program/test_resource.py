"""What a program writes, as the engine gets it, and what it reads back."""

import sys
from types import SimpleNamespace

import pulumi.runtime
import pytest
from pulumi.runtime import _callbacks
from tests.program.samples import LEAST, POLICY, inputs, read

import pulumi
from pulumi_payment_webhooks.cybersource import DigitalSignatureKey, WebhookSubscription
from pulumi_payment_webhooks.program import stored_literal


def test_field_that_is_not_written_is_absent(run):
    """
    A field that the program leaves out is not among the inputs, and neither is an output.
    """
    assert inputs(run).keys() - {"__program"} == {"name", "products", "webhookUrl", "__provider"}


def test_key_is_passed_by_its_id(run):
    """
    A key that is passed as a resource is its id in the inputs.
    """

    def program():
        key = DigitalSignatureKey("k")
        return WebhookSubscription("s", **LEAST, signature_key=key).urn

    assert run(program)[1]["s"].inputs["signatureKey"] == "k-id"


def test_type_token_and_literal(run):
    """
    The engine is told the dynamic type token and the literal, both part of the state format.
    """
    registered = run(lambda: WebhookSubscription("s", **LEAST).urn)[1]["s"]

    assert registered.typ == "pulumi-python:dynamic/cybersource:WebhookSubscription"
    assert registered.inputs["__provider"] == stored_literal("cybersource:WebhookSubscription")


def test_set_is_read_as_a_list(run):
    """
    What is stored as a map is read as a sorted list.
    """
    assert read(run, "products") == {"payments": ["a", "b"]}


def test_top_level_set_is_read_as_a_list(run):
    """
    A set of organizations is read as a list, too.
    """
    assert read(run, "scope_data", notification_scope="CUSTOM", scope_data=["b", "a"]) == ["a", "b"]


def test_nested_object_is_read_in_snake_case(run):
    """
    A nested object is read with the names that the program wrote.
    """
    assert read(run, "retry_policy", retry_policy=POLICY) == POLICY


def test_output_is_read(run):
    """
    What the platform adds is read under its Python name.
    """
    assert read(run, "current_status") == "INACTIVE"


def test_field_that_is_not_written_is_read_as_none(run):
    """
    A field that nobody declared reads as None.
    """
    assert read(run, "retry_policy") is None


def test_field_that_an_earlier_deployment_gave_is_read(run):
    """
    With `ignore_changes` a field keeps what it had, and reads so although the program gives it no more.
    """
    opts = pulumi.ResourceOptions(ignore_changes=["description"])

    assert read(run, "description", opts=opts) == "kept"


def test_field_that_a_transform_of_the_parent_gave_is_read(run):
    """
    What a component's own transform adds to its children is read, although the program gives it not.
    """

    def program():
        parent = pulumi.ComponentResource("shop:index:Channel", "channel")
        return WebhookSubscription("s", **LEAST, opts=pulumi.ResourceOptions(parent=parent)).description

    assert run(program)[0] == "kept"


def test_field_that_a_transform_of_the_stack_gave_is_read(run, monkeypatch):
    """
    What a transform of the whole stack adds is read, too: where there are any, the SDK serves callbacks.
    """
    monkeypatch.setattr(_callbacks._CallbackServicer, "_servicers", [SimpleNamespace(_loop=None, _transforms={})])

    assert read(run, "description") == "kept"


def test_secret_of_a_key_is_read(run):
    """
    The secret of a key can be handed to other resources.
    """
    assert run(lambda: DigitalSignatureKey("k").key)[0] == "told once"


def test_program_line_is_that_of_the_program(run, requests):
    """
    The engine is told the line of the program that declares the resource, not one of ours.
    """
    run(lambda: WebhookSubscription("s", **LEAST).urn)

    assert requests[-1].sourcePosition.uri.endswith("/test_resource.py")


def test_stack_of_the_program_is_not_stored(run, requests):
    """
    However deep a program is, the engine is told its line and no more than two callers, which keeps states small.
    """

    def deep(depth):
        return deep(depth - 1) if depth else WebhookSubscription("s", **LEAST).urn

    run(lambda: deep(20))

    assert 1 <= len(requests[-1].stackTrace.frames) <= 3


@pytest.mark.parametrize("limit", [None, 40])
def test_tracebacks_of_the_program_are_left_alone(run, monkeypatch, limit):
    """
    Python's own limit for tracebacks is what it was before a resource was declared, set or not.
    """
    if limit:
        monkeypatch.setattr(sys, "tracebacklimit", limit, raising=False)
    run(lambda: WebhookSubscription("s", **LEAST).urn)

    assert getattr(sys, "tracebacklimit", None) == limit
