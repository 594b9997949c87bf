"""Property bags of Pulumi's host, as plain values and back."""

from pulumi.output import Unknown
from pulumi.runtime import rpc

from pulumi_payment_webhooks.faces.values import from_host, to_host
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN


def test_bag_becomes_plain_values() -> None:
    """
    Numbers are numbers and unknown values are known as such; the literal and the hints are no inputs.
    """
    bag = {"a": 5.0, "b": [1.5, Unknown()], "__provider": "x", "__program": {}, "__parts": [], "__account": "h/m"}

    assert from_host(bag) == {"a": 5, "b": [1.5, UNKNOWN], "__account": "h/m"}


def test_values_become_a_bag() -> None:
    """
    Unknown values are spelled as the protocol does, secrets carry the mark, once.
    """
    bag = to_host({"a": {"b": UNKNOWN}, "key": "s", "none": None, "late": UNKNOWN}, {"key", "none", "late"})

    assert (bag["a"], bag["none"], bag["late"]) == ({"b": rpc.UNKNOWN}, None, rpc.UNKNOWN)
    assert bag["key"]["value"] == "s"
