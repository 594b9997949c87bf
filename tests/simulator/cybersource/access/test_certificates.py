"""What the simulated platform requires of a certificate, and its answer to requests without one."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from tests.crypto.certificates import PASSWORD, registered

from pulumi_payment_webhooks.crypto.keys import open_p12
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

V2 = "/notification-subscriptions/v2/webhooks"
POLICY = {
    "securityType": "oAuth_JWT",
    "config": {
        "oAuthURL": "https://login.example.com/token",
        "oAuthTokenType": "Bearer",
        "additionalConfig": {"aud": "idp", "client_id": "A", "scope": "s"},
    },
}


def test_assertion_needs_a_certificate(ask: Any) -> None:
    """
    The shared secret's token does not create a subscription with an assertion, and the answer names the field.
    """
    answer = ask.subscribe(securityPolicy=POLICY)

    assert (answer.status, answer.content["details"][0]["field"]) == (400, "securityPolicy.securityType")
    assert "P12 certificate" in answer.content["message"]


def test_update_to_an_assertion_needs_a_certificate(ask: Any) -> None:
    """
    Neither does it change one into such a subscription.
    """
    webhook_id = ask.subscribe().content["webhookId"]

    assert ask("PATCH", f"{V2}/{webhook_id}", {"securityPolicy": POLICY}).status == 400


def test_other_update_needs_no_certificate(ask: Any, simulator: Any) -> None:
    """
    What leaves the policy alone is done for a shared secret, too.
    """
    simulator.turn(jwt_security_needs_p12=False)
    webhook_id = ask.subscribe(securityPolicy=POLICY).content["webhookId"]
    simulator.turn(jwt_security_needs_p12=True)

    assert ask("PATCH", f"{V2}/{webhook_id}", {"name": "renamed"}).status == 200


def test_certificate_outlives_a_reset(simulator: Any) -> None:
    """
    A certificate belongs to the account, as its shared secret does: a reset does not take it away.
    """
    key = registered(simulator)

    simulator.reset()

    assert list(simulator.credentials.certificates) == [key.id]


def test_file_is_the_same_under_any_password(simulator: Any) -> None:
    """
    Asked twice, the simulator gives the same certificate, each time under the password asked for.
    """
    opened = {open_p12(simulator.p12(password), password).id for password in (PASSWORD, "other")}

    assert opened == set(simulator.credentials.certificates)


def test_aliases_are_those_of_the_platform(simulator: Any) -> None:
    """
    Clients that choose by alias find the merchant in that of the key, and the platform's certificate under its name.
    """
    opened = load_pkcs12(simulator.p12(PASSWORD), PASSWORD.encode())
    [key_id] = simulator.credentials.certificates
    [other] = opened.additional_certs

    assert opened.cert is not None
    assert opened.cert.friendly_name == f"serialNumber={key_id},CN={simulator.merchant_id}".encode()
    assert other.friendly_name == b"CyberSource_SJC_US"


def test_platform_s_certificate_can_be_encrypted_for(simulator: Any) -> None:
    """
    The platform's certificate has an RSA key, which clients encrypt requests for, and not that of the merchant.
    """
    opened = load_pkcs12(simulator.p12(PASSWORD), PASSWORD.encode())
    key = opened.additional_certs[0].certificate.public_key()

    assert isinstance(key, RSAPublicKey)
    assert isinstance(opened.key, RSAPrivateKey)
    assert key != opened.key.public_key()


@pytest.mark.parametrize("part", ["id", "certificate"])
def test_simulators_do_not_share_certificates(simulator: Any, part: str) -> None:
    """
    Two accounts have different certificates.
    """
    other = CybersourceSimulator()
    try:
        mine, theirs = (open_p12(one.p12(PASSWORD), PASSWORD) for one in (simulator, other))
    finally:
        other.stop()

    assert getattr(mine, part) != getattr(theirs, part)
