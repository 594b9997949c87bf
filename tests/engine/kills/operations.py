"""
What is interrupted: each operation as the program before it, the program after it, and what has to be there at the end.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.crypto.certificates import der_line, encryption_pem
from tests.engine.cybersource.programs import CREDENTIALS, LINKS, SUBSCRIPTION, TOKENS, program, resource

from pulumi_payment_webhooks.simulator.cybersource.egress_keys import CERTIFICATE, OAUTH
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.cybersource.subscriptions import bodies

UP = "pulumi up --yes"
DESTROY = "pulumi destroy --yes"
BRANCH = "branch_west"
CANARY = "canary-5d1e0c"
"""Part of every value that a program of this file marks as secret."""
PEMS = {version: encryption_pem(name=f"Version {version}") for version in ("1", "2")}
INVOICES = {"customerInvoicing": ["invoicing.customer.invoice.paid"]}
LOGIN = "https://login.example.com"

Held = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Operation:
    """
    One operation.

    Args:
        before: The program that is deployed before it; empty where nothing is.
        after: The program that it deploys.
        changes: How many requests for a change it sends when nothing disturbs it.
        held: The subscriptions that the platform has to hold at the end, by name, with the members that count.
        command: What is typed.
        prepare: What the platform holds of its own accord.
        credentials: The version of the secrets that has to be on file at the end.
    """

    before: str
    after: str
    changes: int
    held: Held
    command: str = UP
    prepare: Callable[[CybersourceSimulator], None] = lambda _: None
    credentials: str | None = None


def subscription(called: str, arguments: Mapping[str, Any], more: str = "", **others: Any) -> str:
    """
    Return a line that declares a subscription whose URL is a secret.
    """
    plain = {name: value for name, value in {**arguments, **others}.items() if name != "webhook_url"}
    url = f"webhook_url=pulumi.Output.secret({url_of(called)!r})"
    return resource(SUBSCRIPTION, called, ", ".join(filter(None, [url, more])), **plain)


def url_of(called: str) -> str:
    """
    Return the secret URL of a subscription.
    """
    return f"https://hooks.example.com/{called}/{CANARY}"


def retries(interval: int) -> str:
    return resource("RetryPolicy", "retries", "subscription=orders", interval=interval)


def tokens(version: str) -> str:
    return resource(
        "OAuthSecurityConfig",
        "tokens",
        "subscription=orders",
        config={"oauth_url": f"{LOGIN}/{version}"},
        credentials="stored by hand",
    )


def secrets(version: str) -> tuple[str, ...]:
    """
    Return a signature key, OAuth credentials and a certificate; nothing of one *version* is as in another.
    """
    return (
        resource("DigitalSignatureKey", "key", rotation=version),
        resource(CREDENTIALS, "login", f"client_secret=pulumi.Output.secret({secret_of(version)!r})", client_id="shop"),
        resource("MessageEncryptionCertificate", "encryption", certificate=PEMS[version]),
    )


def secret_of(version: str) -> str:
    """
    Return the client secret of *version*.
    """
    return f"{CANARY}-{version}"


def signed(simulator: CybersourceSimulator) -> None:
    """
    Put a signature key on file for both organizations.
    """
    simulator.add_signature_key()
    simulator.add_signature_key(BRANCH)


def made_by_hand(simulator: CybersourceSimulator) -> None:
    """
    Let somebody have created a subscription in the console.
    """
    signed(simulator)
    body = {
        "organizationId": simulator.organization_id,
        "name": "By hand",
        "webhookUrl": url_of("orders"),
        "products": [{"productId": "tokenManagement", "eventTypes": ["tms.networktoken.updated"]}],
    }
    simulator.subscriptions.add(bodies.read_document(body, simulator.knobs))


ACTIVE = {"status": "ACTIVE"}
KEY = resource("DigitalSignatureKey", "key")
ORDERS = subscription("orders", TOKENS, **ACTIVE)
PAID = subscription("links", LINKS, **ACTIVE)

OPERATIONS: dict[str, Operation] = {
    "create": Operation(
        before="",
        after=program(
            KEY,
            subscription("orders", TOKENS, "signature_key=key", **ACTIVE),
            subscription("links", LINKS, "signature_key=key", **ACTIVE),
        ),
        changes=5,
        held={"Tokens": ACTIVE, "Links": ACTIVE},
    ),
    "update": Operation(
        before=program(ORDERS, retries(1)),
        after=program(
            subscription("orders", {**TOKENS, "products": {**TOKENS["products"], **INVOICES}}, status="INACTIVE"),
            retries(2),
        ),
        changes=3,
        held={"Tokens": {"status": "INACTIVE", "products": 2, "interval": 2}},
        prepare=signed,
    ),
    "replace": Operation(
        before=program(ORDERS),
        after=program(subscription("orders", TOKENS, organization_id=BRANCH, **ACTIVE)),
        changes=3,
        held={"Tokens": {**ACTIVE, "organizationId": BRANCH}},
        prepare=signed,
    ),
    "remove": Operation(
        before=program(ORDERS, PAID, retries(5), tokens("1")),
        after=program(ORDERS),
        changes=3,
        held={"Tokens": {**ACTIVE, "interval": 1, "securityType": "KEY"}},
        prepare=signed,
    ),
    "destroy": Operation(
        before=program(KEY, subscription("orders", TOKENS, "signature_key=key", **ACTIVE), retries(5)),
        after=program(),
        changes=2,
        held={},
        command=DESTROY,
    ),
    "rotate": Operation(
        before=program(*secrets("1"), ORDERS),
        after=program(*secrets("2"), ORDERS),
        changes=3,
        held={"Tokens": ACTIVE},
        prepare=signed,
        credentials="2",
    ),
    "adopt": Operation(
        before="",
        after=program(subscription("orders", TOKENS, adopt_existing=True, **ACTIVE), retries(7), tokens("2")),
        changes=4,
        held={"Tokens": {**ACTIVE, "interval": 7, "oAuthURL": f"{LOGIN}/2"}},
        prepare=made_by_hand,
    ),
    "move": Operation(
        before=program(
            subscription(
                "orders", {**TOKENS, "products": {**TOKENS["products"], **INVOICES}}, retry_policy={"interval": 9}
            ),
            subscription("links", LINKS),
        ),
        after=program(
            subscription("orders", TOKENS),
            retries(9),
            subscription("links", {**LINKS, "products": {**LINKS["products"], **INVOICES}}),
        ),
        changes=3,
        held={"Tokens": {"products": 1, "interval": 9}, "Links": {"products": 2}},
        prepare=signed,
    ),
}


def adopting(source: str) -> str:
    """
    Return a program whose subscriptions adopt what exists, as an error message asks for.
    """
    return re.sub(rf"({SUBSCRIPTION}\('\w+', )(?!.*adopt_existing)", r"\1adopt_existing=True, ", source)


def found(simulator: CybersourceSimulator, operation: Operation) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """
    Return the names of all subscriptions that the platform holds, and of those that are expected, what counts.
    """
    subscriptions = list(simulator.subscriptions)
    return sorted(one.name for one in subscriptions), {
        one.name: {
            member: _member({**one.document, "status": one.status}, member) for member in operation.held[one.name]
        }
        for one in subscriptions
        if one.name in operation.held
    }


def _member(document: Mapping[str, Any], member: str) -> Any:
    if member == "products":
        return len(document["products"])
    if member == "interval":
        return int(document["retryPolicy"]["interval"])
    if member == "securityType":
        return document["securityPolicy"]["securityType"]
    if member == "oAuthURL":
        return document["securityPolicy"].get("config", {}).get("oAuthURL")
    return document[member]


def secrets_on_file(simulator: CybersourceSimulator) -> dict[str, Any]:
    """
    Return the OAuth secret and the certificate that the platform uses now.
    """
    organization = simulator.organization_id
    login, certificate = (simulator.keys.current(kind, organization) for kind in (OAUTH, CERTIFICATE))
    return {"secret": getattr(login, "secret", None), "certificate": getattr(certificate, "certificate", None)}


def secrets_declared(version: str) -> dict[str, Any]:
    """
    Return what they have to be.
    """
    return {"secret": secret_of(version), "certificate": b64decode(der_line(PEMS[version]))}
