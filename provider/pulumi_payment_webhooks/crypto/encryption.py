"""
Encrypted messages (JWE, compact): RSA-OAEP around a key for AES-256-GCM, and nothing else. No I/O, no clock here.

A message names its algorithms, but only these are accepted: it cannot use another algorithm, nor compression, which
would let a small message become a large one.

Sources: RFC 7516; docs/reference/cybersource.md, "Encryption", for the algorithms.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .given.pem import check_private_key, is_encrypted, pem_text

RSA_OAEP_256 = "RSA-OAEP-256"
RSA_OAEP = "RSA-OAEP"
A256GCM = "A256GCM"
SMALLEST_KEY = 2048
PRIVATE_KEY = "PRIVATE KEY"

_PADDINGS = {
    RSA_OAEP_256: OAEP(MGF1(hashes.SHA256()), hashes.SHA256(), None),
    RSA_OAEP: OAEP(MGF1(hashes.SHA1()), hashes.SHA1(), None),  # noqa: S303 - the name means SHA-1 (RFC 7518 §4.3)
}
_KINDS = {
    "ec": "an EC key",
    "dsa": "a DSA key",
    "dh": "a Diffie-Hellman key",
    "ed25519": "an Ed25519 key",
    "ed448": "an Ed448 key",
    "x25519": "an X25519 key",
    "x448": "an X448 key",
}
_FIRST = ("ey", "ew")  # an opening brace before a quote or blank, before a line break
_LONGEST_HEADER = 4096
_STANDARD = bytes.maketrans(b"-_+/=", b"+/!!!")  # from the alphabet for addresses; what it has not becomes an error
_KEY_BYTES, _IV_BYTES, _TAG_BYTES = 32, 12, 16


@dataclass(frozen=True)
class PrivateKey:
    """A private key for reading, and the id under which messages may name it."""

    key: RSAPrivateKey = field(repr=False)
    id: str | None = None


@dataclass(frozen=True)
class Sealed:
    """The parts of an encrypted message."""

    protected: str
    header: Mapping[str, Any] = field(repr=False)
    encrypted_key: bytes = field(repr=False)
    iv: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)
    tag: bytes = field(repr=False)

    @property
    def key_id(self) -> str | None:
        """The key that the message names."""
        id = self.header.get("kid")
        return id if isinstance(id, str) else None


def rsa_private_key(pem: object) -> RSAPrivateKey:
    """
    The RSA key in *pem*: text or bytes.

    Raises:
        ValueError: Why it cannot be used, in words that follow "the private key". They show nothing of it.
    """
    text = pem_text(pem, PRIVATE_KEY)
    check_private_key(text)
    return _loaded(text.encode())


@lru_cache(maxsize=64)
def _loaded(pem: bytes) -> RSAPrivateKey:
    """The key itself. Remembered, because reading one checks it, which takes longer than using it."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except UnsupportedAlgorithm:
        raise ValueError("is of an unknown kind, and an RSA key is needed") from None
    except (ValueError, TypeError):
        raise ValueError("is damaged: it cannot be read") from None
    if not isinstance(key, RSAPrivateKey):
        raise ValueError(f"is {_KINDS.get(_kind(key), 'of another kind')}, and an RSA key is needed")
    if key.key_size < SMALLEST_KEY:
        raise ValueError(f"has {key.key_size} bits, and an RSA key of {SMALLEST_KEY} bits or more is needed")
    return key


def is_locked(pem: bytes) -> bool:
    """Whether a passphrase is needed to read the private key in *pem*."""
    return is_encrypted(pem.decode("utf-8", "replace"))


def unlock(pem: bytes, passphrase: str) -> bytes:
    """
    The private key in *pem* without its passphrase; it must not be stored.

    Raises:
        ValueError: Why it does not open, in words that follow "the private key". They show nothing of either.
    """
    text = pem_text(pem, PRIVATE_KEY)
    try:
        key = serialization.load_pem_private_key(text.encode(), password=passphrase.encode())
    except UnsupportedAlgorithm:
        raise ValueError("is encrypted in a way that is not supported here: decrypt it with openssl pkey") from None
    except (ValueError, TypeError) as problem:
        raise ValueError(_why_locked(problem)) from None
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def is_sealed(text: str) -> bool:
    """Whether *text* looks like an encrypted message: five parts, of which the first is a JSON object in base64url."""
    return text.startswith(_FIRST) and text.count(".") == 4 and text.isascii()


