"""
A platform in trouble: whatever happens to its answers, the next `up` ends with one object for each declaration.
"""

from base64 import b64decode
from typing import Any

import pytest
from tests.crypto.certificates import der_line, encryption_pem
from tests.faults.deployment import Declared, Ref
from tests.faults.stack import Stack

from pulumi_payment_webhooks.simulator.cybersource.egress_keys import CERTIFICATE, OAUTH, SIGNATURE

PATIENCE = 0.7
"""Seconds that the client waits for an answer in the tests of this file."""
HASTE: dict[str, Any] = {"Retries": "1", "Timeout": str(PATIENCE)}
LATE = {"kind": "slow", "seconds": 2 * PATIENCE, "stored": True}
EVERYWHERE: dict[str, dict[str, Any]] = {
    "refused": {"kind": 403},
    "reset-before": {"kind": "reset-before"},
    "reset-after": {"kind": "reset-after"},
    "slow": LATE,
}
TROUBLES: dict[str, dict[str, Any]] = {
    "429": {"kind": 429, "retry_after": 30},
    "500 after it was stored": {"kind": 500, "stored": True},
    "reset after it was stored": {"kind": "reset-after"},
    "late, and stored": LATE,
}
LASTING = {"500": {"kind": 500}, "429": TROUBLES["429"]}
KEYS = {"key": SIGNATURE, "login": OAUTH, "encryption": CERTIFICATE}
PEMS = {version: encryption_pem(name=f"Version {version}") for version in ("1", "2")}
KEY = Declared("cybersource:DigitalSignatureKey", "key", {})


def subscription(name: str, **more: Any) -> Declared:
    products = {"tokenManagement": {"tms.networktoken.updated": True}}
    inputs = {"name": name, "products": products, "webhookUrl": "https://hooks.example.com/tokens", **more}
    return Declared("cybersource:WebhookSubscription", "orders", inputs)


def everything(version: str) -> tuple[Declared, ...]:
    """
    One resource of each kind; nothing of one *version* is as in another.
    """
    orders = Ref("orders")
    config = {"oAuthURL": f"https://login.example.com/{version}"}
    policy = {"subscription": orders, "config": config, "credentials": "stored by hand"}
    return (
        subscription(f"Version {version}"),
        Declared("cybersource:RetryPolicy", "retries", {"subscription": orders, "interval": int(version)}),
        Declared("cybersource:OAuthSecurityConfig", "tokens", policy),
        Declared("cybersource:OAuthCredentials", "login", {"clientId": "shop", "clientSecret": f"secret {version}"}),
        Declared("cybersource:DigitalSignatureKey", "key", {"rotation": version}),
        Declared("cybersource:MessageEncryptionCertificate", "encryption", {"certificate": PEMS[version]}),
    )


def disturbed(stack: Stack, fault: dict[str, Any], *declared: Declared) -> None:
    """
    Deploy *declared* while every change meets a fault, then once more in peace.
    """
    for method in ("POST", "PATCH", "DELETE"):
        stack.platform.fail(**fault, count=9, method=method)
    stack.up(*declared, **HASTE)
    stack.platform.faults.clear()
    assert stack.up(*declared), stack.said


def only(stack: Stack) -> Any:
    """
    The only subscription of the platform.
    """
    [one] = stack.platform.subscriptions
    return one


def held(stack: Stack) -> dict[str, Any]:
    """
    What the platform holds of each declaration.
    """
    document = only(stack).document
    current = {name: stack.platform.keys.current(type, stack.platform.organization_id) for name, type in KEYS.items()}
    return {
        "name": document["name"],
        "interval": document["retryPolicy"]["interval"],
        "url": document["securityPolicy"]["config"]["oAuthURL"],
        "secret": getattr(current["login"], "secret", None),
        "certificate": getattr(current["encryption"], "certificate", None),
        "keys": {name: getattr(key, "key_id", None) for name, key in current.items()},
    }


