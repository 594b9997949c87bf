"""
Bearer tokens: signed claims for exactly one request. No I/O here.

Source: docs/reference/cybersource.md, "JSON Web Token": with a shared secret (HS256 and longer) or a P12 certificate
(RS256, PS256 and longer).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping

from ....crypto import jwt
from ....crypto.digest import digest
from ....crypto.jwt import TokenKey
from ...desk.time.clock import Clock
from ...desk.wire.calls import Call
from ..knobs import Knobs
from ..refusals import unauthenticated
from .credentials import Credentials
from .hosts import addressed_hosts

DIGEST_ALGORITHM_NAMES = ("digestAlgorithm", "digest-algorithm")
LONGEST_TIME = 12
MOST_AHEAD = 10
"""Seconds that the clock of a client may be ahead; the vendor does not publish it."""


class TokenCheck:
    """
    Verifies bearer tokens, and remembers their ids until they expire.

    Args:
        credentials: The account whose keys sign.
        knobs: Returns the current knobs.
        clock: Its wall time checks lifetimes.
    """

    def __init__(self, credentials: Credentials, *, knobs: Callable[[], Knobs], clock: Clock) -> None:
        self._credentials = credentials
        self._knobs = knobs
        self._clock = clock
        self._used: dict[str, float] = {}

    def check(self, call: Call, token: str, own_host: str) -> None:
        """
        Accept *call* if *token* was made for it.

        Raises:
            Declined: 401, the same whatever is wrong.
        """
        claims = self._verify(token)
        self._check_owner(claims)
        now = self._clock.wall().timestamp()
        self._check_times(claims, now)
        _check_request(claims, call, own_host)
        _check_body(claims, call)
        self._check_unused(claims, now)

    def forget(self) -> None:
        """Forget all used tokens."""
        self._used.clear()

    def _verify(self, token: str) -> Mapping[str, object]:
        try:
            header = jwt.peek_header(token)
        except ValueError as wrong:
            raise unauthenticated(str(wrong)) from None
        _require(str(header.get("typ", "JWT")).upper() == "JWT", "typ is not JWT")
        key = self._key_for(header)
        try:
            return jwt.claims_of(token, key.key, algorithm=key.algorithm)
        except ValueError as wrong:
            raise unauthenticated(str(wrong)) from None

    def _key_for(self, header: Mapping[str, object]) -> TokenKey:
        """The key of a token; the account decides its algorithms, not the token."""
        own, algorithm, key_id = self._credentials, str(header.get("alg")), header.get("kid")
        if algorithm in jwt.SECRET_ALGORITHMS and key_id == own.key_id:
            return TokenKey(own.key_id, algorithm, jwt.shared_secret_key(own.secret))
        if algorithm in jwt.RSA_ALGORITHMS and isinstance(key_id, str) and key_id in own.certificates:
            return TokenKey(key_id, algorithm, own.certificates[key_id].verifying.key)
        raise unauthenticated("kid is not the id of a key for this algorithm")

    def _check_owner(self, claims: Mapping[str, object]) -> None:
        _require(claims.get("v-c-jwt-version") == "2", 'v-c-jwt-version is not "2"')
        allowed = self._credentials.may_act(claims.get("iss"), claims.get("v-c-merchant-id"))
        _require(allowed, "iss and v-c-merchant-id do not belong to the key")
        _require("v-c-response-mle-kid" not in claims, "no key for encrypted responses exists")

    def _check_times(self, claims: Mapping[str, object], now: float) -> None:
        issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
        knobs = self._knobs()
        _require(issued <= now + MOST_AHEAD, "iat lies in the future")
        _require(now < expires, "the token has expired")
        _require(issued < expires, "exp is not after iat")
        _require(expires <= issued + knobs.jwt_lifetime_seconds, "exp is too long after iat")

    def _check_unused(self, claims: Mapping[str, object], now: float) -> None:
        token_id = claims.get("jti")
        if not isinstance(token_id, str) or not token_id:
            raise unauthenticated("jti is missing")
        _require(token_id not in self._used, "the token was used before")
        self._used = {one: until for one, until in self._used.items() if until >= now}
        self._used[token_id] = _seconds(claims, "exp")


def is_signed_with_certificate(call: Call) -> bool:
    """Whether *call*, which was accepted, has a token of a P12 certificate and not of the shared secret."""
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    try:
        return scheme.lower() == "bearer" and jwt.peek_header(token.strip()).get("alg") in jwt.RSA_ALGORITHMS
    except ValueError:
        return False


def _check_request(claims: Mapping[str, object], call: Call, own_host: str) -> None:
    method = str(claims.get("request-method", ""))
    _require(method.upper() == call.method, "request-method does not match")
    paths = (call.target, call.target.partition("?")[0])  # the guide shows the path, vendor libraries add the query
    _require(claims.get("request-resource-path") in paths, "request-resource-path does not match")
    host = str(claims.get("request-host", "")).lower()
    _require(host in addressed_hosts(call, own_host), "request-host does not match")


def _check_body(claims: Mapping[str, object], call: Call) -> None:
    if "digest" not in claims:
        _require(not call.body, "digest is missing")
        return
    sent = str(claims["digest"])
    is_right = hmac.compare_digest(sent.encode(errors="replace"), digest(call.body).encode())
    _require(is_right, "digest does not match the body")
    algorithms = {claims[name] for name in DIGEST_ALGORITHM_NAMES if isinstance(claims.get(name), str)}
    _require(algorithms == {"SHA-256"}, "digestAlgorithm is not SHA-256")


def _seconds(claims: Mapping[str, object], name: str) -> float:
    """A time; the guide's table has digits in quotes, its example and vendor libraries a number."""
    value = claims.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= LONGEST_TIME:
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise unauthenticated(f"{name} is not a number")
    return value


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise unauthenticated(otherwise)
