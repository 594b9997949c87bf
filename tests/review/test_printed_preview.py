"""Texts that hold a preview, or none: what is around its JSON, errors of the command, and what is refused."""

import json
from typing import Any

import pytest
from tests.review.printed import STACK, digest, events, nested, read, step

from pulumi_payment_webhooks.errors import NotAPreview
from pulumi_payment_webhooks.review.printed_preview import decode

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
        read("[0,0,0,0,0,\n" * 500 + end)

    assert len(tried) < 10


@pytest.mark.parametrize("noise", ['{"a": [1,\n', f"[{'9' * 5000}]\n"], ids=["cut", "digits"])
def test_preview_after_broken_json_is_read(noise: str):
    """
    What a program printed before the preview may begin as JSON does.
    """
    assert read(noise + digest(step("create"))).steps


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


def test_traceback_of_a_plugin_is_one_error():
    """
    Pulumi has a diagnostic for each line that a plugin printed before it ended.
    """
    lines = [
        "Traceback (most recent call last):",
        '  File "pack.py", line 3',
        "ModuleNotFoundError: No module named 'x'",
    ]
    last = [{"message": f"{line}\n", "severity": "info#err"} for line in lines]

    [said] = read(json.dumps({"diagnostics": last}, indent=4)).diagnostics

    assert said.message.splitlines() == lines


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