def wanted(stack: Stack, version: str) -> dict[str, Any]:
    """
    What it has to hold, with the ids of keys that the state knows.
    """
    return {
        "name": f"Version {version}",
        "interval": int(version),
        "url": f"https://login.example.com/{version}",
        "secret": f"secret {version}",
        "certificate": b64decode(der_line(PEMS[version])),
        "keys": {name: stack.held[name].outputs["keyId"] for name in KEYS},
    }


@pytest.mark.parametrize("fault", EVERYWHERE.values(), ids=EVERYWHERE)
def test_a_life_full_of_faults(fault: dict[str, Any], stack: Stack) -> None:
    """
    After a fault in create, update, delete and replacement of every resource, each declaration has exactly one object.
    """
    disturbed(stack, fault, everything("1")[0])
    assert (only(stack).name, stack.ids["orders"]) == ("Version 1", only(stack).webhook_id)

    disturbed(stack, fault, *everything("1"))
    created = stack.ids
    assert held(stack) == wanted(stack, "1")

    disturbed(stack, fault, *everything("2"))
    assert (held(stack), stack.ids) == (wanted(stack, "2"), created)
    assert stack.rest(*everything("2")) == []

    disturbed(stack, fault, everything("2")[0])
    document = only(stack).document
    assert (document["retryPolicy"]["interval"], document["securityPolicy"]["securityType"]) == (1, "KEY")
    assert list(stack.ids) == ["orders"]

    stack.platform.add_signature_key("branch_west")
    moved = subscription("Tokens", organizationId="branch_west")
    disturbed(stack, fault, moved)
    assert (only(stack).organization_id, stack.ids["orders"]) == ("branch_west", only(stack).webhook_id)
    assert stack.rest(moved) == []

    disturbed(stack, fault)
    assert (list(stack.platform.subscriptions), stack.ids) == ([], {})


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_create_makes_one(trouble: dict[str, Any], stack: Stack) -> None:
    """
    After an unclear answer to a POST no second one follows; at the end there is one subscription, and it is ours.
    """
    stack.platform.fail(**trouble, method="POST")
    stack.up(subscription("Orders"), Timeout=str(PATIENCE))
    posts = len(stack.platform.requests.matching("POST"))

    assert stack.up(subscription("Orders")), stack.said
    assert posts == 1 or trouble["kind"] == 429, stack.said
    assert stack.ids == {"orders": only(stack).webhook_id}


@pytest.mark.parametrize("trouble", LASTING.values(), ids=LASTING)
def test_update_ends_well(trouble: dict[str, Any], stack: Stack) -> None:
    """
    An update that failed is made up for by the next `up`.
    """
    stack.up(subscription("Orders"))
    stack.platform.fail(**trouble, method="PATCH", count=99)

    assert not stack.up(subscription("Refunds"))
    stack.platform.faults.clear()
    assert stack.up(subscription("Refunds"))
    assert only(stack).name == "Refunds"


@pytest.mark.parametrize("trouble", LASTING.values(), ids=LASTING)
def test_delete_ends_well(trouble: dict[str, Any], stack: Stack) -> None:
    """
    A deletion that failed is made up for by the next `destroy`.
    """
    stack.up(subscription("Orders"))
    stack.platform.fail(**trouble, method="DELETE", count=99)

    assert not stack.up()
    stack.platform.faults.clear()
    assert stack.up()
    assert list(stack.platform.subscriptions) == []


@pytest.mark.parametrize("trouble", LASTING.values(), ids=LASTING)
def test_key_is_not_asked_for_twice(trouble: dict[str, Any], stack: Stack) -> None:
    """
    After an unclear answer to the creation of a key no second request follows; the next `up` has a key.
    """
    stack.platform.fail(**trouble, method="POST")
    stack.up(KEY, Timeout=str(PATIENCE))
    posts = len(stack.platform.requests.matching("POST"))

    assert stack.up(KEY), stack.said
    assert posts == 1 or trouble["kind"] == 429, stack.said
    assert stack.ids["key"] == [one.key_id for one in stack.platform.keys][-1]
