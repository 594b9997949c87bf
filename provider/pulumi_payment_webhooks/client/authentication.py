"""
How a request proves who sends it: a signed token, or the HTTP Signature scheme.

Each is an ``httpx.Auth`` that signs the exact bytes about to be sent, and does so again for every try.
Clock and token ids are arguments. No ``repr`` shows a key.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

import httpx

from ..crypto import jwt
from ..crypto.digest import digest
from ..cybersource.rules import http_signature

TOKEN_LIFE = 120  # seconds; the longest the platform accepts

_SENT_AS_SIGNED = ("date", "digest")
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def new_token_id() -> str:
    """A token id that was never used before."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Account:
    """
    In whose name requests are signed.

    Args:
        merchant_id: Merchant that sends the requests.
        key_owner: Portfolio that owns a meta key; None when the merchant owns its key.
    """

    merchant_id: str
    key_owner: str | None = None

    @property
    def signer(self) -> str:
        """Whose key it is."""
        return self.key_owner or self.merchant_id


class JwtAuthentication(httpx.Auth):
    """
    A fresh token for every try, over digest, host, method and path (reference §13.2).

    Args:
        account: In whose name.
        key: What signs: a shared secret with HS256, or the key of a P12 file with RS256. The claims are the same.
        clock: Tells the time.
        token_id: Gives each token an id of its own.
    """

    requires_request_body = True

    def __init__(
        self,
        account: Account,
        key: jwt.TokenKey,
        *,
        clock: Callable[[], datetime] = now,
        token_id: Callable[[], str] = new_token_id,
    ) -> None:
        self._account = account
        self._key = key
        self._clock = clock
        self._token_id = token_id

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Bearer {self._key.token(self._claims(request))}"
        yield request

    def _claims(self, request: httpx.Request) -> dict[str, str | int]:
        issued = int(self._clock().timestamp())
        return {
            **_digest_claims(request),
            "iat": issued,
            "exp": issued + TOKEN_LIFE,
            "request-method": request.method.lower(),
            "request-host": _host(request),
            "request-resource-path": _target(request),
            "iss": self._account.signer,
            "jti": self._token_id(),
            "v-c-jwt-version": "2",
            "v-c-merchant-id": self._account.merchant_id,
        }


class HttpSignatureAuthentication(httpx.Auth):
    """
    HMAC-SHA256 over host, date, target, digest and merchant (reference §13.1).

    Args:
        account: In whose name.
        key_id: Id of the shared secret key.
        secret: The shared secret, base64-decoded.
        clock: Tells the time.
    """

    requires_request_body = True

    def __init__(self, account: Account, *, key_id: str, secret: bytes, clock: Callable[[], datetime] = now) -> None:
        self._account = account
        self._key_id = key_id
        self._secret = secret
        self._clock = clock

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        signed = self._signed(request)
        request.headers.update({name: value for name, value in signed.items() if name in _SENT_AS_SIGNED})
        # With a meta key the signature names the key's owner, and the header the merchant.
        request.headers["v-c-merchant-id"] = self._account.merchant_id
        request.headers["signature"] = http_signature.signature_header(self._key_id, self._secret, list(signed), signed)
        yield request

    def _signed(self, request: httpx.Request) -> dict[str, str]:
        """Name and value of everything that is signed, in the platform's order."""
        signed = {
            "host": request.headers["host"],
            "date": format_datetime(self._clock(), usegmt=True),
            "request-target": f"{request.method.lower()} {_target(request)}",
        }
        if request.method in _WITH_BODY:
            signed["digest"] = f"SHA-256={digest(request.content)}"
        return signed | {"v-c-merchant-id": self._account.signer}


def _digest_claims(request: httpx.Request) -> dict[str, str]:
    if request.method not in _WITH_BODY or not request.content:
        return {}
    return {"digest": digest(request.content), "digestAlgorithm": "SHA-256"}


def _host(request: httpx.Request) -> str:
    """The host alone, as it stands in the Host header, without the port."""
    return f"[{request.url.host}]" if ":" in request.url.host else request.url.host


def _target(request: httpx.Request) -> str:
    """Path and query exactly as they are sent."""
    return request.url.raw_path.decode("ascii")
