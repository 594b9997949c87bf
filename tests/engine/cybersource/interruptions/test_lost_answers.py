"""
Requests whose answers are lost, in create, update and delete of every resource: the next `up` mends all.

The engine keeps what a partial failure reports; `tests/faults` has every other fault, in the provider's process.
"""

from base64 import b64decode
from typing import Any

from tests.crypto.certificates import der_line, encryption_pem
from tests.engine.cybersource.programs import CREDENTIALS, SUBSCRIPTION, TOKENS, program, resource
from tests.engine.cybersource.shop import Shop

from pulumi_payment_webhooks.simulator.cybersource.egress_keys import CERTIFICATE, OAUTH, SIGNATURE

HASTE = {"CYBERSOURCE_RETRIES": "1", "CYBERSOURCE_TIMEOUT": "0.7"}
KEYS = {"DigitalSignatureKey": SIGNATURE, CREDENTIALS: OAUTH, "MessageEncryptionCertificate": CERTIFICATE}
PEMS = {version: encryption_pem(name=f"Version {version}") for version in ("1", "2")}


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
        resource("MessageEncryptionCertificate", "encryption", certificate=PEMS[version]),
    )


def disturbed(shop: Shop, *declared: str) -> None:
    """
    Deploy *declared* while the answer to every change is lost, then once more in peace.
    """
    shop.project.write(program(*declared))
    for method in ("POST", "PATCH", "DELETE"):
        shop.platform.fail("reset-after", count=9, method=method)
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
        "certificate": getattr(current["MessageEncryptionCertificate"], "certificate", None),
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
        "certificate": b64decode(der_line(PEMS[version])),
        "keys": {kind: shop.stored(kind)["outputs"]["keyId"] for kind in KEYS},
    }


def ids(shop: Shop) -> dict[str, str]:
    """
    The ids of our resources in the state, by URN.
    """
    return {one["urn"]: one["id"] for one in shop.project.resources("") if "cybersource:" in one["type"]}


def test_a_life_full_of_lost_answers(shop: Shop) -> None:
    """
    After lost answers in create, update, delete and replacement of every resource, each declaration has one object.
    """
    subscription, *_ = lines("1")
    disturbed(shop, subscription)
    assert (shop.subscription.name, shop.stored()["id"]) == ("Version 1", shop.subscription.webhook_id)

    disturbed(shop, *lines("1"))
    created = ids(shop)
    assert held(shop) == wanted(shop, "1")

    disturbed(shop, *lines("2"))
    assert (held(shop), ids(shop)) == (wanted(shop, "2"), created)
    assert shop.rest() == ""

    disturbed(shop, lines("2")[0])
    document = shop.subscription.document
    assert (document["retryPolicy"]["interval"], document["securityPolicy"]["securityType"]) == (1, "KEY")
    assert len(ids(shop)) == 1

    shop.platform.add_signature_key("branch_west")
    disturbed(shop, resource(SUBSCRIPTION, "orders", organization_id="branch_west", **TOKENS))
    assert (shop.subscription.organization_id, shop.stored()["id"]) == ("branch_west", shop.subscription.webhook_id)
    assert shop.rest() == ""

    disturbed(shop)
    assert (shop.held, ids(shop)) == ([], {})
