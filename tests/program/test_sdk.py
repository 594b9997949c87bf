"""What transforms return, as Pulumi's SDK hands it to the engine."""

import asyncio
from typing import Any

import pulumi.runtime
import pytest
from google.protobuf import json_format
from pulumi.runtime import _callbacks
from pulumi.runtime.proto import resource_pb2

import pulumi
from pulumi_payment_webhooks.cybersource import WebhookSubscription
from pulumi_payment_webhooks.faces import pulumi_sdk as sdk

TOKEN = f"pulumi-python:dynamic/{WebhookSubscription._kind}"
NOBODY: Any = None
STORED = {"webhookUrl": "https://hooks.example.net/", "products": {"payments": {"a": True}}}


@pytest.fixture
def transformed(monkeypatch):
    """What the engine gets from a transform of a resource of a type: properties, and the paths to ignore."""
    monkeypatch.setattr(_callbacks._CallbackServicer, "_servicers", [])

    def run(transform, token=TOKEN):
        request = resource_pb2.TransformRequest(type=token, name="orders", custom=True)
        request.properties.update(STORED)

        async def invoke():
            servicer = _callbacks._CallbackServicer(NOBODY)
            callback = servicer.register_transform(transform)
            assert servicer.register_transform(transform).token == callback.token
            return await servicer._callbacks[callback.token](request.SerializeToString())

        answer = asyncio.run(invoke())
        return json_format.MessageToDict(answer.properties), list(answer.options.ignore_changes)

    return run


def rewrite(args):
    """Writes Python names and a list."""
    ignoring = pulumi.ResourceOptions(ignore_changes=["retry_policy['interval']"])
    return pulumi.ResourceTransformResult(
        {**args.props, "webhook_url": "https://other.example.net/", "products": {"payments": ["c", "b"]}}, ignoring
    )


async def rewrite_later(args):
    """Writes the same, asynchronously."""
    return rewrite(args)


@pytest.mark.parametrize("transform", [rewrite, rewrite_later])
def test_result_of_a_transform_is_spelled(transformed, transform):
    """
    Python names and lists that a transform writes reach the engine as a stack stores them.
    """
    assert transformed(transform) == (
        {"webhookUrl": "https://other.example.net/", "products": {"payments": {"b": True, "c": True}}},
        ["retryPolicy.interval"],
    )


def test_resource_of_somebody_else_is_left_alone(transformed):
    """
    What a transform returns for a resource of another package is not touched.
    """
    properties, ignored = transformed(rewrite, "aws:s3/bucket:Bucket")

    assert properties["webhook_url"] == "https://other.example.net/"
    assert (properties["products"], ignored) == ({"payments": ["c", "b"]}, ["retry_policy['interval']"])


def test_transform_that_changes_nothing(transformed):
    """
    A transform may return nothing.
    """
    assert transformed(lambda args: None) == (STORED, [])


def test_transform_cannot_import(transformed):
    """
    An import that a transform asks for ends in the line that names what to write instead.
    """

    def take(args):
        return pulumi.ResourceTransformResult(args.props, pulumi.ResourceOptions(import_="5"))

    with pytest.raises(pulumi.RunError, match="import_= is not possible; to manage what exists, use adopt_existing"):
        transformed(take)


def test_correction_is_made_once(transformed, monkeypatch):
    """
    A program that runs again in the same process, with fresh modules, corrects each result once.
    """
    seen: list[str] = []

    def note(args, result):
        seen.append(args.name)
        return result

    original = _callbacks._CallbackServicer.register_transform
    monkeypatch.setattr(_callbacks._CallbackServicer, "register_transform", original)
    for _ in range(2):
        sdk.correct_transforms(note)
    transformed(rewrite)

    assert seen == ["orders"]


def test_sdk_that_hides_its_callbacks(monkeypatch):
    """
    Where the SDK is not as expected, nothing happens.
    """
    monkeypatch.setattr(_callbacks, "_CallbackServicer", object)

    sdk.correct_transforms(lambda _, result: result)
    assert not sdk.has_transforms()
