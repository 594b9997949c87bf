"""What transforms return, as Pulumi's SDK hands it to the engine."""

import asyncio
import sys
from typing import Any

import pulumi.runtime
import pytest
from google.protobuf import json_format
from pulumi.runtime import _callbacks, rpc
from pulumi.runtime.proto import resource_pb2

import pulumi
from pulumi_payment_webhooks.cybersource import WebhookSubscription
from pulumi_payment_webhooks.faces import pulumi_sdk as sdk

TOKEN = f"pulumi-python:dynamic/{WebhookSubscription._kind}"
NOBODY: Any = None
OTHER: Any = object()
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


def test_result_of_a_transform_without_the_table_of_the_sdk(monkeypatch):
    """
    Where the SDK keeps no table of transforms, results are corrected all the same; only its own look-up is lost.
    """

    class Servicer:
        def register_transform(self, transform):
            return transform

    monkeypatch.setattr(_callbacks, "_CallbackServicer", Servicer)
    correct: Any = lambda args, result: f"corrected {result}"  # noqa: E731 - typed as anything, as the SDK sees it
    sdk.correct_transforms(correct)
    registered = Servicer().register_transform(lambda args: "result")

    assert asyncio.run(registered(None)) == "corrected result"


def test_outputs_that_cannot_be_left_alone():
    """
    An output that has no way to be left out of the waiting is waited for: the program takes longer.
    """
    waited: list[str] = []
    other = type("Output", (), {"_untrack": lambda self: waited.append("not")})()

    sdk.wait_for_id_alone([OTHER, other])

    assert waited == ["not"]


@pytest.mark.parametrize("hidden", [False, True])
def test_secret_carries_the_mark_of_the_protocol(monkeypatch, hidden):
    """
    A secret carries the mark that the engine knows, whatever the SDK calls its constants.
    """
    if hidden:
        monkeypatch.delattr(rpc, "_special_sig_key")
        monkeypatch.delattr(rpc, "_special_secret_sig")

    assert sdk.marked_secret("s") == {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        "value": "s",
    }


def test_provider_that_the_sdk_hides():
    """
    Where the SDK does not show the provider of a resource, resources of all accounts are counted together.
    """
    assert sdk.provider_of(OTHER) is None


def test_stack_is_cut_where_python_still_honours_the_limit(monkeypatch):
    """
    The limit of a trace holds only while a resource is registered; the program's own is back afterwards.
    """
    monkeypatch.setattr(sys, "tracebacklimit", 3, raising=False)
    with sdk.short_stack():
        inside = sys.tracebacklimit

    assert (inside, sys.tracebacklimit) == (9, 3)
