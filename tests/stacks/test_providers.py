"""
The accounts that the `Provider` resources of a stack describe.
"""

import pytest
from tests.stacks.exports import ciphertext, export, plaintext, provider, resource

from pulumi_payment_webhooks.stacks.providers import provider_settings
from pulumi_payment_webhooks.stacks.state import NotAState

KEY = "payment-webhooks:cybersourceKeyId"
SECRET = "payment-webhooks:cybersourceSharedSecret"


def test_settings_of_each_provider_are_read() -> None:
    """
    Each provider has its settings, secrets in clear where the export has them so; the engine's own is left out.
    """
    text = export(provider("eu", {KEY: "k-1", SECRET: plaintext("s-1"), "version": "1"}), provider("us", {KEY: "k-2"}))

    assert provider_settings(text) == {"eu": {KEY: "k-1", SECRET: "s-1"}, "us": {KEY: "k-2"}}


def test_what_is_encrypted_is_left_out() -> None:
    """
    A secret in an export that shows none is not there.
    """
    assert provider_settings(export(provider("eu", {KEY: "k-1", SECRET: ciphertext()}))) == {"eu": {KEY: "k-1"}}


@pytest.mark.parametrize(
    "other",
    [
        provider("aws", {"region": "eu-1"}),
        provider("eu", {KEY: "k"}, type="pulumi:providers:aws"),
        {**provider("eu", {KEY: "k"}), "delete": True},
        provider("default_1_2_3", {KEY: "k"}),
        resource("cybersource:WebhookSubscription", "eu"),
    ],
    ids=["other settings", "other package", "replaced", "default", "resource"],
)
def test_other_resources_describe_no_account(other: dict[str, object]) -> None:
    """
    Only a provider of ours with settings of ours describes an account.
    """
    assert provider_settings(export(other)) == {}


def test_text_that_is_no_state_is_refused() -> None:
    """
    What is not an export says so.
    """
    with pytest.raises(NotAState):
        provider_settings("{")
