"""
The names that Pulumi has for our resources.
"""

import pytest

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.pulumi_names import kind_in, name_in, project_in, stack_in, type_in, type_token

KINDS = [one.kind for name in registry.PLATFORMS for one in registry.platform(name).resources]


@pytest.mark.parametrize("kind", KINDS)
def test_token_leads_back_to_its_resource_type(kind: str) -> None:
    """
    The token of each kind stands for that kind, and for its resource type.
    """
    found = registry.resource_type_of(type_token(kind))

    assert (kind_in(type_token(kind)), found and found.kind) == (kind, kind)


@pytest.mark.parametrize(
    "token", ["pulumi:pulumi:Stack", "pulumi-python:dynamic/lab:Thing", "pulumi-python:dynamic:Resource", ""]
)
def test_other_tokens_have_no_resource_type(token: str) -> None:
    """
    Tokens of Pulumi itself and of other dynamic resources stand for none of our resource types.
    """
    assert registry.resource_type_of(token) is None


def test_urn_names_its_parts() -> None:
    """
    A URN has the stack, the project, the types of the parents and the name.
    """
    urn = "urn:pulumi:prod::shop::my:Component$pulumi-python:dynamic/cybersource:WebhookSubscription::orders"
    parts = (stack_in(urn), project_in(urn), type_in(urn), name_in(urn))

    assert parts == ("shop/prod", "shop", type_token("cybersource:WebhookSubscription"), "orders")


def test_unknown_urn_has_no_parts() -> None:
    """
    Of an empty URN, only the name is something that a message can use.
    """
    assert (stack_in(""), project_in(""), type_in(""), name_in("")) == ("", "", "", "resource")
