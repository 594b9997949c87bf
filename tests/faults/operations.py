"""
What is disturbed: each operation as the program before it and the program after it, and what is there at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.crypto.certificates import encryption_pem
from tests.faults.deployment import Declared, Ref

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.cybersource.subscriptions import bodies

BRANCH = "branch_west"
CANARY = "canary-77c1"
"""Part of every value that is a secret."""
SUBSCRIPTION = "cybersource:WebhookSubscription"
INVOICES = {"customerInvoicing": {"invoicing.customer.invoice.paid": True}}
TOKENS = {"tokenManagement": {"tms.networktoken.updated": True}}
URL = f"https://hooks.example.com/{CANARY}"
ACTIVE = {"status": "ACTIVE"}


@dataclass(frozen=True)
class Operation:
    """
    One operation.

    Args:
        before: The program that is deployed before it.
        after: The program that it deploys.
        held: What the platform has to hold at the end: the members that count, by name of the subscription.
        by_hand: Whether somebody has created the subscription in the console before.
        refresh: Whether it looks at the platform first.
    """

    before: Sequence[Declared]
    after: Sequence[Declared]
    held: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    by_hand: bool = False
    refresh: bool = False


def subscription(**inputs: Any) -> Declared:
    """
    Return a subscription to one product.
    """
    return Declared(SUBSCRIPTION, "orders", {"name": "Orders", "products": TOKENS, "webhookUrl": URL, **inputs})


def policies(version: int) -> list[Declared]:
    """
    Return a subscription and its policies as resources of their own.
    """
    config = {"oAuthURL": f"https://login.example.com/{version}", "oAuthTokenType": "Bearer"}
    return [
        subscription(),
        Declared("cybersource:RetryPolicy", "retries", {"subscription": Ref("orders"), "interval": version}),
        Declared(
            "cybersource:OAuthSecurityConfig",
            "tokens",
            {"subscription": Ref("orders"), "config": config, "credentials": "stored by hand"},
        ),
    ]


@cache
def keys(version: str) -> tuple[Declared, ...]:
    """
    Return one key of each kind; nothing of one *version* is as in another.
    """
    pem = encryption_pem(name=f"Version {version}")
    return (
        Declared("cybersource:DigitalSignatureKey", "key", {"rotation": version}),
        Declared("cybersource:OAuthCredentials", "login", {"clientId": "shop", "clientSecret": f"{CANARY}-{version}"}),
        Declared("cybersource:MessageEncryptionCertificate", "encryption", {"certificate": pem}),
    )


OPERATIONS: dict[str, Operation] = {
    "create": Operation(before=[], after=[subscription(**ACTIVE)], held={"Orders": ACTIVE}),
    "adopt": Operation(
        before=[],
        after=[subscription(adoptExisting=True, **ACTIVE)],
        held={"Orders": ACTIVE},
        by_hand=True,
    ),
    "update": Operation(
        before=[subscription(**ACTIVE)],
        after=[subscription(products={**TOKENS, **INVOICES}, status="INACTIVE")],
        held={"Orders": {"status": "INACTIVE", "products": 2}},
    ),
    "refresh": Operation(
        before=[subscription(**ACTIVE)],
        after=[subscription(status="INACTIVE")],
        held={"Orders": {"status": "INACTIVE"}},
        refresh=True,
    ),
    "replace": Operation(
        before=[subscription(**ACTIVE)],
        after=[subscription(organizationId=BRANCH, **ACTIVE)],
        held={"Orders": {**ACTIVE, "organizationId": BRANCH}},
    ),
    "delete": Operation(before=[subscription()], after=[]),
    "create-policies": Operation(
        before=[subscription()],
        after=policies(1),
        held={"Orders": {"interval": 1, "oAuthURL": "https://login.example.com/1"}},
    ),
    "update-policies": Operation(
        before=policies(1),
        after=policies(2),
        held={"Orders": {"interval": 2, "oAuthURL": "https://login.example.com/2"}},
    ),
    "delete-policies": Operation(
        before=policies(5), after=[subscription()], held={"Orders": {"interval": 1, "securityType": "KEY"}}
    ),
    "create-keys": Operation(before=[], after=keys("1")),
    "rotate-keys": Operation(before=keys("1"), after=keys("2")),
}


def prepare(platform: CybersourceSimulator, operation: Operation) -> None:
    """
    Reset *platform* to what it holds before anything is deployed.
    """
    platform.reset()
    for organization in (platform.organization_id, BRANCH):
        platform.add_signature_key(organization)
    if operation.by_hand:
        body = {
            "organizationId": platform.organization_id,
            "name": "By hand",
            "webhookUrl": URL,
            "products": [{"productId": "tokenManagement", "eventTypes": ["tms.networktoken.updated"]}],
        }
        platform.subscriptions.add(bodies.read_document(body, platform.knobs))


def found(platform: CybersourceSimulator, operation: Operation) -> dict[str, dict[str, Any]]:
    """
    Return what counts of each subscription that the platform holds, by name.
    """
    return {
        one.name: {
            member: _member({**one.document, "status": one.status}, member)
            for member in operation.held.get(one.name, ())
        }
        for one in platform.subscriptions
    }


def _member(document: Mapping[str, Any], member: str) -> Any:
    policy = document["securityPolicy"]
    readers = {
        "products": lambda: len(document["products"]),
        "interval": lambda: int(document["retryPolicy"]["interval"]),
        "securityType": lambda: policy["securityType"],
        "oAuthURL": lambda: policy.get("config", {}).get("oAuthURL"),
    }
    return readers.get(member, lambda: document[member])()
