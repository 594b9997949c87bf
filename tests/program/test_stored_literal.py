"""The literal that stacks store for each resource, and where it leads."""

import base64
import io
import pickle

import pytest
from tests.stand_ins.dynamic_process import (
    LITERALS,
)

from pulumi_payment_webhooks import dynamic, registry
from pulumi_payment_webhooks.program import stored_literal

KINDS = [one.kind for name in registry.PLATFORMS for one in registry.platform(name).resources]


@pytest.mark.parametrize("kind", KINDS)
def test_stored_literal_never_changes(kind):
    """
    What a stack stores of us is, byte for byte, what it has been since the first version.
    """
    assert stored_literal(kind) == LITERALS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_stored_literal_leads_to_the_resource_type(kind):
    """
    The literal, unpickled as Pulumi's host does it, is the provider of its kind.
    """
    found = pickle.load(io.BytesIO(base64.b64decode(LITERALS[kind])))

    assert found is getattr(dynamic, kind)


@pytest.mark.parametrize("name", ["cybersource:Nothing", "elsewhere:WebhookSubscription", "nothing"])
def test_unknown_kind_is_told(name):
    """
    A stack from a later version meets an error that names the kind and this package.
    """
    with pytest.raises(AttributeError, match=f"pulumi-payment-webhooks has no '{name}'"):
        getattr(dynamic, name)
