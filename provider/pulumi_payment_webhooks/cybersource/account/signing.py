"""
How a request to the REST API proves who sends it: a signed token (JWT), or the deprecated HTTP Signature.

Each signer gets what is about to be sent and returns the headers that sign it. Clock and token ids are arguments.
No I/O here, and no ``repr`` shows a key.

Source: "Getting Started with REST Developer Guide"; docs/reference/cybersource.md, "Authentication".
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Protocol

from ...client.schemes import AUTHORIZATION, Outgoing
from ...crypto.digest import digest
from ..rules import http_signature

TOKEN_LIFETIME = 120
"""Seconds; the platform accepts no longer lifetime."""

_MERCHANT = "v-c-merchant-id"
_SENT_AS_SIGNED = ("date", "digest")
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


def now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def new_token_id() -> str:
    """A token id that was never used before."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Sender:
    """
    Who sends and signs the requests.

    Args:
        merchant_id: Merchant that sends the requests.
        portfolio_id: Portfolio that owns a meta key; None when the merchant owns its key.
    """

    merchant_id: str
    portfolio_id: str | None = None

    @property
    def key_owner(self) -> str:
        """Id of the portfolio or merchant that owns the key."""
        return self.portfolio_id or self.merchant_id


class TokenSource(Protocol):
    """A key that signs tokens: a shared secret, or the key of a P12 file."""

    def token(self, claims: Mapping[str, str | int]) -> str:
        """A compact token with *claims*."""


@dataclass(frozen=True)
class JwtSigner:
    """
    Signs with a new token for every try, over digest, host, method and path.

    Args:
        sender: Who sends the requests.
        key: The key that signs: a shared secret (HS256) or the key of a P12 file (RS256). The claims are the same.
        clock: Returns the time.
        token_id: Returns a new id for each token.
    """

    sender: Sender
    key: TokenSource = field(repr=False)
    clock: Callable[[], datetime] = now
    token_id: Callable[[], str] = new_token_id

    def __call__(self, request: Outgoing) -> Mapping[str, str]:
        """The headers that sign *request*."""
        return {AUTHORIZATION: f"Bearer {self.key.token(self._claims(request))}"}

    def _claims(self, request: Outgoing) -> dict[str, str | int]:
        issued = int(self.clock().timestamp())
        return {
            **_digest_claims(request),
            "iat": issued,
            "exp": issued + TOKEN_LIFETIME,
            "request-method": request.method.lower(),
            "request-host": request.host,
            "request-resource-path": request.target,
            "iss": self.sender.key_owner,
            "jti": self.token_id(),
            "v-c-jwt-version": "2",
            _MERCHANT: self.sender.merchant_id,
        }


@dataclass(frozen=True)
class HttpSigner:
    """
    Signs with HMAC-SHA256 over host, date, target, digest and merchant.

    Args:
        sender: Who sends the requests.
        key_id: Id of the shared secret key.
        secret: The shared secret, base64-decoded.
        clock: Returns the time.
    """

    sender: Sender
    key_id: str
    secret: bytes = field(repr=False)
    clock: Callable[[], datetime] = now

    def __call__(self, request: Outgoing) -> Mapping[str, str]:
        """The headers that sign *request*."""
        signed = self._signed(request)
        return {
            **{name: value for name, value in signed.items() if name in _SENT_AS_SIGNED},
            # With a meta key the signature names the key's owner, and the header the merchant.
            _MERCHANT: self.sender.merchant_id,
            "signature": http_signature.request_signature_header(self.key_id, self.secret, list(signed), signed),
        }

    def _signed(self, request: Outgoing) -> dict[str, str]:
        """Name and value of everything that is signed, in the platform's order."""
        signed = {
            "host": request.authority,
            "date": format_datetime(self.clock(), usegmt=True),
            "request-target": f"{request.method.lower()} {request.target}",
        }
        if request.method in _WITH_BODY:
            signed["digest"] = f"SHA-256={digest(request.content)}"
        return signed | {_MERCHANT: self.sender.key_owner}


def _digest_claims(request: Outgoing) -> dict[str, str]:
    if request.method not in _WITH_BODY or not request.content:
        return {}
    return {"digest": digest(request.content), "digestAlgorithm": "SHA-256"}
