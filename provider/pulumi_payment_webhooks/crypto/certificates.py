"""
Certificates with which a platform encrypts for us: what they say, and the form in which they are handed over.

No I/O, no clock here: whether a certificate is still valid is asked elsewhere, of the time given there.

Source: reference §10.4 for what the platform takes.
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

_BEGIN = "-----BEGIN "
_CERTIFICATE = f"{_BEGIN}CERTIFICATE-----"
_OTHERS = {
    "PRIVATE KEY": "a private key, which must stay with the receiver",
    "PUBLIC KEY": "a public key without a certificate, which the platform refuses",
    "CERTIFICATE REQUEST": "a request for a certificate, not yet the certificate",
}


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


def read_certificate(pem: str | bytes) -> Certificate:
    """
    Read the one certificate in *pem*.

    Raises:
        ValueError: It holds none, several, or one the platform would refuse. The text shows nothing of it.
    """
    text = pem if isinstance(pem, str) else pem.decode("ascii", "replace")
    _check_is_one(text)
    try:
        return _told(x509.load_pem_x509_certificate(text.encode()))
    except _Unfit as unfit:
        raise ValueError(str(unfit)) from None
    except (ValueError, x509.InvalidVersion):
        raise ValueError("the certificate cannot be read: it is damaged or not whole") from None


def read_stored_certificate(der: str) -> Certificate:
    """
    Read a certificate in the form the platform stores it: base64 of its binary form, one line.

    Raises:
        ValueError: It is none, or one the platform would refuse.
    """
    try:
        return _told(x509.load_der_x509_certificate(base64.b64decode(der, validate=True)))
    except binascii.Error:
        raise ValueError("this is not base64 on one line") from None
    except _Unfit as unfit:
        raise ValueError(str(unfit)) from None
    except (ValueError, x509.InvalidVersion):
        raise ValueError("this is not the base64 of a certificate") from None


class _Unfit(ValueError):
    """A readable certificate that the platform would refuse."""


def _check_is_one(text: str) -> None:
    count = text.count(_CERTIFICATE)
    if _BEGIN not in text:
        raise ValueError(f"this is no PEM: it must begin with {_CERTIFICATE}")
    for label, meaning in _OTHERS.items():
        if f"{label}-----" in text:
            raise ValueError(f"this holds {meaning}; give the certificate alone")
    if count != 1:
        raise ValueError(f"this holds {count} certificates; give the receiver's own, without its chain")


def _told(certificate: x509.Certificate) -> Certificate:
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        raise _Unfit("the certificate has a key of an unknown kind") from None
    if not isinstance(key, RSAPublicKey):
        raise _Unfit("the certificate's key is not RSA, and the platform encrypts with RSA only")
    if key.key_size < SMALLEST_KEY:
        raise _Unfit(f"the certificate's key has {key.key_size} bits; {SMALLEST_KEY} or more are needed")
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
