"""Previews as `pulumi preview --json` prints them, as short as tests want them."""

import json
from typing import Any

from pulumi_payment_webhooks.review.preview import Preview, read_previews

STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"


ORDERS = "urn:pulumi:dev::shop::pulumi-python:dynamic/cybersource:WebhookSubscription::orders"


def step(op: str, urn: str = ORDERS, **fields: Any) -> dict[str, Any]:
    """
    Return a step as `pulumi preview --json` prints it.
    """
    return {"op": op, "urn": urn, "oldState": {}, "newState": {}, "detailedDiff": None, **fields}


def digest(*steps: dict[str, Any], **fields: Any) -> str:
    """
    Return what `pulumi preview --json` prints.
    """
    return json.dumps({"config": {}, "steps": [step("same", STACK), *steps], "duration": 1, **fields}, indent=4) + "\n"


def events(*events: dict[str, Any]) -> str:
    """
    Return what `pulumi preview --json` prints if it streams events.
    """
    return "".join(f"{json.dumps({'sequence': number, **event})}\n" for number, event in enumerate(events))


def nested(depth: int) -> dict[str, Any]:
    """
    Return objects in objects, *depth* of them.
    """
    return {"a": nested(depth - 1)} if depth else {}


def read(text: str) -> Preview:
    """
    Return the preview in *text*, without what a refresh before it found.
    """
    return read_previews(text, name="production")[-1]
