"""
The resources in the export of a stack.
"""

from collections.abc import Callable

import pytest
from tests.review.printed import nested
from tests.stacks.exports import SUBSCRIPTION, WEBHOOK, ciphertext, export, plaintext, resource

from pulumi_payment_webhooks.stacks.state import SECRET, NotAState, read_state

CANARY = "canary-4711"


def test_resources_of_every_platform_are_read() -> None:
    """
    Each resource has its type, name, id, inputs and outputs; what the engine and the face store is left out.
    """
    orders = resource(WEBHOOK, "orders", address="https://hooks.example.com/dr", outputs={"liveMode": False})
    refunds = resource(SUBSCRIPTION, "refunds", name="refunds")
    found = read_state(export(orders, refunds))

    assert [(one.type.kind, one.name, one.id) for one in found] == [
        (WEBHOOK, "orders", "id-of-orders"),
        (SUBSCRIPTION, "refunds", "id-of-refunds"),
    ]
    assert (found[0].inputs, found[0].outputs) == (
        {"address": "https://hooks.example.com/dr"},
        {"address": "https://hooks.example.com/dr", "liveMode": False},
    )


@pytest.mark.parametrize("mark", [ciphertext, plaintext], ids=["ciphertext", "plaintext"])
def test_no_secret_is_kept(mark: Callable[[str], dict[str, str]]) -> None:
    """
    `SECRET` stands in place of each secret, also of those that an export with `--show-secrets` has in clear.
    """
    [found] = read_state(
        export(resource(SUBSCRIPTION, "refunds", webhookUrl=mark(CANARY), parts={"all": [mark(CANARY)]}))
    )

    assert found.inputs == {"webhookUrl": SECRET, "parts": {"all": [SECRET]}}
    assert CANARY not in f"{found!r} {found.inputs} {found.outputs}"
    assert str(SECRET) == "[secret]"


@pytest.mark.parametrize("state", ["delete", "external"])
def test_what_the_stack_does_not_manage_is_left_out(state: str) -> None:
    """
    A resource that is only read, or that waits for its deletion after a replacement, is not managed.
    """
    assert read_state(export({**resource(WEBHOOK, "orders"), state: True})) == ()


@pytest.mark.parametrize(
    "token", ["aws:s3/bucket:Bucket", "pulumi-python:dynamic:Resource", "pulumi-python:dynamic/cybersource:Later"]
)
def test_other_resources_are_left_out(token: str) -> None:
    """
    Resources of other providers, and of types that this version does not know, are left out.
    """
    assert read_state(export({**resource(WEBHOOK, "orders"), "type": token})) == ()


@pytest.mark.parametrize("deployment", ['{"manifest": {}, "metadata": {}}', "null"], ids=["empty", "none"])
def test_stack_that_was_never_deployed_has_no_resources(deployment: str) -> None:
    """
    The export of a stack that was never deployed has no list of resources, or no deployment.
    """
    assert read_state(f'{{"version": 3, "deployment": {deployment}}}') == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is not complete JSON"),
        (export(resource(WEBHOOK, "orders"))[:-40], "it is not complete JSON"),
        ("[" * 100_000, "it is not complete JSON"),
        ("[]", "it has no deployment: it is not what `pulumi stack export` prints"),
        ('{"steps": []}', "it has no deployment: it is not what `pulumi stack export` prints"),
        ('{"deployment": {"resources": [1]}}', "the form of its resources is unknown"),
        (export({**resource(WEBHOOK, "orders"), "urn": 1}), "a resource has no urn"),
        (export({**resource(WEBHOOK, "orders"), "inputs": [1]}), "the form of the inputs of a resource is unknown"),
        (export({**resource(WEBHOOK, "orders"), "outputs": [1]}), "the form of the outputs of a resource is unknown"),
        (export(resource(WEBHOOK, "orders", types=nested(60))), "a value is nested too deeply"),
    ],
    ids=["empty", "cut", "deep", "list", "preview", "resources", "urn", "inputs", "outputs", "deep value"],
)
def test_other_texts_are_not_a_state(text: str, reason: str) -> None:
    """
    What is not an export, or is cut off, is refused with the reason.
    """
    with pytest.raises(NotAState) as refused:
        read_state(text)

    assert str(refused.value) == reason


def test_bytes_are_read_too() -> None:
    """
    The export may come as bytes, e.g. from a file.
    """
    assert len(read_state(export(resource(WEBHOOK, "orders", name="Ü")).encode())) == 1


def test_account_of_a_resource_is_read() -> None:
    """
    A resource says in which account it was created; one of an old state does not.
    """
    old = resource(WEBHOOK, "old")
    del old["outputs"]["__account"]
    found = read_state(export(resource(WEBHOOK, "orders"), old))

    assert [one.account for one in found] == ["127.0.0.1:32973/shop", ""]
