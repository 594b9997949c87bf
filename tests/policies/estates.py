"""
Resources as the engine hands them to a rule, written down: their inputs in normal form.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.policies.catalogue import RULES
from pulumi_payment_webhooks.policies.checked_resource import CheckedResource
from pulumi_payment_webhooks.policies.parameters import read_parameters
from pulumi_payment_webhooks.policies.rule import Look, RuleResult
from pulumi_payment_webhooks.pulumi_names import type_token

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def subscription(name: str = "refunds", **values: Any) -> CheckedResource:
    """
    A subscription of Cybersource with what every one has, and *values*.
    """
    usual = {
        "name": "Refunds",
        "products": {"eCheck": {"payments.credits.accepted": True}},
        "webhookUrl": "https://hooks.example.com/a",
    }
    return declared("cybersource:WebhookSubscription", name, usual | values)


def webhook(name: str = "orders", **values: Any) -> CheckedResource:
    """
    A webhook of Digital River with what every one has, and *values*.
    """
    usual = {"address": "https://hooks.example.com/b", "types": {"order.accepted": True}, "enabled": True}
    return declared("digital_river:Webhook", name, usual | {"transportType": "HTTP"} | values)


def declared(
    kind: str,
    name: str,
    values: Mapping[str, Any],
    *,
    protect: bool = False,
    of: CheckedResource | None = None,
    stack: str = "production",
) -> CheckedResource:
    """
    A resource of a kind; *of* is the whole of which it is a part.
    """
    depends = {field: frozenset({of.urn}) for field in ("subscription", "webhook")} if of else {}
    urn = f"urn:pulumi:{stack}::shop::{type_token(kind)}::{name}"
    return CheckedResource(registry.resource_type(kind), urn, values, protect, depends)


def found(rule: str, *resources: CheckedResource, stack: str = "production", **parameters: Any) -> list[RuleResult]:
    """
    What a rule finds in a stack of these resources at noon.
    """
    return list(_found(rule, resources, stack, parameters))


def _found(
    rule: str, resources: tuple[CheckedResource, ...], stack: str, parameters: Mapping[str, Any]
) -> Iterator[RuleResult]:
    [chosen] = [one for one in RULES if one.name == rule]
    return chosen.findings(Look(resources, resources, NOON), read_parameters(chosen, parameters), stack)


def texts(findings: list[RuleResult]) -> list[str]:
    """
    What people read of findings.
    """
    assert [str(one) for one in findings if len(str(one)) > 160] == []
    return [str(one) for one in findings]
