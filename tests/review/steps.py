"""Steps of previews, as short as tests want them: subscriptions, webhooks, policies and keys, before and after."""

from collections.abc import Mapping
from typing import Any

from pulumi_payment_webhooks.review.preview import Diagnostic, Preview, Step
from pulumi_payment_webhooks.review.report import Report, StackReport
from pulumi_payment_webhooks.review.reviewing import review

CYBERSOURCE = "pulumi-python:dynamic/cybersource:"
URL = "https://hooks.example.com/payments"
PAID, REFUNDED = "payments.payments.accept", "payments.refunds.accept"
RETRIES = {
    "algorithm": "ARITHMETIC",
    "firstRetry": 10,
    "interval": 30,
    "numberOfRetries": 3,
    "deactivateFlag": False,
    "repeatSequenceCount": 0,
    "repeatSequenceWaitTime": 0,
    "schedule": "10, 40, 70 min after the first failure; gives up after 70 min",
}


def subscription(*events: str, **more: Any) -> dict[str, Any]:
    """
    Return the inputs of a subscription in normal form.
    """
    inputs = {
        "organizationId": "shop_org",
        "name": "Payments",
        "products": {"payments": dict.fromkeys(events, True)},
        "webhookUrl": URL,
        **more,
    }
    return {name: value for name, value in inputs.items() if value is not None}


def webhook(*types: str, **more: Any) -> dict[str, Any]:
    """
    Return the inputs of a webhook of the other platform in normal form.
    """
    return {
        "address": URL,
        "types": dict.fromkeys(types, True),
        "enabled": True,
        "apiVersion": "default",
        "transportType": "HTTP",
        **more,
    }


def step(op: str, name: str, old: Mapping[str, Any] = {}, new: Mapping[str, Any] = {}, **more: Any) -> Step:
    """
    Return a step about a resource of this package; `kind` is a subscription unless given.
    """
    kind = more.pop("kind", "cybersource:WebhookSubscription")
    type_ = f"pulumi-python:dynamic/{kind}" if kind else more.pop("type", "aws:s3:Bucket")
    urn = f"urn:pulumi:dev::shop::{type_}::{name}"
    state = {"old_state": {**old, **more.pop("added", {})}} if old else {}
    return Step(op, urn, kind, type_, name, old_inputs=old, new_inputs=new, **{**state, **more})


def created(name: str, new: Mapping[str, Any], **more: Any) -> Step:
    return step("create", name, {}, new, **more)


def changed(name: str, old: Mapping[str, Any], new: Mapping[str, Any], **more: Any) -> Step:
    return step("update", name, old, new, **more)


def deleted(name: str, old: Mapping[str, Any], **more: Any) -> Step:
    return step("delete", name, old, {}, **more)


def preview(*steps: Step, said: tuple[Diagnostic, ...] = (), **more: Any) -> Preview:
    return Preview("production", "shop", steps, said, **more)


def report(*steps: Step, **more: Any) -> StackReport:
    """
    Return the report of a stack with *steps*.
    """
    (stack,) = whole(*steps, **more).stacks
    return stack


def whole(*steps: Step, at: Any = None, **more: Any) -> Report:
    return review([preview(*steps, **more)], at=at)


def ids(stack: StackReport) -> list[tuple[str, ...]]:
    """
    Return the identifiers of the categories of each finding.
    """
    return [tuple(category.id for category in finding.categories) for finding in stack.findings]


def texts(stack: StackReport) -> list[str]:
    """
    Return the findings as plain sentences, with quotes around what comes from outside.
    """
    return [str(finding.text) for finding in stack.findings]
