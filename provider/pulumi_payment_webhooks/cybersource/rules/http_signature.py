"""The HTTP Signature scheme of the Cybersource REST API, both sides. No I/O, no clock here."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PART = re.compile(r'(\w+)="([^"]*)"')


def string_to_sign(names: Sequence[str], values: Mapping[str, str]) -> str:
    """
    The text that is signed: one ``name: value`` line for each of *names*, no newline after the last.

    Raises:
        KeyError: A name of the list has no value.
    """
    return "\n".join(f"{name}: {values[name]}" for name in names)


def mac(secret: bytes, text: str) -> str:
    """Base64 of the HMAC-SHA256 of *text* under the decoded shared secret."""
    return base64.b64encode(hmac.digest(secret, text.encode(), "sha256")).decode()


def request_signature_header(key_id: str, secret: bytes, names: Sequence[str], values: Mapping[str, str]) -> str:
    """
    The ``signature`` header for a request.

    Args:
        key_id: Id of the shared secret key.
        secret: The shared secret, base64-decoded.
        names: Header names in the order in which they are signed, lower case.
        values: The value of each, ``request-target`` and ``digest`` included.
    """
    signature = mac(secret, string_to_sign(names, values))
    return f'keyid="{key_id}", algorithm="HmacSHA256", headers="{" ".join(names)}", signature="{signature}"'


@dataclass(frozen=True)
class SignatureHeader:
    """A ``signature`` header, taken apart."""

    key_id: str
    algorithm: str
    names: tuple[str, ...]
    signature: str


def parse_request_signature(header: str) -> SignatureHeader:
    """
    Take a ``signature`` header apart.

    Raises:
        ValueError: A part is missing.
    """
    parts = {name.lower(): value for name, value in _PART.findall(header)}
    try:
        return SignatureHeader(
            key_id=parts["keyid"],
            algorithm=parts["algorithm"],
            names=tuple(parts["headers"].lower().split()),
            signature=parts["signature"],
        )
    except KeyError as missing:
        raise ValueError(f"the signature header has no {missing.args[0]}") from None


def is_signed_with(secret: bytes, header: SignatureHeader, values: Mapping[str, str]) -> bool:
    """
    Whether *header* was computed with *secret* over *values*, compared in constant time.

    Raises:
        KeyError: A signed name has no value.
    """
    expected = mac(secret, string_to_sign(header.names, values))
    return hmac.compare_digest(expected.encode(), header.signature.encode())
