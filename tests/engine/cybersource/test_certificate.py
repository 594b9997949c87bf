"""
A stack that signs its requests with a P12 certificate, as a person sets it up.
"""

from typing import Any

from tests.certificates import PASSWORD, registered
from tests.engine.cybersource.shop import KIND, PLAIN, Shop

NAMESPACE = "payment-webhooks"
ASSERTION: dict[str, Any] = {
    "security_type": "oAuth_JWT",
    "config": {
        "oauth_url": "https://login.example.com/token",
        "additional_config": {"aud": "login.example.com", "client_id": "shop", "scope": "orders"},
    },
    "credentials": "known already",
}


def test_assertion_is_stored_for_a_certificate(shop: Shop) -> None:
    """
    With a P12 file in the project's folder, and no shared secret, `oAuth_JWT` is stored; nothing is kept of the file.
    """
    key = registered(shop.platform)
    (shop.project.folder / "shop.p12").write_bytes(key.p12(PASSWORD))
    shop.project.run(f"pulumi config rm {NAMESPACE}:cybersourceSharedSecret")
    shop.project.configure(
        plain={f"{NAMESPACE}:cybersourceAuthentication": "jwt-p12"},
        secret={f"{NAMESPACE}:cybersourceP12": "shop.p12", f"{NAMESPACE}:cybersourceP12Password": PASSWORD},
    )
    shop.declare({**PLAIN, "security_policy": ASSERTION})
    shop.up()

    assert shop.subscription.document["securityPolicy"]["securityType"] == "oAuth_JWT"
    assert "P12" not in str(shop.project.resources(KIND))
