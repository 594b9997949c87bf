"""
RSA keys with their certificates: opened from a P12 file, or created for a simulated account.

No I/O and no clock here. No message and no ``repr`` shows a password, a key or the bytes of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from joserfc.jwk import RSAKey

from .given.p12 import WRONG_PASSWORD, not_p12, why_closed
from .jwt import RS256, TokenKey

SHORTEST = 2048
"""Bits that RS256 asks for: RFC 7518, section 3.3."""

PrivateKey = rsa.RSAPrivateKey


@dataclass(frozen=True)
class CertifiedKey:
    """
    An RSA key and its certificate.

    Args:
        id: The attribute ``serialNumber`` of the certificate's subject: the ``kid`` of its tokens.
        expires: When the certificate ends, in UTC.
        private: The key.
        certificate: The certificate.
    """

    id: str
    expires: datetime
    private: PrivateKey = field(repr=False)
    certificate: x509.Certificate = field(repr=False)

    @property
    def signing(self) -> TokenKey:
        """What signs tokens with RS256."""
        return TokenKey(self.id, RS256, RSAKey.import_key(self.private))

    @property
    def verifying(self) -> TokenKey:
        """What verifies them: the public half."""
        return TokenKey(self.id, RS256, RSAKey.import_key(self.private.public_key()))

    def p12(self, password: str, *besides: x509.Certificate, alias: str = "") -> bytes:
        """
        A P12 file with key and certificate.

        Args:
            password: Encrypts the file.
            besides: Other certificates in it; the alias of each is its common name.
            alias: The alias of the key. Default: the common name of its certificate.
        """
        alias = alias or _name_of(self.certificate)
        others = [pkcs12.PKCS12Certificate(one, _name_of(one).encode()) for one in besides]
        encryption = BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(alias.encode(), self.private, self.certificate, others, encryption)


class WrongPassword(ValueError):
    """A P12 file is whole, and has another password."""


def open_p12(content: bytes, password: str) -> CertifiedKey:
    """
    The key of a P12 file, with the certificate that belongs to it.

    Raises:
        WrongPassword: The password is wrong, in words that follow the name of the file.
        ValueError: Anything else is wrong, likewise.
    """
    if reason := not_p12(content):
        raise ValueError(reason)
    opened = _loaded(content, password)
    if opened.key is None:
        raise ValueError("holds no private key")
    if not isinstance(opened.key, rsa.RSAPrivateKey) or opened.key.key_size < SHORTEST:
        raise ValueError(f"holds a private key that cannot sign with RS256, which takes RSA of {SHORTEST} bits or more")
    listed = [opened.cert, *opened.additional_certs] if opened.cert else opened.additional_certs
    certificate = _belonging_to(opened.key, (one.certificate for one in listed))
    return CertifiedKey(_serial_of(certificate), certificate.not_valid_after_utc, opened.key, certificate)


def _loaded(content: bytes, password: str) -> pkcs12.PKCS12KeyAndCertificates:
    try:
        return pkcs12.load_pkcs12(content, password.encode())
    except UnsupportedAlgorithm:
        raise ValueError("is encrypted in a way that is not supported here: export it again with AES") from None
    except (ValueError, TypeError):
        # Not chained: the text of the original might show a part of the file.
        reason = why_closed(content, password)
    raise (WrongPassword if reason == WRONG_PASSWORD else ValueError)(reason)


def new_rsa_key() -> PrivateKey:
    """A new key of 2048 bits; this takes a moment."""
    return rsa.generate_private_key(public_exponent=65537, key_size=SHORTEST)


def certify(private: PrivateKey, *, name: str, id: str | None, begins: datetime, days: int = 365) -> CertifiedKey:
    """
    *private* with a certificate that it signed itself.

    Args:
        private: The key.
        name: Common name of the subject.
        id: The subject's ``serialNumber``; None leaves it out.
        begins: From when the certificate is valid.
        days: For how long.
    """
    subject = _subject(name, id)
    certificate = _unsigned(subject, begins, days).public_key(private.public_key()).sign(private, SHA256())
    return CertifiedKey(id or "", certificate.not_valid_after_utc, private, certificate)


def foreign_certificate(*, name: str, id: str, begins: datetime, days: int = 365) -> x509.Certificate:
    """A certificate of somebody else, as P12 files hold them besides; its key is thrown away."""
    private = ec.generate_private_key(ec.SECP256R1())
    return _unsigned(_subject(name, id), begins, days).public_key(private.public_key()).sign(private, SHA256())


def _belonging_to(private: PrivateKey, certificates: Iterable[x509.Certificate]) -> x509.Certificate:
    """The certificate of *private*: a file also holds the platform's, and neither order nor names are reliable."""
    public = private.public_key()
    for certificate in certificates:
        if certificate.public_key() == public:
            return certificate
    raise ValueError("holds no certificate that belongs to its private key")


def _name_of(certificate: x509.Certificate) -> str:
    return next(_texts(certificate.subject, NameOID.COMMON_NAME), "")


def _serial_of(certificate: x509.Certificate) -> str:
    for serial in _texts(certificate.subject, NameOID.SERIAL_NUMBER):
        if serial.isascii() and serial.isprintable() and serial.strip():
            return serial
    raise ValueError(
        "holds a certificate whose subject has no serialNumber, so the platform did not create it for this purpose"
    )


def _texts(name: x509.Name, oid: x509.ObjectIdentifier) -> Iterator[str]:
    return (one.value for one in name.get_attributes_for_oid(oid) if isinstance(one.value, str))


def _subject(name: str, id: str | None) -> x509.Name:
    serial = [] if id is None else [x509.NameAttribute(NameOID.SERIAL_NUMBER, id)]
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), *serial])


def _unsigned(subject: x509.Name, begins: datetime, days: int) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
    )
