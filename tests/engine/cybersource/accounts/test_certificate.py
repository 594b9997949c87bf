"""
A stack that signs its requests with a P12 certificate, as a person sets it up.
"""

from typing import Any

import pytest
from tests.crypto.certificates import PASSWORD, registered
from tests.engine.cybersource.crowd import Crowd
from tests.engine.cybersource.shop import KIND, PLAIN, Shop, changed

NAMESPACE = "payment-webhooks"
ASSERTION: dict[str, Any] = {
    "security_type": "oAuth_JWT",
    "config": {
        "oauth_url": "https://login.example.com/token",
        "additional_config": {"aud": "login.example.com", "client_id": "shop", "scope": "orders"},
    },
    "credentials": "known already",
}


@pytest.fixture
def certified(shop: Shop) -> Shop:
    """
    A shop with a P12 file in the project's folder, and no shared secret.
    """
    key = registered(shop.platform)
    (shop.project.folder / "shop.p12").write_bytes(key.p12(PASSWORD))
    shop.project.run(f"pulumi config rm {NAMESPACE}:cybersourceSharedSecret")
    shop.project.configure(
        plain={f"{NAMESPACE}:cybersourceAuthentication": "jwt-p12"},
        secret={f"{NAMESPACE}:cybersourceP12": "shop.p12", f"{NAMESPACE}:cybersourceP12Password": PASSWORD},
    )
    return shop


def test_assertion_is_stored_for_a_certificate(certified: Shop) -> None:
    """
    With a P12 file in the project's folder, and no shared secret, `oAuth_JWT` is stored; nothing is kept of the file.
    """
    certified.declare({**PLAIN, "security_policy": ASSERTION})
    certified.up()

    assert certified.subscription.document["securityPolicy"]["securityType"] == "oAuth_JWT"
    assert "P12" not in str(certified.project.resources(KIND))


MEMBERS = {"aud": "aud", "client_id": "client_id", "scope": "scope", "key_id": "keyId"}


def test_member_of_the_assertion_changes_alone(certified: Shop) -> None:
    """
    A changed member of the assertion is all that a preview shows, is sent with its policy, and then done with.
    """
    arguments = {**PLAIN, "security_policy": ASSERTION}
    crowd = Crowd(certified)
    crowd.gather(MEMBERS, arguments)
    path = "security_policy.config.additional_config"
    crowd.declare({name: changed(arguments, f"{path}.{name}", "another") for name in MEMBERS})
    steps = crowd.steps()
    certified.up()

    assert {name: set(one["detailedDiff"]) for name, one in steps.items()} == {
        name: {f"securityPolicy.config.additionalConfig.{member}"} for name, member in MEMBERS.items()
    }
    assert crowd.sent() == {name: [{"securityPolicy"}] for name in MEMBERS}
    assert certified.rest() == ""
