"""
The certificate that the platform encrypts with: shown, stored, followed by another one, and linked to a subscription.
"""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.crypto.certificates import der_line, encryption_pem
from tests.engine.cybersource.programs import CREDENTIALS, SUBSCRIPTION, diagnostics, program, resource
from tests.engine.cybersource.shop import PLAIN, Shop

from pulumi_payment_webhooks.crypto.certificates import read_certificate
from pulumi_payment_webhooks.simulator.cybersource.egress_keys import CERTIFICATE

KIND = "MessageEncryptionCertificate"
NOW = datetime.now(UTC)
PEM = encryption_pem(begins=NOW - timedelta(days=5))
ENDS = (NOW + timedelta(days=360)).strftime("%Y-%m-%dT%H:%M:%SZ")
OTHER = encryption_pem(name="another", days=90)
PAST = encryption_pem(begins=NOW - timedelta(days=90), days=80)
PAYMENTS = {name: value for name, value in PLAIN.items() if name != "certificate"}
LINKED = resource(SUBSCRIPTION, "orders", "certificate=encryption", **PAYMENTS)


def certificate(pem: str, **arguments: Any) -> str:
    return resource(KIND, "encryption", certificate=pem, **arguments)


def declare(shop: Shop, *lines: str) -> None:
    shop.project.write(program(*lines))


@pytest.fixture
def encrypted(shop: Shop) -> Shop:
    """
    A shop whose certificate and a subscription linked to it are deployed; the journal is empty.
    """
    declare(shop, certificate(PEM), LINKED)
    shop.up()
    shop.platform.requests.clear()
    return shop


def test_preview_shows_the_end(shop: Shop) -> None:
    """
    A preview shows when the certificate ends, sends nothing but a list, and warns of nothing.
    """
    declare(shop, certificate(PEM), 'pulumi.export("ends", encryption.expires_at)\n')
    ran = shop.project.run("pulumi preview --json")
    (step,) = (one for one in ran.json["steps"] if KIND in one["urn"])

    assert step["newState"]["inputs"]["expiresAt"] == ENDS
    assert [one.path.rpartition("/")[2] for one in shop.platform.requests] == ["webhooks"]
    assert "diagnostics" not in ran.json


def test_certificate_comes_before_its_subscription(shop: Shop) -> None:
    """
    A linked certificate is stored before the subscription is made, nothing is warned of, and nothing is left to do.
    """
    declare(shop, certificate(PEM), LINKED)
    preview = shop.project.run("pulumi preview")
    up = shop.up()

    assert [one.path.rpartition("/")[2] for one in shop.platform.requests.changes] == ["keys-asym", "webhooks"]
    assert (diagnostics(preview), diagnostics(up), shop.rest()) == ("", "", "")


def test_other_certificate_is_an_update(encrypted: Shop) -> None:
    """
    Another certificate shows as an update, is stored by one request, and leaves the subscription alone.
    """
    before = encrypted.stored(KIND)
    declare(encrypted, certificate(OTHER), LINKED)
    steps = encrypted.project.run("pulumi preview --json").json["steps"]
    encrypted.up()
    after = encrypted.stored(KIND)

    assert [(one["op"], set(one["detailedDiff"])) for one in steps if one["op"] != "same"] == [
        ("update", {"certificate", "expiresAt", "fingerprint", "keyId", "previousKeys"})
    ]
    assert [body["keyInformation"]["pub"] for _, body in encrypted.sent] == [der_line(OTHER)]
    assert (after["id"], set(after["outputs"]["previousKeys"])) == (before["id"], {before["id"]})
    assert encrypted.rest() == ""


def test_certificate_made_in_the_same_run(shop: Shop) -> None:
    """
    A certificate that is only known during the deployment passes the preview, and is stored by `up`.
    """
    login = resource(CREDENTIALS, "login", client_id="shop", client_secret="secret")
    declare(shop, login, resource(KIND, "encryption", f"certificate=login.key_id.apply(lambda _: {PEM!r})"))
    shop.project.run("pulumi up --yes")
    held = shop.platform.keys.current(CERTIFICATE, shop.platform.organization_id)

    assert held is not None
    assert (held.certificate, shop.stored(KIND)["outputs"]["expiresAt"]) == (base64.b64decode(der_line(PEM)), ENDS)


def test_expired_certificate_stops_nothing_else(encrypted: Shop) -> None:
    """
    A certificate that has ended since it was stored is a warning, and the rest is deployed.
    """
    state = encrypted.project.state_path
    text = state.read_text()
    for new, old in zip(_told(PAST), _told(PEM), strict=True):
        text = text.replace(old, new)
    state.write_text(text)
    declare(encrypted, certificate(PAST), LINKED.replace("'Orders'", "'Refunds'"))
    said = diagnostics(encrypted.up())

    assert [body.get("name") for _, body in encrypted.sent] == ["Refunds"]
    assert said.count(f" expired on {NOW - timedelta(days=10):%Y-%m-%d}: declare another certificate; see") == 1


def _told(pem: str) -> tuple[str, ...]:
    """
    What a state says of a certificate.
    """
    read = read_certificate(pem)
    return pem.replace("\n", "\\n"), read.fingerprint, read.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ")
