"""The platform's side of a delivery, made without our code: plain `hmac`, and `cryptography` alone."""

import base64
import hashlib
import hmac
import json
import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc.jwk import RSAKey

VECTORS = Path(__file__).parents[2] / "vectors"
PAGES = VECTORS / "vendor_pages"
SIGNATURES = json.loads((VECTORS / "notification_signature.json").read_text())
MESSAGES = json.loads((VECTORS / "encryption.json").read_text())

KEY_ID = "bdc0fe52-0000-b0d6-e053-34b8d30a0504"
SECRET = base64.b64encode(b"a signature key of 32 bytes here").decode()
KEYS = {KEY_ID: SECRET}
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
PEM: bytes = RSAKey.import_key(MESSAGES["rsaKey"]).as_pem(private=True)
PAYLOAD = {"data": {"id": "1", "version": "1.0"}, "organizationId": "child"}


def envelope(**changes):
    """A notification of format version 3, with *changes*; None leaves a member out."""
    whole = {
        "eventType": "payments.capture.status.accepted",
        "webhookId": "17915c64-0000-5475-e063-7cb8d30a8089",
        "productId": "payments",
        "organizationId": "my_org",
        "eventDate": "2026-07-01T11:59:58",
        "transactionTraceId": "7ac2ad9f-0000-d3e9-e053-34b8d30aaf40",
        "retryNumber": 0,
        "payload": PAYLOAD,
        "requestType": "NEW",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def written(value):
    """*value* as JSON without blanks."""
    return json.dumps(value, separators=(",", ":")).encode()


def headers(content, *, at=NOON, key_id=KEY_ID, secret=SECRET):
    """Headers of a delivery in which *content* is what is signed."""
    sent = str(int(at.timestamp() * 1000)).encode()
    mac = hmac.new(base64.b64decode(secret), sent + b"." + content, hashlib.sha256).digest()
    return {"v-c-signature": f"t={sent.decode()};keyId={key_id};sig={base64.b64encode(mac).decode()}"}


def sealed(plaintext, *, alg="RSA-OAEP-256", enc="A256GCM", pem=PEM, **header):
    """*plaintext* as an encrypted message."""
    digest = hashes.SHA1() if alg == "RSA-OAEP" else hashes.SHA256()
    content_key, iv = os.urandom(32), os.urandom(12)
    protected = base64url(json.dumps({"alg": alg, "enc": enc, **header}).encode())
    wrapped = public_key(pem).encrypt(content_key, OAEP(MGF1(digest), digest, None))
    whole = AESGCM(content_key).encrypt(iv, plaintext, protected.encode())
    return ".".join([protected, *map(base64url, (wrapped, iv, whole[:-16], whole[-16:]))])


@cache
def public_key(pem: bytes) -> RSAPublicKey:
    """The public part of a private key; to load one takes as long as to encrypt for it a hundred times."""
    key = load_pem_private_key(pem, None)
    assert isinstance(key, RSAPrivateKey)
    return key.public_key()


def base64url(raw):
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Memory:
    """What a receiver remembers of deliveries; `ids` in the order in which they were asked for."""

    def __init__(self):
        self.ids = []

    def has_seen(self, delivery_id):
        """Whether it was asked for this one before."""
        self.ids.append(delivery_id)
        return self.ids.count(delivery_id) > 1
