"""The key management call for certificates: read for real, and refused as the platform refuses them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.crypto.certificates import der_line, encryption_pem, private_key

from pulumi_payment_webhooks.crypto.keys import foreign_certificate
from pulumi_payment_webhooks.simulator.cybersource.egress_keys import CERTIFICATE

PATH = "/kms/egress/v2/keys-asym"
OTHER = "acme_us"
UNFIT = "Key invalid or validity too long"


def request(pub: Any, action: str = "STORE", **changes: Any) -> dict[str, Any]:
    information: dict[str, Any] = {
        "provider": OTHER,
        "tenant": "nrtd",
        "keyType": "publickey",
        "organizationId": OTHER,
        "pub": pub,
        "expiryDuration": "365",
    }
    information |= changes
    return {
        "clientRequestAction": action,
        "keyInformation": {name: value for name, value in information.items() if value is not None},
    }


def test_certificate_is_echoed_with_its_end(ask: Any, simulator: Any) -> None:
    """
    A stored certificate comes back with an id of its own, and expires when it says itself.
    """
    pem = encryption_pem(days=90)
    answer = ask("POST", PATH, request(der_line(pem)))
    told = answer.content["keyInformation"]
    ends = x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc

    assert (answer.status, told["keyType"], told["pub"]) == (201, "publickey", der_line(pem))
    assert datetime.fromisoformat(told["expirationDate"]) == ends


def test_certificate_is_held_as_it_was_sent(ask: Any, simulator: Any) -> None:
    """
    What deliveries are encrypted with is the certificate itself, in its binary form, and there is no secret in it.
    """
    pem = encryption_pem()
    ask("POST", PATH, request(der_line(pem)))
    key = simulator.keys.current(CERTIFICATE, OTHER)

    assert (key.certificate, key.secret) == (base64.b64decode(der_line(pem)), "")


def test_padding_may_be_left_out(ask: Any, simulator: Any) -> None:
    """
    Base64 without the padding at its end, as in the vendor's own sample, is the certificate all the same.
    """
    lines = (der_line(encryption_pem(name="n" * length)) for length in range(1, 4))
    padded = next(line for line in lines if line.endswith("="))
    answer = ask("POST", PATH, request(padded.rstrip("=")))

    assert (answer.status, answer.content["keyInformation"]["pub"]) == (201, padded.rstrip("="))
    assert simulator.keys.current(CERTIFICATE, OTHER).certificate == base64.b64decode(padded)


def test_newer_certificate_supersedes(ask: Any, simulator: Any) -> None:
    """
    The newer of two certificates is current; the older one is marked, not forgotten.
    """
    pems = [encryption_pem(name=name) for name in ("one", "two")]
    ids = [ask("POST", PATH, request(der_line(pem))).content["keyInformation"]["keyId"] for pem in pems]
    held = [key for key in simulator.keys if key.key_type == CERTIFICATE]

    assert [(key.key_id, key.superseded) for key in held] == [(ids[0], True), (ids[1], False)]


ORDERS = {"platform first": {"provider": "nrtd", "tenant": OTHER}, "organization first": {}}


@pytest.mark.parametrize(
    ("position", "allowed"),
    [("both", {*ORDERS}), ("spec", {"organization first"}), ("guide", {"platform first"})],
)
def test_order_of_provider_and_tenant(ask: Any, simulator: Any, position: str, allowed: set[str]) -> None:
    """
    The specification has the organization first, the guide the platform; by default either is taken.
    """
    simulator.turn(kms_order=position)
    pub = der_line(encryption_pem())

    answers = {name: ask("POST", PATH, request(pub, **order)).status for name, order in ORDERS.items()}

    assert {name for name, status in answers.items() if status == 201} == allowed


def public_key() -> str:
    form = private_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(form).decode()


def elliptic() -> str:
    certificate = foreign_certificate(name="x", id="1", begins=datetime.now(UTC) - timedelta(days=1))
    return base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()


def private_half() -> str:
    form = private_key().private_bytes(Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return base64.b64encode(form).decode()


# What is sent in place of a certificate: the sentence that comes back, if any.
UNREADABLE = {
    "PEM": lambda: encryption_pem(),
    "several lines": lambda: "\n".join(encryption_pem().splitlines()[1:-1]),
    "cut off": lambda: der_line(encryption_pem())[:-3],
    "no text": lambda: 7,
}
UNFITTING = {
    "cut off after a whole group": lambda: der_line(encryption_pem())[:-400],
    "raw public key": public_key,
    "private key": private_half,
    "elliptic": elliptic,
    "short": lambda: der_line(encryption_pem(key=rsa.generate_private_key(65537, 1024))),
    "expired": lambda: der_line(encryption_pem(begins=datetime.now(UTC) - timedelta(days=40), days=30)),
    "valid for too long": lambda: der_line(encryption_pem(days=366)),
}


@pytest.mark.parametrize("what", [*UNREADABLE, *UNFITTING])
def test_certificate_is_refused(ask: Any, simulator: Any, what: str) -> None:
    """
    An unusable certificate is refused with field and reason, and nothing is stored.
    """
    answer = ask("POST", PATH, request((UNREADABLE | UNFITTING)[what]()))
    told = answer.content["keyInformation"]

    assert (answer.status, told["errorInformation"]["details"]) == (
        400,
        [{"field": "keyInformation.pub", "reason": "INVALID_DATA"}],
    )
    assert told.get("message") == (UNFIT if what in UNFITTING else None)
    assert not simulator.keys.has(CERTIFICATE, OTHER)


def test_certificate_that_expires_later(ask: Any, simulator: Any) -> None:
    """
    Once the platform's time is past its end, a certificate is not taken any more, and one on file is not current.
    """
    pub = der_line(encryption_pem(days=90))
    ask("POST", PATH, request(pub))
    simulator.clock.move(days=100)

    assert (ask("POST", PATH, request(pub)).status, simulator.keys.has(CERTIFICATE, OTHER)) == (400, False)


def test_longest_validity_is_a_knob(ask: Any, simulator: Any) -> None:
    """
    For how long a certificate may be valid is not published, so it can be turned.
    """
    simulator.turn(longest_certificate_days=90)

    assert [ask("POST", PATH, request(der_line(encryption_pem(days=days)))).status for days in (90, 91)] == [201, 400]


REFUSED: dict[str, tuple[str, str, Any]] = {
    "nothing": ("body", "MISSING_FIELD", None),
    "no certificate": ("keyInformation.pub", "MISSING_FIELD", request(None)),
    "created": ("clientRequestAction", "INVALID_DATA", request("", "CREATE")),
    "another kind": ("keyInformation.keyType", "INVALID_DATA", request("", keyType="sharedSecret")),
    "other tenant": ("keyInformation.tenant", "INVALID_DATA", request("", tenant="somebody")),
    "endless": ("keyInformation.expiryDuration", "INVALID_DATA", request("AAAA", expiryDuration="999999")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refusal_names_field_and_reason(ask: Any, what: str) -> None:
    """
    A body that is refused is refused as every key is: with the field, and one of two reasons.
    """
    field, reason, body = REFUSED[what]
    error = ask("POST", PATH, body).content["keyInformation"]["errorInformation"]

    assert error == {"reason": reason, "details": [{"field": field, "reason": reason}]}


def test_elliptic_certificate_is_one() -> None:
    """
    The certificate that is refused for its kind of key could be read: no other fault hides behind the refusal.
    """
    read = x509.load_der_x509_certificate(base64.b64decode(elliptic()))

    assert isinstance(read.public_key(), ec.EllipticCurvePublicKey)
    assert isinstance(read.signature_hash_algorithm, hashes.SHA256)
