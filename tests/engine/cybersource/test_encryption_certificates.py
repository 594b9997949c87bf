"""
The certificate that the platform encrypts with: shown, stored, followed by another one, and linked to a subscription.
"""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.certificates import der_line, encryption_pem
from tests.engine.cybersource.programs import CREDENTIALS, SUBSCRIPTION, diagnostics, program, resource
from tests.engine.cybersource.shop import PLAIN, Shop

from pulumi_payment_webhooks.crypto.certificates import read_certificate
from pulumi_payment_webhooks.simulator.cybersource.egress_keys import CERTIFICATE

KIND = "MessageEncryptionCertificate"
NOW = datetime.now(UTC)
PEM = encryption_pem(begins=NOW - timedelta(days=5))
ENDS = (NOW + timedelta(days=360)).strftime("%Y-%m-%dT%H:%M:%SZ")
OTHER = encryption_pem(name="another", days=90)
SOON = encryption_pem(begins=NOW - timedelta(days=80), days=90)
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


def test_end_that_comes_near(shop: Shop) -> None:
    """
    A certificate that soon ends is warned of once, when it is new and when it is stored.
    """
    declare(shop, certificate(SOON))
    first = diagnostics(shop.up())
    second = diagnostics(shop.project.run("pulumi preview"))

    assert first.count("warning: encryption: certificate: expires on ") == 1
    assert second.count("warning: encryption: certificate ") == 1
    assert "in 9 days: declare another certificate; see" in second


def test_warning_ends_with_another_certificate(shop: Shop) -> None:
    """
    The preview that puts another certificate in place of one that soon ends does not ask for that once more.
    """
    declare(shop, certificate(SOON))
    shop.up()
    declare(shop, certificate(PEM))

    assert diagnostics(shop.project.run("pulumi preview")) == ""


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


def test_certificate_that_the_platform_does_not_take(shop: Shop) -> None:
    """
    A certificate that is valid for too long is one error with the platform's words and what to do, and not its bytes.
    """
    shop.platform.turn(longest_certificate_days=90)
    declare(shop, certificate(PEM), LINKED)
    said = diagnostics(shop.project.fail("pulumi up --yes --skip-preview"))
    declare(shop, certificate(OTHER), LINKED)
    shop.up()

    assert said.count("Key invalid or validity too long") == 1
    assert "Create one that is valid for fewer days" in said
    assert der_line(PEM)[:40] not in said
    assert shop.rest() == ""


def test_certificate_whose_answer_is_lost(shop: Shop) -> None:
    """
    Where the answer is lost, one line says so and that it does no harm to store it twice, which the next `up` does.
    """
    shop.platform.fail("reset-after", method="POST")
    declare(shop, certificate(PEM))
    said = diagnostics(shop.project.fail("pulumi up --yes --skip-preview"))
    shop.up()
    held = [one.key_id for one in shop.platform.keys if one.key_type == CERTIFICATE]

    assert said.count("it does no harm to store it twice") == 1
    assert (len(held), held[-1]) == (2, shop.stored(KIND)["id"])


def test_other_certificate_whose_answer_is_lost(encrypted: Shop) -> None:
    """
    Where the answer to another certificate is lost, the old one stays current in the state, and the next `up` mends it.
    """
    before = encrypted.stored(KIND)["outputs"]
    encrypted.platform.fail("reset-after", method="POST")
    declare(encrypted, certificate(OTHER), LINKED)
    encrypted.project.fail("pulumi up --yes --skip-preview")
    between = encrypted.stored(KIND)["outputs"]
    encrypted.up()

    assert (between["keyId"], between["fingerprint"]) == (before["keyId"], before["fingerprint"])
    assert set(encrypted.stored(KIND)["outputs"]["previousKeys"]) == {before["keyId"]}


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


def test_forgotten_certificate_is_mentioned(shop: Shop) -> None:
    """
    Destroying a certificate says, with its name and id, for how long its private key is still needed.
    """
    declare(shop, certificate(PEM))
    shop.up()
    id = shop.stored(KIND)["id"]
    said = diagnostics(shop.project.run("pulumi destroy --yes --skip-preview"))

    assert said.count(f"encryption: key {id} may be used until ") == 1
    assert f"may be used until {ENDS[:10]}: keep its private key; see" in said


def _told(pem: str) -> tuple[str, ...]:
    """
    What a state says of a certificate.
    """
    read = read_certificate(pem)
    return pem.replace("\n", "\\n"), read.fingerprint, read.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ")
