"""
Tokens signed with a shared secret (JWS, compact, HS256: RFC 7515, RFC 7518 section 3.2). No I/O, no clock here.

Python signs these by itself, because each preview waits for its first request and a library of every algorithm loads
slowly. `jwt` verifies these tokens, and has the other algorithms; nothing of either belongs here.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

HS256 = "HS256"


@dataclass(frozen=True)
class SecretTokenKey:
    """
    A shared secret that signs tokens.

    Args:
        id: The ``kid``: by it the receiver finds the secret.
        secret: The secret, base64-decoded.
    """

    id: str
    secret: bytes = field(repr=False)

    def token(self, claims: Mapping[str, object]) -> str:
        """A compact token with *claims*, serialised in the order given."""
        signed = f"{_part({'alg': HS256, 'kid': self.id, 'typ': 'JWT'})}.{_part(claims)}"
        return f"{signed}.{_encoded(hmac.digest(self.secret, signed.encode(), 'sha256'))}"


def _part(members: Mapping[str, object]) -> str:
    return _encoded(json.dumps(dict(members), separators=(",", ":")).encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
