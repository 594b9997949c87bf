"""
What is read from the JSON of a preview. The recordings beside this file are read in `test_recordings.py`.
"""

import json
from typing import Any

import pytest
from tests.review.printed import ORDERS, STACK, digest, events, nested, read, step

from pulumi_payment_webhooks.review.preview import SECRET, UNKNOWN, read_previews


def test_step_has_plain_values():
    """
    Secrets and unknown values have one form each, and what is stored for the engine or this package is left out.
    """
    inputs = {
        "__provider": "x",
        "key": {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": '"4711"'},
        "of": ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    }

    (found,) = read(digest(step("create", newState={"inputs": inputs}))).steps

    assert found.new_inputs == {"key": SECRET, "of": [UNKNOWN]}


def test_step_says_what_the_platform_keeps_and_where_values_come_from():
    """
    A step has the platform's id, whether the platform keeps the object, and the resources that properties name.
    """
    urns = {"signatureKey": ["urn:pulumi:dev::shop::pulumi-python:dynamic/cybersource:DigitalSignatureKey::signing"]}
    state = {"id": "sub_1", "retainOnDelete": True, "propertyDependencies": urns}

    (found,) = read(digest(step("delete", oldState=state))).steps

    assert (found.id, found.retained, found.sources) == ("sub_1", True, {"signatureKey": ("signing",)})


@pytest.mark.parametrize("odd", [{}, ["a"], 1, True], ids=repr)
def test_odd_values_of_options_are_read(odd: object):
    """
    A member of a state that is of another type than Pulumi writes ends no command.
    """
    options = dict.fromkeys(("id", "protect", "retainOnDelete", "deletedWith", "provider", "propertyDependencies"), odd)

    assert read(digest(step("delete", oldState=options, newState=options))).steps


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("pulumi-python:dynamic/cybersource:WebhookSubscription", "cybersource:WebhookSubscription"),
        ("pulumi-python:dynamic/digital_river:Webhook", "digital_river:Webhook"),
        ("shop:index:Shop$pulumi-python:dynamic/cybersource:RetryPolicy", "cybersource:RetryPolicy"),
        ("pulumi-python:dynamic/cybersource:Unheard", ""),
        ("pulumi-python:dynamic/other_platform:Webhook", ""),
        ("random:index/randomId:RandomId", ""),
    ],
)
def test_resources_of_this_package_have_a_kind(type_: str, kind: str):
    """
    A resource of this package has the kind of its declaration; every other resource has none.
    """
    (found,) = read(digest(step("same", f"urn:pulumi:dev::shop::{type_}::one"))).steps

    assert found.kind == kind


def test_stack_itself_is_not_counted():
    """
    The resource that stands for the stack is in neither the steps nor the counts.
    """
    found = read(digest(changeSummary={"same": 3, "update": 1}))

    assert (found.steps, found.counts) == ((), {"same": 2, "update": 1})


def test_order_of_concurrent_work_makes_no_difference():
    """
    Steps and diagnostics are in the order of their resources, whatever the order in which the engine printed them.
    """
    others = [ORDERS.replace("orders", name) for name in ("b", "a")]
    warnings = [{"urn": urn, "message": "warning: careful\n", "severity": "warning"} for urn in others]
    steps = [step("create", urn) for urn in others]

    assert read(digest(*steps, diagnostics=warnings)) == read(digest(*steps[::-1], diagnostics=warnings[::-1]))


def test_error_makes_a_preview_fail():
    """
    A diagnostic of severity error makes the preview a failed preview, and its message has no prefix.
    """
    found = read(digest(diagnostics=[{"urn": ORDERS, "message": "error: no url\n", "severity": "error"}] * 2))

    assert found.failed
    assert [(one.message, one.name) for one in found.diagnostics] == [("no url", "orders")]


def test_preview_with_refresh_is_two_previews():
    """
    What `pulumi preview --refresh` found at the platform comes first, as drift, and what the program wants after it.
    """
    rows = [step("refresh", STACK), step("delete"), step("same", STACK), step("create")]

    drift, plan = read_previews(json.dumps({"steps": rows}), name="production")

    assert (drift.drift, [one.op for one in drift.steps]) == (True, ["delete"])
    assert (plan.drift, [one.op for one in plan.steps]) == (False, ["create"])


def test_preview_with_refresh_needs_events_for_what_was_found():
    """
    The document of `pulumi preview --refresh` does not say what the refresh found; its events call it a refresh too.
    """
    stored, found = {"outputs": {"name": "a"}}, {"outputs": {"name": "b"}}
    rows = [
        step("refresh", STACK),
        step("refresh", oldState=stored, newState=stored),
        step("same", STACK),
        step("update"),
    ]
    text = json.dumps({"steps": rows}) + "\n"
    log = events(
        {"resourcePreEvent": {"metadata": {"op": "refresh", "urn": ORDERS, "old": stored, "new": stored}}},
        {
            "resOutputsEvent": {
                "metadata": {
                    "op": "refresh",
                    "urn": ORDERS,
                    "new": found,
                    "detailedDiff": {"name": {"diffKind": "update"}},
                }
            }
        },
        {"resourcePreEvent": {"metadata": {"op": "update", "urn": ORDERS}}},
        {"resOutputsEvent": {"metadata": {"op": "update", "urn": ORDERS, "new": stored}}},
        {"summaryEvent": {"result": "succeeded"}},
    )

    drift, plan = read_previews(text + log, name="production")

    assert [one.drift for one in read_previews(text, name="production")] == [False]
    assert [(one.op, one.old_state, one.new_state) for one in drift.steps] == [("update", {"name": "a"}, {"name": "b"})]
    assert [one.op for one in plan.steps] == ["update"]


