"""P12 files: which key and which certificate are taken, and what is said of files that cannot be used."""

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from tests.crypto.certificates import ID, PASSWORD, VECTORS, merchant_key, private_key

from pulumi_payment_webhooks.crypto.given.p12 import is_p12
from pulumi_payment_webhooks.crypto.jwt import RS256, claims_of
from pulumi_payment_webhooks.crypto.keys import SHORTEST, certify, foreign_certificate, open_p12

BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
ASSERTION = next(one for one in VECTORS["vectors"] if one["header"]["alg"] == RS256)


def packed(key, certificate, besides=(), password=PASSWORD):
    """A P12 file with any parts, whether they belong together or not."""
    encryption = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"merchant", key, certificate, besides, encryption)


@pytest.fixture(scope="module")
def file():
    """A merchant's P12 file, with a certificate of the platform besides."""
    return merchant_key().p12(
        PASSWORD, foreign_certificate(name="CyberSource_SJC_US", id="1500000000000000000001", begins=BEGINS)
    )


def test_key_of_the_file_makes_the_token_of_the_vector(file):
    """
    A token signed with what the file holds is the known one, header included.
    """
    head, _, signature = open_p12(file, PASSWORD).signing.token(ASSERTION["claims"]).split(".")

    assert json.loads(base64.urlsafe_b64decode(head + "==")) == ASSERTION["header"]
    assert signature == ASSERTION["signature"]


def test_id_is_that_of_the_subject(file):
    """
    The key is named by its certificate's subject, not by the certificate's own number or the platform's subject.
    """
    opened = open_p12(file, PASSWORD)

    assert opened.id == ID
    assert str(opened.certificate.serial_number) != ID


def test_public_half_verifies(file):
    """
    What verifies accepts what signs, and cannot sign itself.
    """
    opened = open_p12(file, PASSWORD)
    token = opened.signing.token({"iss": "me"})

    assert claims_of(token, opened.verifying.key, algorithm=RS256) == {"iss": "me"}
    assert not opened.verifying.key.is_private


def test_end_is_that_of_the_certificate():
    """
    The moment from which the platform will refuse the key is known.
    """
    file = merchant_key(begins=BEGINS, days=31).p12(PASSWORD)

    assert open_p12(file, PASSWORD).expires == datetime(2026, 2, 1, tzinfo=UTC)


def test_order_of_certificates_does_not_matter():
    """
    The certificate that belongs to the key is found among the others.
    """
    other = foreign_certificate(name="CyberSource_SJC_US", id="1500000000000000000001", begins=BEGINS)
    file = packed(private_key(), None, [other, merchant_key().certificate])

    assert open_p12(file, PASSWORD).id == ID


UNUSABLE = {
    "nothing": (lambda: b"", "is empty"),
    "text": (lambda: b"-----BEGIN CERTIFICATE-----\nMIIB", r"is PEM \(CERTIFICATE\), not a P12 file"),
    "damaged": (lambda: merchant_key().p12(PASSWORD)[:-40], "was cut: it has "),
    "another password": (lambda: merchant_key().p12("other"), "does not open: the password is wrong"),
    "no key": (lambda: packed(None, None, [merchant_key().certificate]), "holds no private key"),
    "no certificate": (lambda: packed(private_key(), None), "holds no certificate that belongs"),
    "the platform's certificate alone": (
        lambda: packed(private_key(), None, [foreign_certificate(name="CyberSource_SJC_US", id="15", begins=BEGINS)]),
        "holds no certificate that belongs",
    ),
    "no serialNumber": (lambda: merchant_key(id=None).p12(PASSWORD), "subject has no serialNumber"),
    "another kind of key": (lambda: packed(ec.generate_private_key(ec.SECP256R1()), None), "cannot sign with RS256"),
    "a short key": (lambda: packed(rsa.generate_private_key(65537, 1024), None), f"RSA of {SHORTEST} bits"),
}


@pytest.mark.parametrize(("make", "complaint"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_unusable_file_is_explained(make, complaint):
    """
    Each thing that can be wrong with a file has words of its own, and the password is not among them.
    """
    with pytest.raises(ValueError, match=complaint) as wrong:
        open_p12(make(), PASSWORD)

    assert PASSWORD not in str(wrong.value)


def test_key_shows_nothing_secret():
    """
    Printing a key, or what signs with it, shows its id and no part of it.
    """
    key = merchant_key()

    assert repr(key) == f"CertifiedKey(id={ID!r}, expires={key.expires!r})"
    assert repr(key.signing) == f"TokenKey(id={ID!r}, algorithm='RS256')"


@pytest.mark.parametrize("content", [b"\x30" * 20, b"keys/merchant.p12 and more", b"\x30\x03\x02\x01\x03"])
def test_other_content_is_no_p12(content):
    """
    Text, or a sequence that does not begin with version 3, is not taken for a P12 file.
    """
    assert not is_p12(content)


def test_made_certificate_names_its_subject():
    """
    A certificate that is made carries the name it was asked for.
    """
    made = certify(private_key(), name="shop", id="42", begins=BEGINS)

    assert made.certificate.subject.rfc4514_string() == "2.5.4.5=42,CN=shop"
