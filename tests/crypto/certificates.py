"""Certified keys for tests, of the published key in `vectors/jwt.json`: making a key anew is slow."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc.jwk import RSAKey

from pulumi_payment_webhooks.crypto.keys import CertifiedKey, certify
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "jwt.json").read_text())
ID = "1700000000000000000001"
PASSWORD = "open, sesame"


@cache
def private_key() -> RSAPrivateKey:
    """The key of RFC 7516, appendix A.1."""
    key = RSAKey.import_key(VECTORS["rsaKey"]).private_key
    assert isinstance(key, RSAPrivateKey)
    return key


def merchant_key(
    *, name: str = "testrest", id: str | None = ID, begins: datetime | None = None, days: int = 30
) -> CertifiedKey:
    """That key with a certificate for a merchant, valid since yesterday unless told otherwise."""
    begins = begins or datetime.now(UTC) - timedelta(days=1)
    return certify(private_key(), name=name, id=id, begins=begins, days=days)


def registered(simulator: CybersourceSimulator) -> CertifiedKey:
    """That key, on file for the merchant of *simulator*."""
    key = merchant_key(name=simulator.merchant_id)
    simulator.credentials.register(key)
    return key


def encryption_pem(
    *, name: str = "RequestKey", begins: datetime | None = None, days: int = 365, key: RSAPrivateKey | None = None
) -> str:
    """A certificate that a receiver would hand out to be encrypted for, in PEM; valid since yesterday unless told."""
    begins = begins or datetime.now(UTC) - timedelta(days=1)
    made = certify(key or private_key(), name=name, id=None, begins=begins, days=days)
    return made.certificate.public_bytes(Encoding.PEM).decode()


def der_line(pem: str) -> str:
    """The same certificate as the platform takes it: base64 on one line."""
    return "".join(pem.splitlines()[1:-1])
