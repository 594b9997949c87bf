"""
What the engine hands to a policy, as the rules see it.
"""

from pulumi_policy.proxy import UNKNOWN_BOOLEAN_VALUE, UNKNOWN_STRING_VALUE, unknown_checking_proxy

from pulumi_payment_webhooks.policies.serving import unwrap
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN


def test_values_lose_the_wrappers_of_the_sdk() -> None:
    """
    Numbers are whole numbers where they are whole, and what is unknown is so at any depth.
    """
    given = {
        "maxAge": 90.0,
        "half": 0.5,
        "text": "a",
        "flag": True,
        "none": None,
        "url": UNKNOWN_STRING_VALUE,
        "products": {"payments": UNKNOWN_STRING_VALUE, "eCheck": {"a": True, "b": UNKNOWN_BOOLEAN_VALUE}},
        "list": ["a", UNKNOWN_STRING_VALUE, 1.0],
    }

    seen = unwrap(unknown_checking_proxy(given))

    assert (type(seen["maxAge"]), type(seen["half"])) == (int, float)
    assert seen == {
        "maxAge": 90,
        "half": 0.5,
        "text": "a",
        "flag": True,
        "none": None,
        "url": UNKNOWN,
        "products": {"payments": UNKNOWN, "eCheck": {"a": True, "b": UNKNOWN}},
        "list": ["a", UNKNOWN, 1],
    }
