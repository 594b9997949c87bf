"""Certificates: what they say, and which are refused."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from pulumi_payment_webhooks.crypto.certificates import read_certificate, read_stored_certificate
from pulumi_payment_webhooks.crypto.encryption import PrivateKey, parse_sealed, seal, unseal

KEY = rsa.generate_private_key(65537, 2048)
BEGINS = datetime(2026, 7, 1, tzinfo=UTC)
ENDS = datetime(2027, 7, 1, 12, 30, tzinfo=UTC)


def certificate(key=KEY, serial="1700000000000000000001"):
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "my_org"),
        x509.NameAttribute(NameOID.COMMON_NAME, "RequestKey"),
    ]
    if serial:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, serial))
    name = x509.Name(parts)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(7)
    builder = builder.not_valid_before(BEGINS).not_valid_after(ENDS).public_key(key.public_key())
    return builder.sign(key, hashes.SHA256())


def pem(one):
    return one.public_bytes(serialization.Encoding.PEM).decode()


def private_pem():
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return KEY.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def public_pem():
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return KEY.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def request_pem():
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return request.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def test_certificate_says_who_and_until_when():
    """
    Validity, subject, its serial number and the key are read as they were written.
    """
    read = read_certificate(pem(certificate()))

    assert (read.valid_from, read.expires_at) == (BEGINS, ENDS)
    assert (read.subject_serial, read.key_type, read.key_size) == ("1700000000000000000001", "RSA", 2048)


def test_serial_number_of_the_subject_is_not_the_certificates_own():
    """
    A subject without a serial number has none, though every certificate has one.
    """
    assert read_certificate(pem(certificate(serial=None))).subject_serial is None


def test_form_for_the_platform_is_one_line():
    """
    The form for the platform is the base64 of the binary form: no line break, no BEGIN.
    """
    one = certificate()

    assert read_certificate(pem(one)).der == base64.b64encode(one.public_bytes(serialization.Encoding.DER)).decode()


def test_text_around_the_certificate_is_left_out():
    """
    What openssl writes above a certificate, line ends and blanks are not part of it.
    """
    one = pem(certificate())

    assert read_certificate("subject=CN = RequestKey\n\n" + one.replace("\n", "\r\n") + "  \n").pem == one


def test_form_for_the_platform_is_read_again():
    """
    What the platform stores says the same as the PEM it was made from.
    """
    read = read_certificate(pem(certificate()))

    assert read_stored_certificate(read.der) == read


def test_spaces_bytes_and_text_around_do_not_matter():
    """
    PEM with Windows line ends and words before it, as OpenSSL writes them, is the same certificate.
    """
    text = pem(certificate())

    assert read_certificate(b"Bag Attributes\r\n" + text.replace("\n", "\r\n").encode()) == read_certificate(text)


def test_platform_can_encrypt_for_the_certificate():
    """
    What is encrypted with the certificate's key is read with its private key.
    """
    message = seal(b"content", read_certificate(pem(certificate())).public_key)

    assert unseal(parse_sealed(message), [PrivateKey(KEY)]) == b"content"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "is empty"),
        ("nonsense", "is not PEM: it must begin with -----BEGIN CERTIFICATE-----"),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "is damaged"),
        (pem(certificate())[:600], "was cut"),
        (pem(certificate()) * 2, "2 certificates"),
        (private_pem(), "a private key, which must stay"),
        (pem(certificate()) + private_pem(), "a private key, which must stay"),
        (public_pem(), "is a public key, and a certificate is needed"),
        (request_pem(), "is a certificate request, and a certificate is needed"),
        (pem(certificate(rsa.generate_private_key(65537, 1024))), "1024 bits"),
        (pem(certificate(ec.generate_private_key(ec.SECP256R1()))), "not RSA"),
    ],
    ids=["empty", "text", "damaged", "cut", "chain", "private", "both", "public", "request", "short", "elliptic"],
)
def test_unfit_certificate_is_refused_with_the_reason(given, reason):
    """
    Each mistake has its own words, and none repeats what was given.
    """
    with pytest.raises(ValueError, match=reason) as refused:
        read_certificate(given)

    assert len(str(refused.value)) < 120


def stored(one, curve=None):
    """The stored form of *one*, with the id of its curve replaced."""
    der = one.public_bytes(serialization.Encoding.DER)
    return base64.b64encode(der.replace(P256, curve or P256)).decode()


P256, UNKNOWN_CURVE = bytes.fromhex("2a8648ce3d030107"), bytes.fromhex("2a8648ce3d030163")
ELLIPTIC = certificate(ec.generate_private_key(ec.SECP256R1()))


def test_certificate_of_an_unknown_version_is_refused():
    """
    A certificate whose version does not exist, as after damage, is refused like any other that cannot be read.
    """
    der = (
        certificate()
        .public_bytes(serialization.Encoding.DER)
        .replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x22", 1)
    )
    text = base64.b64encode(der).decode()

    with pytest.raises(ValueError, match="is damaged"):
        read_certificate(f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
    with pytest.raises(ValueError, match="not the base64 of a certificate"):
        read_stored_certificate(text)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("ü", "base64"),
        ("A A", "base64"),
        ("AAAA", "of a certificate"),
        (stored(ELLIPTIC), "not RSA"),
        (stored(ELLIPTIC, UNKNOWN_CURVE), "unknown kind"),
    ],
    ids=["letter", "blank", "nonsense", "elliptic", "unknown curve"],
)
def test_unfit_stored_certificate_is_refused_with_the_reason(given, reason):
    """
    What is not the base64 of a certificate with an RSA key is refused.
    """
    with pytest.raises(ValueError, match=reason):
        read_stored_certificate(given)
