"""
Type tokens of Pulumi, there and back.
"""

import pytest

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.tokens import kind_of, type_token

KINDS = [one.kind for name in registry.PLATFORMS for one in registry.platform(name).resources]


@pytest.mark.parametrize("kind", KINDS)
def test_token_leads_back_to_its_resource_type(kind: str) -> None:
    """
    The token of each kind stands for that kind, and for its resource type.
    """
    found = registry.resource_type_of(type_token(kind))

    assert (kind_of(type_token(kind)), found and found.kind) == (kind, kind)


@pytest.mark.parametrize(
    "token", ["pulumi:pulumi:Stack", "pulumi-python:dynamic/lab:Thing", "pulumi-python:dynamic:Resource", ""]
)
def test_other_tokens_have_no_resource_type(token: str) -> None:
    """
    Tokens of Pulumi itself and of other dynamic resources stand for none of our resource types.
    """
    assert registry.resource_type_of(token) is None