def seal(
    plaintext: bytes, key: RSAPublicKey, *, algorithm: str = RSA_OAEP_256, header: Mapping[str, object] | None = None
) -> str:
    """
    *plaintext*, encrypted for the holder of *key*.

    Args:
        plaintext: What to encrypt.
        key: The public key of the certificate.
        algorithm: How the content key is wrapped.
        header: Members after ``alg`` and ``enc``: ``kid``, ``iat``, …
    """
    content_key, iv = os.urandom(_KEY_BYTES), os.urandom(_IV_BYTES)
    members = {"alg": algorithm, "enc": A256GCM, **(header or {})}
    protected = _encoded(json.dumps(members, separators=(",", ":")).encode())
    whole = AESGCM(content_key).encrypt(iv, plaintext, protected.encode())
    wrapped = key.encrypt(content_key, _PADDINGS[algorithm])
    return ".".join([protected, *map(_encoded, (wrapped, iv, whole[:-_TAG_BYTES], whole[-_TAG_BYTES:]))])


def parse_sealed(text: str) -> Sealed:
    """
    The parts of an encrypted message, its algorithms checked.

    Raises:
        ValueError: It is none, or wants something that is not allowed here.
    """
    protected, _, _ = text.partition(".")
    parts = text.encode("ascii", "replace").translate(_STANDARD).split(b".", 5)
    if len(parts) != 5 or not all(parts) or len(protected) > _LONGEST_HEADER:
        raise ValueError("not an encrypted message")
    raw_header, encrypted_key, iv, ciphertext, tag = map(_decoded, parts)
    header = _header(raw_header)
    if len(iv) != _IV_BYTES or len(tag) != _TAG_BYTES:
        raise ValueError("the encrypted message has parts of a wrong size")
    return Sealed(protected, header, encrypted_key, iv, ciphertext, tag)


def unseal(message: Sealed, keys: Sequence[PrivateKey]) -> bytes:
    """
    What *message* says, read with the key that it names or else with whichever of *keys* opens it.

    Raises:
        ValueError: None does. Always the same text, whatever was wrong.
    """
    named = [key for key in keys if key.id is not None and key.id == message.key_id]
    for one in named or keys:
        try:
            return _opened(message, one.key)
        except InvalidTag:
            continue
    raise ValueError("no private key opens the encrypted message")


def _opened(message: Sealed, key: RSAPrivateKey) -> bytes:
    """
    Unwrap the content key and decrypt. Where unwrapping fails, a random key takes its place, so that nobody learns
    from an error or its time which of the two steps failed (RFC 7516 §11.5).
    """
    content_key = os.urandom(_KEY_BYTES)
    try:
        unwrapped = key.decrypt(message.encrypted_key, _PADDINGS[message.header["alg"]])
    except ValueError:
        unwrapped = b""
    if len(unwrapped) == _KEY_BYTES:
        content_key = unwrapped
    return AESGCM(content_key).decrypt(message.iv, message.ciphertext + message.tag, message.protected.encode())


def _why_locked(problem: Exception) -> str:
    """Wrong passphrase or damage: the library says which, in the words that each of its versions has used."""
    if "ncorrect password" in str(problem):
        return "does not open: the passphrase is wrong"
    return "is damaged: it cannot be read"


def _kind(key: object) -> str:
    return type(key).__name__.removesuffix("PrivateKey").lower()


def _header(raw: bytes) -> dict[str, object]:
    try:
        header = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise ValueError("the header of the encrypted message is not JSON") from None
    if not isinstance(header, dict):
        raise ValueError("the header of the encrypted message is not an object")
    if header.get("alg") not in tuple(_PADDINGS) or header.get("enc") != A256GCM:
        raise ValueError("the encrypted message wants algorithms that are not allowed")
    if "zip" in header or "crit" in header:
        raise ValueError("the encrypted message wants compression or an extension")
    return header


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(part: bytes) -> bytes:
    try:
        return binascii.a2b_base64(part + b"=" * (-len(part) % 4), strict_mode=True)
    except binascii.Error:
        raise ValueError("not an encrypted message: a part is not base64url") from None
