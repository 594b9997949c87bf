"""Signed tokens (JWS, compact) with a shared secret or an RSA key. No I/O, no clock here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, RSAKey

from .secret_token import HS256

RS256 = "RS256"
SECRET_ALGORITHMS = frozenset({HS256, "HS384", "HS512"})
"""Algorithms for a shared secret; this package signs with the first."""
RSA_ALGORITHMS = frozenset({RS256, "RS384", "RS512", "PS256", "PS384", "PS512"})
"""Algorithms for an RSA key; this package signs with the first."""


@dataclass(frozen=True)
class TokenKey:
    """
    A key, and what the header of its tokens says about it.

    Args:
        id: The ``kid``: by it the receiver finds the key.
        algorithm: Which it signs or verifies with.
        key: The key itself.
    """

    id: str
    algorithm: str
    key: OctKey | RSAKey = field(repr=False)

    def token(self, claims: Mapping[str, object]) -> str:
        """A compact token with *claims*."""
        return issue({"alg": self.algorithm, "kid": self.id, "typ": "JWT"}, claims, self.key)


def shared_secret_key(secret: bytes) -> OctKey:
    """The signing and verifying key for HS256, from a base64-decoded shared secret."""
    return OctKey.import_key(secret)


def issue(header: Mapping[str, object], claims: Mapping[str, object], key: OctKey | RSAKey) -> str:
    """
    A compact token with *header* (``alg``, ``kid``, …) and *claims*, serialised in the order given.
    """
    payload = json.dumps(dict(claims), separators=(",", ":")).encode()
    return jws.serialize_compact(dict(header), payload, key, registry=_lenient(HS256, RS256))


def peek_header(token: str) -> dict[str, object]:
    """
    The header of *token*, unverified: only good for choosing the key.

    Raises:
        ValueError: It is not a compact token.
    """
    try:
        return dict(jws.extract_compact(token.encode()).headers())
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError):
        raise ValueError("not a signed token") from None


def claims_of(token: str, key: OctKey | RSAKey, *, algorithm: str) -> dict[str, object]:
    """
    The claims of *token*, once its signature is verified with *key* under *algorithm* and no other.

    Raises:
        ValueError: Malformed, another algorithm, or a wrong signature.
    """
    try:
        payload = jws.deserialize_compact(token, key, registry=_lenient(algorithm)).payload
        claims = json.loads(payload)
    except (JoseError, ValueError, RecursionError):
        raise ValueError("the token does not verify") from None
    if not isinstance(claims, dict):
        raise ValueError("the token does not verify")
    return claims


def _lenient(*algorithms: str) -> jws.JWSRegistry:
    """Rules that allow *algorithms* and unknown header members; a registry overrules any other list of algorithms."""
    return jws.JWSRegistry(strict_check_header=False, algorithms=list(algorithms))
