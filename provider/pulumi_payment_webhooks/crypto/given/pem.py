"""
PEM text: which blocks it holds, and why it is not the one block that is needed. No I/O, and no cryptography here.

As in `credentials`, each reason follows the name of what was given and shows nothing of it.
"""

from __future__ import annotations

import re
from typing import Final

from . import lookalikes as like

CERTIFICATE: Final = "CERTIFICATE"
_ENCRYPTED: Final = re.compile(r"-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED", re.MULTILINE)
_DER: Final = b"\x30"
_JAVA_KEYSTORE: Final = b"\xfe\xed\xfe\xed"
_P12_VERSION: Final = b"\x02\x01\x03"
_MEANINGS: Final = {
    "CERTIFICATE": "a certificate",
    "TRUSTED CERTIFICATE": "a certificate in the format of OpenSSL alone (openssl x509 -in FILE writes the usual one)",
    "CERTIFICATE REQUEST": "a certificate request",
    "NEW CERTIFICATE REQUEST": "a certificate request",
    "PUBLIC KEY": "a public key",
    "RSA PUBLIC KEY": "a public key",
    "PKCS7": "a PKCS #7 bundle",
    "PGP PRIVATE KEY BLOCK": "a PGP key",
    "PGP PUBLIC KEY BLOCK": "a PGP key",
}


def pem_text(value: object, label: str) -> str:
    """
    The PEM text in *value*: bytes or text, with whatever stands between its blocks.

    Args:
        value: What was given.
        label: What is needed: ``PRIVATE KEY`` or ``CERTIFICATE``.

    Raises:
        ValueError: It holds no block of PEM that is whole.
    """
    if isinstance(value, bytes | bytearray | memoryview) and (reason := _binary(bytes(value))):
        raise ValueError(reason)
    text = like.text_of(value)
    if mark := like.escape_in(text):
        raise ValueError(f"contains {mark} as two characters (a backslash and a letter) instead of line breaks")
    if "-----BEGIN " not in text:
        like.first(text, like.placeholder, like.as_json, like.quoted, like.a_path, _bare, like.hexadecimal)
        raise ValueError(f"is not PEM: it must begin with -----BEGIN {label}-----")
    labels = like.labels_of(text)
    if not labels or any(f"-----END {one}-----" not in text for one in labels):
        raise ValueError("is PEM that was cut: its line -----END …----- is missing")
    return text


def check_private_key(text: str) -> None:
    """
    Refuse PEM text that does not hold exactly one private key, in clear.

    Raises:
        ValueError: What it holds instead.
    """
    labels = like.labels_of(text)
    keys = [one for one in labels if one.endswith("PRIVATE KEY")]
    if not keys:
        raise ValueError(f"is {_meaning(labels[0])}, and the private key is needed")
    if len(keys) > 1:
        raise ValueError(f"holds {len(keys)} private keys: give each of them apart")
    if is_encrypted(text):
        raise ValueError("is encrypted with a passphrase: decrypt it first, with openssl pkey -in FILE -out FILE")
    if keys == ["OPENSSH PRIVATE KEY"]:
        raise ValueError("is in the format of OpenSSH: convert a copy with ssh-keygen -p -m PEM -f FILE")


def check_certificate(text: str) -> None:
    """
    Refuse PEM text that does not hold exactly one certificate, alone.

    Raises:
        ValueError: What it holds instead.
    """
    labels = like.labels_of(text)
    if any(one.endswith("PRIVATE KEY") for one in labels):
        raise ValueError("holds a private key, which must stay with the receiver: give the certificate alone")
    if others := [one for one in labels if one != CERTIFICATE]:
        raise ValueError(f"is {_meaning(others[0])}, and a certificate is needed")
    if len(labels) != 1:
        raise ValueError(f"holds {len(labels)} certificates: give the receiver's own, without its chain")


def is_encrypted(text: str) -> bool:
    """Whether a passphrase is needed to read the private key in *text*."""
    return _ENCRYPTED.search(text) is not None


def _meaning(label: str) -> str:
    return _MEANINGS.get(label, f"a PEM block of another kind ({label})")


def _binary(content: bytes) -> str | None:
    if content.startswith(_JAVA_KEYSTORE):
        return "is a Java keystore: export the key in PEM"
    if content.startswith(_DER) and _P12_VERSION in content[2:10]:
        return "is a P12 file: export what it holds in PEM, with openssl pkcs12 -in FILE"
    if content.startswith(_DER) and not content.isascii():
        return "is binary (DER): convert it to PEM, with openssl and -inform DER"
    return None


def _bare(text: str) -> str | None:
    """Base64 that would be PEM with two lines more, or is PEM itself."""
    content = like.decoded("".join(text.split()))
    if content is None:
        return None
    if b"-----BEGIN " in content:
        return "is base64 of PEM: decode it once"
    if content.startswith(_DER) and len(content) > 64:
        return "is base64 without its lines -----BEGIN …----- and -----END …-----"
    return None
