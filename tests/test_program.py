"""What a program writes, as the engine gets it, and what it reads back."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pulumi.runtime
import pytest
from pulumi.runtime import _callbacks

import pulumi
from pulumi_payment_webhooks.cybersource import DigitalSignatureKey, WebhookSubscription
from pulumi_payment_webhooks.program import stored_literal

LEAST: dict[str, Any] = {
    "name": "orders",
    "products": {"payments": ["b", "a"]},
    "webhook_url": "https://hooks.example.net/",
}
POLICY = {"first_retry": 10, "number_of_retries": 2}
TOKENS = {"security_type": "oAuth", "config": {"oauth_url": "https://idp.example.net/", "oauth_token_expiry": 365}}


class Monitor(pulumi.runtime.Mocks):
    """Stands in for the engine: keeps what is registered, and echoes it with an output."""

    def __init__(self):
        self.registered = {}

    def new_resource(self, args):
        self.registered[args.name] = args
        added = {"currentStatus": "INACTIVE", "key": "told once", "description": "kept"}
        return f"{args.name}-id", {**added, **args.inputs}

    def call(self, args):
        return {}


@pytest.fixture
def loop():
    """
    The event loops that the SDK wants, in this thread and in those of its calls, closed afterwards.

    It makes its own where there is none, as after another test's `asyncio.run`, and closes none of them.
    """
    made = []

    def make():
        made.append(asyncio.new_event_loop())
        asyncio.set_event_loop(made[-1])

    make()
    with ThreadPoolExecutor(initializer=make) as workers:
        made[0].set_default_executor(workers)
        yield
    asyncio.set_event_loop(None)
    for one in made:
        one.close()


@pytest.fixture
def run(loop):
    """Runs a program, a function that makes resources; gives what it returned, known, and what was registered."""

    def run_one(program):
        monitor = Monitor()
        results: list[Any] = []
        pulumi.runtime.set_mocks(monitor, project="shop", stack="dev", preview=False)

        @pulumi.runtime.test
        def whole():
            return pulumi.Output.from_input(program()).apply(results.append)

        whole()
        return results[0], monitor.registered

    return run_one


def inputs(run, **fields):
    """What the engine gets for a subscription with *fields*."""

    def program():
        return WebhookSubscription("s", **{**LEAST, **fields}).urn

    return run(program)[1]["s"].inputs


def read(run, name, **fields):
    """What the program reads back from the property *name*."""
    return run(lambda: getattr(WebhookSubscription("s", **{**LEAST, **fields}), name))[0]


@pytest.mark.parametrize("listed", [["b", "a"], ("b", "a"), frozenset("ab"), ["a", "b", "a"]], ids=type)
def test_list_becomes_a_map(run, listed):
    """
    A list of events, of any sort, is a map from each event to true, so that the engine shows one line per event.
    """
    assert inputs(run, products={"payments": listed})["products"] == {"payments": {"a": True, "b": True}}


@pytest.mark.parametrize(
    "products",
    [
        lambda: pulumi.Output.from_input({"payments": ["b", "a"]}),
        lambda: {"payments": pulumi.Output.from_input(["b", "a"])},
        lambda: {"payments": ["b", pulumi.Output.from_input("a")]},
        lambda: pulumi.Output.from_input({"payments": [pulumi.Output.from_input("b"), "a"]}),
    ],
    ids=["whole", "the list", "a member", "whole with a member"],
)
def test_outputs_inside_become_a_map_too(run, products):
    """
    Values that are known later are translated when they are known, at every depth.
    """
    seen = run(lambda: WebhookSubscription("s", **{**LEAST, "products": products()}).urn)[1]["s"].inputs

    assert seen["products"] == {"payments": {"a": True, "b": True}}


@pytest.mark.parametrize("wrong", ["payments", ["payments"], {"payments": "a"}, {"payments": [1, 2]}], ids=str)
def test_wrong_kind_of_value_reaches_the_check(run, wrong):
    """
    What cannot be translated is handed on as it is, so that the preview can say what is wrong with it.
    """
    assert inputs(run, products=wrong)["products"] == wrong


@pytest.mark.parametrize("key", [None, 5, object()], ids=["none", "number", "output"])
@pytest.mark.parametrize("field", ["products", "retry_policy"])
def test_key_that_is_no_text_is_told(run, field, key):
    """
    A mapping with a key that is no text, such as an output, ends in one line that names resource, field and remedy.
    """
    with pytest.raises(
        pulumi.RunError, match=rf"WebhookSubscription 'one': {field}: has a key that is no text; .*apply"
    ):
        run(lambda: WebhookSubscription("one", **{**LEAST, field: {key: ["a"]}}).urn)


def test_names_are_spelled_for_the_platform(run):
    """
    Snake case names become the stored ones at every depth.
    """
    seen = inputs(run, retry_policy=POLICY, security_policy=TOKENS)

    assert seen["retryPolicy"] == {"firstRetry": 10, "numberOfRetries": 2}
    assert seen["securityPolicy"]["config"] == {"oAuthURL": "https://idp.example.net/", "oAuthTokenExpiry": 365}


def test_unknown_member_reaches_the_check(run):
    """
    A misspelled member is handed on, so that the preview can suggest the right one.
    """
    assert inputs(run, retry_policy={"first_try": 1})["retryPolicy"] == {"first_try": 1}


def test_field_that_is_not_written_is_absent(run):
    """
    A field that the program leaves out is not among the inputs, and neither is an output.
    """
    assert inputs(run).keys() == {"name", "products", "webhookUrl", "__provider"}


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


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("webhook_url", "webhookUrl"),
        ("retry_policy.first_retry", "retryPolicy.firstRetry"),
        ("security_policy.config.oauth_url", "securityPolicy.config.oAuthURL"),
        ("products.payments", "products.payments"),
        ("current_status", "currentStatus"),
        ("webhookUrl", "webhookUrl"),
    ],
)
def test_property_path_is_translated(run, written, stored):
    """
    A path as in `ignore_changes` is understood in Python's spelling, member by member.
    """
    translated = []

    def program():
        made = WebhookSubscription("s", **LEAST)
        translated.append(made.translate_input_property(written))
        return made.urn

    run(program)

    assert translated == [stored]


def test_secret_of_a_key_is_read(run):
    """
    The secret of a key can be handed to other resources.
    """
    assert run(lambda: DigitalSignatureKey("k").key)[0] == "told once"


@pytest.fixture
def requests(monkeypatch):
    """The engine's registrations as they are on the wire."""
    heard = []
    register = pulumi.runtime.mocks.MockMonitor.RegisterResource

    def noted(self, request):
        heard.append(request)
        return register(self, request)

    monkeypatch.setattr(pulumi.runtime.mocks.MockMonitor, "RegisterResource", noted)
    return heard


def test_program_line_is_that_of_the_program(run, requests):
    """
    The engine is told the line of the program that declares the resource, not one of ours.
    """
    run(lambda: WebhookSubscription("s", **LEAST).urn)

    assert requests[-1].sourcePosition.uri.endswith("/test_program.py")


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
