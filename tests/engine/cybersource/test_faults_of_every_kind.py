"""
Requests that are refused, cut off or slow, in create, update and delete of every resource: the next `up` mends all.
"""

from typing import Any

import pytest
from tests.engine.cybersource.programs import CREDENTIALS, SUBSCRIPTION, TOKENS, program, resource
from tests.engine.cybersource.shop import Shop

from pulumi_payment_webhooks.cybersource.simulator.keys import OAUTH, SIGNATURE

FAULTS: dict[str, tuple[str | int, dict[str, Any]]] = {
    "refused": (403, {}),
    "reset-before": ("reset-before", {}),
    "reset-after": ("reset-after", {}),
    "slow": ("slow", {"seconds": 1.5, "stored": True}),
}
HASTE = {"CYBERSOURCE_RETRIES": "1", "CYBERSOURCE_TIMEOUT": "0.7"}
KEYS = {"DigitalSignatureKey": SIGNATURE, CREDENTIALS: OAUTH}


def lines(version: str) -> tuple[str, ...]:
    """
    Return a program with one resource of each kind; nothing of one *version* is as in another.
    """
    return (
        resource(SUBSCRIPTION, "orders", **{**TOKENS, "name": f"Version {version}"}),
        resource("RetryPolicy", "retries", "subscription=orders", interval=int(version)),
        resource(
            "OAuthSecurityConfig",
            "tokens",
            "subscription=orders",
            config={"oauth_url": f"https://login.example.com/{version}"},
            credentials="stored by hand",
        ),
        resource(CREDENTIALS, "login", client_id="shop", client_secret=f"secret {version}"),
        resource("DigitalSignatureKey", "key", rotation=version),
    )


def disturbed(shop: Shop, fault: str, *declared: str) -> None:
    """
    Deploy *declared* while every change meets *fault*, then once more in peace.
    """
    kind, details = FAULTS[fault]
    shop.project.write(program(*declared))
    for method in ("POST", "PATCH", "DELETE"):
        shop.platform.fail(kind, count=9, method=method, **details)
    shop.project.attempt("pulumi up --yes --skip-preview", **HASTE)
    shop.platform.faults.clear()
    shop.up()


def held(shop: Shop) -> dict[str, Any]:
    """
    What the platform holds of each declaration.
    """
    document = shop.subscription.document
    current = {kind: shop.platform.keys.current(type, shop.platform.organization_id) for kind, type in KEYS.items()}
    return {
        "name": document["name"],
        "interval": document["retryPolicy"]["interval"],
        "url": document["securityPolicy"]["config"]["oAuthURL"],
        "secret": getattr(current[CREDENTIALS], "secret", None),
        "keys": {kind: getattr(key, "key_id", None) for kind, key in current.items()},
    }


def wanted(shop: Shop, version: str) -> dict[str, Any]:
    """
    What it has to hold, with the ids of keys that the state knows.
    """
    return {
        "name": f"Version {version}",
        "interval": int(version),
        "url": f"https://login.example.com/{version}",
        "secret": f"secret {version}",
        "keys": {kind: shop.stored(kind)["outputs"]["keyId"] for kind in KEYS},
    }


@pytest.fixture
def all_kinds(shop: Shop) -> Shop:
    """
    A shop with one resource of each kind, deployed.
    """
    shop.project.write(program(*lines("1")))
    shop.up()
    return shop


@pytest.mark.parametrize("fault", FAULTS)
def test_create(fault: str, shop: Shop) -> None:
    """
    After a fault in the creation of a subscription, the next `up` leaves exactly one, and nothing to do.
    """
    disturbed(shop, fault, lines("1")[0])

    assert (shop.subscription.name, shop.stored()["id"]) == ("Version 1", shop.subscription.webhook_id)
    assert shop.rest() == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_create_beside_a_subscription(fault: str, shop: Shop) -> None:
    """
    After a fault in the creation of policies, credentials and keys, the platform holds what is declared, once.
    """
    shop.project.write(program(lines("1")[0]))
    shop.up()
    disturbed(shop, fault, *lines("1"))

    assert held(shop) == wanted(shop, "1")
    assert shop.rest() == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_update(fault: str, all_kinds: Shop) -> None:
    """
    After a fault in an update of every resource, the platform holds what is declared, under the same ids.
    """
    ids = {one["urn"]: one["id"] for one in all_kinds.project.resources("") if "cybersource:" in one["type"]}
    disturbed(all_kinds, fault, *lines("2"))
    after = {one["urn"]: one["id"] for one in all_kinds.project.resources("") if "cybersource:" in one["type"]}

    assert (held(all_kinds), after) == (wanted(all_kinds, "2"), ids)
    assert all_kinds.rest() == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_delete_of_parts(fault: str, all_kinds: Shop) -> None:
    """
    After a fault in the removal of all but the subscription, the platform's own policies are in force.
    """
    disturbed(all_kinds, fault, lines("1")[0])
    document = all_kinds.subscription.document

    assert (document["retryPolicy"]["interval"], document["securityPolicy"]["securityType"]) == (1, "KEY")
    assert len(all_kinds.project.resources("")) == 3


@pytest.mark.parametrize("fault", FAULTS)
def test_delete(fault: str, shop: Shop) -> None:
    """
    After a fault in the removal of a subscription, neither the platform nor the state has it.
    """
    shop.project.write(program(lines("1")[0]))
    shop.up()
    disturbed(shop, fault)

    assert (shop.held, shop.project.resources(SUBSCRIPTION)) == ([], [])


@pytest.mark.parametrize("fault", FAULTS)
def test_replacement(fault: str, shop: Shop) -> None:
    """
    After a fault in a move to another organization, there is one subscription, of that organization.
    """
    shop.platform.add_signature_key("branch_west")
    shop.project.write(program(lines("1")[0]))
    shop.up()
    disturbed(shop, fault, resource(SUBSCRIPTION, "orders", organization_id="branch_west", **TOKENS))

    assert (shop.subscription.organization_id, shop.stored()["id"]) == ("branch_west", shop.subscription.webhook_id)
    assert shop.rest() == ""
