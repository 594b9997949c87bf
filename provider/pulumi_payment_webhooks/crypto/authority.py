"""
A certificate authority for this machine only, and the single server certificate that it signs. No I/O, no clock here.

A client that trusts it trusts nobody else: its certificate is limited to loopback names, and its key is discarded.

Source: RFC 5280, sections 4.2.1.3, 4.2.1.9 and 4.2.1.10.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ..net import LOOPBACK_NETWORKS, address_of

NAME = "payment-webhooks simulator, this machine only"
LOCALHOST = "localhost"


@dataclass(frozen=True)
class ServerCertificate:
    """
    What a server on this machine shows, and what its clients trust.

    Args:
        authority: The authority's certificate, PEM.
        certificate: The server's certificate, PEM.
        key: The server's private key, PEM.
    """

    authority: bytes
    certificate: bytes
    key: bytes = field(repr=False)


def server_certificate(addresses: Iterable[str], *, begins: datetime, days: int = 365) -> ServerCertificate:
    """
    A certificate for `localhost` and for *addresses*, signed by an authority of its own.

    Args:
        addresses: Loopback addresses besides 127.0.0.1 and ::1; names under `localhost` are in it anyway.
        begins: From when it is valid.
        days: For how long.
    """
    ends = begins + timedelta(days=days)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _authority(authority_key, begins, ends)
    identifier = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    certificate = (
        _begun(key, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOCALHOST)]), authority.subject, begins, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_names(addresses)), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .sign(authority_key, SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return ServerCertificate(_pem(authority), _pem(certificate), secret)


def is_ours(pem: bytes) -> bool:
    """Whether *pem* begins with the certificate of such an authority."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd certificates, which are somebody else's
            return x509.load_pem_x509_certificate(pem).subject == _NAME
    except ValueError:
        return False


_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])


def _authority(key: ec.EllipticCurvePrivateKey, begins: datetime, ends: datetime) -> x509.Certificate:
    permitted: list[x509.GeneralName] = [x509.DNSName(LOCALHOST), *map(x509.IPAddress, LOOPBACK_NETWORKS)]
    return (
        _begun(key, _NAME, _NAME, begins, ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(key, SHA256())
    )


def _begun(
    key: ec.EllipticCurvePrivateKey, subject: x509.Name, issuer: x509.Name, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _names(addresses: Iterable[str]) -> list[x509.GeneralName]:
    read = map(address_of, dict.fromkeys(["127.0.0.1", "::1", *addresses]))
    return [
        *(x509.DNSName(LOCALHOST), x509.DNSName(f"*.{LOCALHOST}")),
        *(x509.IPAddress(address) for address in read if address is not None),
    ]


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
