"""
What is read from the JSON of a preview. The recordings beside this file are read in `test_recordings.py`.
"""

import json
from typing import Any

import pytest

from pulumi_payment_webhooks.errors import NotAPreview
from pulumi_payment_webhooks.review.preview import SECRET, UNKNOWN, Preview, read_preview, read_previews
from pulumi_payment_webhooks.review.printed_preview import decode

STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
ORDERS = "urn:pulumi:dev::shop::pulumi-python:dynamic/cybersource:WebhookSubscription::orders"


def step(op: str, urn: str = ORDERS, **fields: Any) -> dict[str, Any]:
    """
    Return a step as `pulumi preview --json` prints it.
    """
    return {"op": op, "urn": urn, "oldState": {}, "newState": {}, "detailedDiff": None, **fields}


def digest(*steps: dict[str, Any], **fields: Any) -> str:
    """
    Return what `pulumi preview --json` prints.
    """
    return json.dumps({"config": {}, "steps": [step("same", STACK), *steps], "duration": 1, **fields}, indent=4) + "\n"


def events(*events: dict[str, Any]) -> str:
    """
    Return what `pulumi preview --json` prints if it streams events.
    """
    return "".join(f"{json.dumps({'sequence': number, **event})}\n" for number, event in enumerate(events))


def nested(depth: int) -> dict[str, Any]:
    """
    Return objects in objects, *depth* of them.
    """
    return {"a": nested(depth - 1)} if depth else {}


REFUSED = {
    "empty": ("", "it is empty"),
    "blank": (" \n", "it is empty"),
    "text": ("Previewing update (dev):\n", "it is not JSON"),
    "state": (json.dumps({"version": 3, "deployment": {"resources": []}}), "it is the state of a stack"),
    "other JSON": ('{"resources": 3}', "it is JSON, but something else"),
    "empty object": ("{}", "it is JSON, but something else"),
    "empty list": ("[]", "it is JSON, but something else"),
    "compressed": ("\x1f\x8b\x08\0\0", "it is not text in UTF-8"),
    "truncated": (digest(step("create"))[:-40], "its JSON is incomplete"),
    "truncated events": (events({"resourcePreEvent": {"metadata": step("create")}}), "its JSON is incomplete"),
    "truncated log": (digest(changeSummary={"same": 1}) + events({"preludeEvent": {}}), "its JSON is incomplete"),
    "truncated event": (digest(changeSummary={"same": 1}) + '{"sequence": 0, "timest', "its JSON is incomplete"),
    "two documents": (digest() + digest(), "it holds 2 documents"),
    "odd state": (digest(step("create", newState="text")), "its form is unknown"),
    "odd inputs": (digest(step("create", newState={"inputs": [1]})), "its form is unknown"),
    "odd steps": ('{"steps": [1]}', "its form is unknown"),
    "long number": (f'{{"steps": [], "duration": {"9" * 5000}}}', "its JSON is incomplete"),
    "endless number": ('{"steps": [], "changeSummary": {"same": 1e999}}', "its form is unknown"),
    "deep": ('{"steps": ' + "[" * 100_000, "its JSON is nested too deeply"),
    "deep value": (digest(step("create", newState={"inputs": nested(200)})), "its JSON is nested too deeply"),
}


def read(text: str) -> Preview:
    return read_preview(text, name="production")


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


def test_message_without_a_reason_is_left_out():
    """
    "preview failed" makes a preview fail, and is not among its diagnostics.
    """
    found = read(digest(diagnostics=[{"message": "error: preview failed\n", "severity": "error"}]))

    assert (found.failed, found.diagnostics) == (True, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_every_shell_are_text(encoding: str):
    """
    A file is read in the encodings that shells write.
    """
    assert decode("{}\n".encode(encoding)) == "{}\n"


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


@pytest.mark.parametrize(
    "noise", ["\ufeff", "loading [1/2] {…}\n", "{not JSON}\n[1, 2]\n"], ids=["mark", "line", "lines"]
)
def test_noise_is_left_out(noise: str):
    """
    A byte order mark, and lines that something else printed before and after the document, change nothing.
    """
    assert read(f"{noise}{digest(step('create'))}\nwarning: something\n") == read(digest(step("create")))


@pytest.mark.parametrize("end", ["", "9" * 5000], ids=["cut", "digits"])
def test_hostile_text_is_not_read_again_for_each_line(end: str, monkeypatch: pytest.MonkeyPatch):
    """
    An artifact from a fork must not keep a job busy for hours: objects in objects that never end are given up soon.
    """
    tried = []

    class Counting(json.JSONDecoder):
        def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]:
            tried.append(idx)
            return super().raw_decode(s, idx)

    monkeypatch.setattr(json, "JSONDecoder", Counting)
    with pytest.raises(NotAPreview):
        read_preview("[0,0,0,0,0,\n" * 500 + end, name="a")

    assert len(tried) < 10


@pytest.mark.parametrize("noise", ['{"a": [1,\n', f"[{'9' * 5000}]\n"], ids=["cut", "digits"])
def test_preview_after_broken_json_is_read(noise: str):
    """
    What a program printed before the preview may begin as JSON does.
    """
    assert read_preview(noise + digest(step("create")), name="a").steps


def test_errors_of_the_command_are_a_failed_preview():
    """
    Where the command failed before its preview began, its error is what there is to say.
    """
    found = read("error: getting stack configuration: incorrect passphrase\n")

    assert found.failed
    assert [one.message for one in found.diagnostics] == ["getting stack configuration: incorrect passphrase"]


def test_error_about_the_stack_names_no_resource():
    """
    A policy about all resources is reported for the stack, whose resource no program declares.
    """
    [said] = read(digest(diagnostics=[{"severity": "error", "message": "too few", "urn": STACK}])).diagnostics

    assert (said.urn, said.name) == (STACK, "")


@pytest.mark.parametrize("log", ["", events({"policyLoadEvent": {}}, {"cancelEvent": {}})], ids=["document", "events"])
def test_policy_pack_that_does_not_start_is_a_failed_preview(log: str):
    """
    If a plugin does not start, the document counts nothing: its last words, and the error of the command, are reasons.
    """
    last = {"message": "the policy pack needs pulumi-policy: pip install …\n\n", "severity": "info#err"}
    error = 'error: policy pack "/shop/policy" failed to start: exit status 1\n'

    found = read(json.dumps({"diagnostics": [last]}, indent=4) + "\n" + error + log)

    assert found.failed
    assert [(one.severity, one.message) for one in found.diagnostics] == [
        ("error", "the policy pack needs pulumi-policy: pip install …"),
        ("error", 'policy pack "/shop/policy" failed to start: exit status 1'),
    ]


def test_error_beside_a_log_of_events_is_a_failed_preview():
    """
    If the folder of a policy pack does not exist, Pulumi prints no document, and its log of events has no end.
    """
    found = read("error: failed to load Pulumi policy project\n" + events({"policyLoadEvent": {}}, {"cancelEvent": {}}))

    assert found.failed
    assert [one.message for one in found.diagnostics] == ["failed to load Pulumi policy project"]


def test_document_of_a_later_version_may_have_more_members():
    """
    A member that is not known is left out.
    """
    found = read(digest(step("create"), changeSummary={"create": 1}, resourceHooks=[]))

    assert [one.op for one in found.steps] == ["create"]


@pytest.mark.parametrize("case", REFUSED)
def test_text_that_is_not_a_preview_is_refused(case: str):
    """
    A text that is not a preview is refused in one line that says what it is.
    """
    text, says = REFUSED[case]

    with pytest.raises(NotAPreview) as refused:
        read(text)

    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


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
