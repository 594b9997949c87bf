"""
Certificates with which a platform encrypts for a receiver: what they contain, and the form in which they are stored.

No I/O and no clock here: whether a certificate is still valid is decided elsewhere.

Source: docs/reference/cybersource.md, "Encryption certificate", for what the platform accepts.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from .encryption import SMALLEST_KEY
from .given.pem import CERTIFICATE, check_certificate, pem_text


@dataclass(frozen=True)
class Certificate:
    """
    What a certificate says.

    Args:
        pem: The certificate in PEM, and nothing around it.
        der: Base64 of its binary form, one line, as the platform stores it.
        valid_from: When it begins to be valid, UTC.
        expires_at: When it ends, UTC.
        subject: Its subject, RFC 4514.
        subject_serial: ``serialNumber`` of the subject, which messages may name as ``kid``; not the certificate's own.
        key_type: Kind of its key; `RSA`, the only one the platform takes.
        key_size: Bits of its key.
        fingerprint: SHA-256 of its binary form, hexadecimal.
        public_key: The key itself.
    """

    pem: str = field(repr=False)
    der: str = field(repr=False)
    valid_from: datetime
    expires_at: datetime
    subject: str
    subject_serial: str | None
    key_type: str
    key_size: int
    fingerprint: str
    public_key: RSAPublicKey = field(repr=False, compare=False)


def read_certificate(pem: object) -> Certificate:
    """
    Read the one certificate in *pem*: text or bytes.

    Raises:
        ValueError: It is something else, or one that the platform would refuse. The words follow the name of the
            field and show nothing of it.
    """
    text = pem_text(pem, CERTIFICATE)
    check_certificate(text)
    try:
        return _described(x509.load_pem_x509_certificate(text.encode()))
    except _Unfit as unfit:
        raise ValueError(str(unfit)) from None
    except (ValueError, x509.InvalidVersion):
        raise ValueError("is damaged: it cannot be read") from None


def read_stored_certificate(der: str) -> Certificate:
    """
    Read a certificate in the form the platform stores it: base64 of its binary form, one line.

    Raises:
        ValueError: It is none, or one the platform would refuse.
    """
    try:
        return _described(x509.load_der_x509_certificate(base64.b64decode(der, validate=True)))
    except binascii.Error:
        raise ValueError("is not base64 on one line") from None
    except _Unfit as unfit:
        raise ValueError(str(unfit)) from None
    except (ValueError, x509.InvalidVersion):
        raise ValueError("is not the base64 of a certificate") from None


class _Unfit(ValueError):
    """A readable certificate that the platform would refuse."""


def _described(certificate: x509.Certificate) -> Certificate:
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        raise _Unfit("has a key of an unknown kind, and an RSA key is needed") from None
    if not isinstance(key, RSAPublicKey):
        raise _Unfit("has a key that is not RSA, and the platform encrypts with RSA only")
    if key.key_size < SMALLEST_KEY:
        raise _Unfit(f"has a key of {key.key_size} bits, and {SMALLEST_KEY} or more are needed")
    serials = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return Certificate(
        pem=certificate.public_bytes(Encoding.PEM).decode(),
        der=base64.b64encode(certificate.public_bytes(Encoding.DER)).decode(),
        valid_from=certificate.not_valid_before_utc,
        expires_at=certificate.not_valid_after_utc,
        subject=certificate.subject.rfc4514_string(),
        subject_serial=str(serials[0].value) if serials else None,
        key_type="RSA",
        key_size=key.key_size,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        public_key=key,
    )