def test_refresh_is_drift():
    """
    A document of `pulumi refresh --preview-only` is recognised without being named so.
    """
    found = read(json.dumps({"steps": [step("refresh", STACK), step("update")]}))

    assert found.drift


def test_events_are_read_as_the_document_is():
    """
    A stream of events gives the same preview, and names the violations of policies as well.
    """
    violation = {
        "policyName": "https",
        "policyPackName": "shop",
        "message": "no",
        "enforcementLevel": "mandatory",
        "resourceUrn": ORDERS,
    }
    change = {"op": "update", "urn": ORDERS, "detailedDiff": {"name": {"diffKind": "update"}}}

    found = read(
        events(
            {"resourcePreEvent": {"metadata": change}},
            {"diagnosticEvent": {"severity": "debug", "message": "RPCs"}},
            {"policyEvent": violation},
            {"summaryEvent": {"resourceChanges": {"update": 1}, "result": "failed"}},
        )
    )

    assert found.failed
    assert [(one.op, one.changed) for one in found.steps] == [("update", {"name": "update"})]
    assert [(one.message, one.name) for one in found.diagnostics] == [("policy shop/https: no", "orders")]


def test_events_beside_the_document_add_violations():
    """
    A document with the log of its events has the violations of policies as well, and nothing twice.
    """
    violation = {"policyName": "https", "policyPackName": "shop", "message": "no", "enforcementLevel": "advisory"}
    text = digest(step("update"), diagnostics=[{"message": "warning: careful\n", "severity": "warning"}])
    log = events(
        {"resourcePreEvent": {"metadata": {"op": "update", "urn": ORDERS}}},
        {"diagnosticEvent": {"prefix": "warning: ", "message": "careful\n", "severity": "warning"}},
        {"policyEvent": violation},
        {"summaryEvent": {"result": "succeeded"}},
    )

    found = read(text + log)

    assert len(found.steps) == 1
    assert [(one.severity, one.message) for one in found.diagnostics] == [
        ("warning", "careful"),
        ("warning", "policy shop/https: no"),
    ]


def test_refresh_says_what_it_found_in_its_events_only():
    """
    Pulumi's document repeats the stored state of a resource that needs no change; the events have what was found.
    """
    stored, found = {"outputs": {"currentStatus": "ACTIVE"}}, {"outputs": {"currentStatus": "SUSPENDED"}}
    text = json.dumps({"steps": [step("refresh", STACK), step("refresh", oldState=stored, newState=stored)]}) + "\n"
    log = events(
        {"resourcePreEvent": {"metadata": {"op": "refresh", "urn": STACK}}},
        {"resourcePreEvent": {"metadata": {"op": "refresh", "urn": ORDERS, "old": stored, "new": stored}}},
        {"resOutputsEvent": {"metadata": {"op": "same", "urn": ORDERS, "old": stored, "new": found}}},
        {"summaryEvent": {"result": "succeeded"}},
    )

    states = [read(each).steps[0].new_state for each in (text, log, text + log)]

    assert states == [{}, found["outputs"], found["outputs"]]


def test_config_is_in_both_forms():
    """
    The stack's config is read, whichever form the preview has.
    """
    config = {"payment-webhooks:cybersourceMaxDeletions": "3"}
    summary = {"summaryEvent": {"resourceChanges": {}, "result": "succeeded"}}

    assert read(digest(config=config)).config == config
    assert read(events({"preludeEvent": {"config": config}}, summary)).config == config


@pytest.mark.parametrize(
    ("reference", "account"),
    [("default::4f", ""), ("default_1_2::4f", ""), ("eu::4f", "eu"), ("default-eu::4f", "default-eu")],
    ids=["default", "default of a version", "own", "own with a similar name"],
)
def test_account_is_the_name_of_an_explicit_provider(reference: str, account: str):
    """
    The engine names the provider of a resource in its state; its own are no account of the program.
    """
    state = {"provider": f"urn:pulumi:dev::shop::pulumi:providers:pulumi-python::{reference}"}

    assert read(digest(step("delete", oldState=state))).steps[0].account == account


def test_values_of_other_resources_are_not_read():
    """
    They may be as deep as their packages like, and are in no report.
    """
    bucket = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::files"

    (found,) = read(digest(step("create", urn=bucket, newState={"inputs": nested(200)}))).steps

    assert (found.kind, found.new_inputs) == ("", {})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ({"protect": True}, {"id": "x"}, (False, True)),
        ({"id": "x"}, {"protect": True}, (True, False)),
        ({"protect": True}, {"protect": True}, (False, False)),
        ({}, {"protect": True}, (False, False)),
        ({"protect": True}, {}, (False, False)),
    ],
    ids=["removed", "added", "kept", "new resource", "deleted resource"],
)
def test_change_of_protection_is_read(old: dict[str, Any], new: dict[str, Any], says: tuple[bool, bool]):
    """
    Pulumi lists an unchanged resource whose protection changes.
    """
    (found,) = read(digest(step("same", oldState=old, newState=new))).steps

    assert (found.protected, found.unprotected) == says


@pytest.mark.parametrize(("result", "fails"), [("succeeded", False), ("failed", True)])
def test_log_says_whether_a_preview_with_errors_failed(result: str, fails: bool):
    """
    A document has the errors that a program reports as well, and does not say whether it went on.
    """
    text = digest(changeSummary={"same": 1}, diagnostics=[{"severity": "error", "message": "error: it is late"}])

    assert read(text).failed
    assert read(text + events({"summaryEvent": {"result": result}})).failed == fails
