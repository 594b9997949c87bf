"""
Sides of a comparison: stacks from their exports, and what exists at a platform.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.stacks.exports import SUBSCRIPTION, export, resource

from pulumi_payment_webhooks.comparing.aspects import Aspect
from pulumi_payment_webhooks.comparing.comparison import ComparisonReport, compare
from pulumi_payment_webhooks.comparing.sides import Side, platform_side, stack_side
from pulumi_payment_webhooks.reconcile.ports import ExistingObject, Observed
from pulumi_payment_webhooks.stacks.state import read_state

REFUNDS = {"payments": {"payments.refund.status.accepted": True}}
RETRIES = {
    "algorithm": "ARITHMETIC",
    "deactivateFlag": False,
    "firstRetry": 1,
    "interval": 1,
    "numberOfRetries": 3,
    "repeatSequenceCount": 0,
    "repeatSequenceWaitTime": 0,
}


def subscription(name: str = "refunds", /, **fields: Any) -> dict[str, Any]:
    """
    A subscription in the state of a stack.
    """
    common = {"name": name, "webhookUrl": f"https://hooks.example.com/{name}", "products": REFUNDS}
    return resource(SUBSCRIPTION, name, **{**common, **fields})


def stack(*resources: Mapping[str, Any], title: str = "test") -> Side:
    """
    A stack with *resources*.
    """
    return stack_side(title, read_state(export(*resources)))


def existing(
    name: str = "refunds", /, *, status: str = "ACTIVE", kind: str = SUBSCRIPTION, **fields: Any
) -> ExistingObject:
    """
    A subscription that exists at the platform.
    """
    common = {
        "name": name,
        "organizationId": "shop_org",
        "webhookUrl": f"https://hooks.example.com/{name}",
        "healthCheckUrl": None,
        "products": REFUNDS,
    }
    return ExistingObject(kind, Observed(f"id-of-{name}", {**common, **fields}, {"currentStatus": status}))


def organization(*objects: ExistingObject, owners: tuple[str, ...] = ("shop_org",)) -> Side:
    """
    An organization with *objects*.
    """
    return platform_side("shop_org", objects, ["cybersource"], owners)


def differing(found: ComparisonReport) -> list[tuple[str, str, str]]:
    """
    Each field that differs, with its two values as people read them.
    """
    return [(one.path, one.first.text, one.second.text) for pair in found.pairs for one in pair.fields]


def compared(one: Side, other: Side, include: Sequence[Aspect] = ()) -> list[tuple[str, str, str]]:
    """
    The fields that differ between two sides.
    """
    return differing(compare(one, other, include))
