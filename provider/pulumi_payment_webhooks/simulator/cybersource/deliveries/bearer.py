"""
The token that the platform requests before it delivers to a subscription with OAuth.

Source: docs/reference/cybersource.md, "Token call". The assertion of `oAuth_JWT` is not documented; here it is that of
RFC 7523, signed with the stored client secret (HS256), or with the organization's signature key if none is stored.
"""

from __future__ import annotations

import base64
import json
import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

from ....crypto import jwt
from ....cybersource.rules import words
from ...desk.mail.outbound import Outbound, Outcome
from ...desk.time.clock import Clock
from ..egress_keys import OAUTH, SIGNATURE, EgressKey
from ..platform import SimulatedPlatform
from ..subscriptions.subscriptions import Subscription
from .messages import Undeliverable

ASSERTION_LIFE = timedelta(minutes=5)
HMAC_BLOCK = 64
LONGEST_LIFE = timedelta(days=365)
CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True)
class TokenRequest:
    """
    A request for a token.

    Args:
        url: The token endpoint.
        form: Members of the body.
        headers: Headers besides the content type.
        holder: Cache key of the token.
        life: How long to cache it if the answer does not say; None does not cache.
    """

    url: str
    form: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    holder: tuple[str, ...]
    life: timedelta | None


class Bearer:
    """
    Requests tokens, and caches each until it expires.

    Args:
        platform: The simulated platform.
        outbound: Sends requests.
    """

    def __init__(self, platform: SimulatedPlatform, outbound: Outbound) -> None:
        self._platform = platform
        self._clock: Clock = platform.clock
        self._outbound = outbound
        self._cached: dict[tuple[str, ...], tuple[str, datetime]] = {}
        self._turns: dict[tuple[str, ...], Lock] = {}
        self._lock = Lock()

    def request(self, subscription: Subscription) -> TokenRequest | None:
        """
        The request for the token of *subscription*; None if it needs none.

        Raises:
            Undeliverable: Its credentials do not exist.
        """
        policy = subscription.document["securityPolicy"]
        if policy["securityType"] == words.KEY:
            return None
        config = policy["config"]
        expiry = config.get("oAuthTokenExpiry")
        life = timedelta(seconds=expiry) if expiry else None
        additional = config.get("additionalConfig", {})
        wanted = additional.get("keyId") or config.get("keyId")
        if policy["securityType"] == words.OAUTH:
            return self._with_secret(config["oAuthURL"], self._credentials(subscription, wanted), life)
        return self._with_assertion(config["oAuthURL"], subscription, additional, wanted, life)

    def token(self, request: TokenRequest) -> str:
        """
        A token, cached or new; of several deliveries that need the same token, one requests it.

        Raises:
            Undeliverable: The token endpoint returns none.
        """
        with self._lock:
            turn = self._turns.setdefault(request.holder, Lock())
        with turn:
            return self._cached_token(request) or self._fetch(request)

    def _cached_token(self, request: TokenRequest) -> str | None:
        with self._lock:
            token, ends = self._cached.get(request.holder, ("", self._clock.wall()))
        return token if ends > self._clock.wall() else None

    def _fetch(self, request: TokenRequest) -> str:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", **request.headers}
        content = urlencode(request.form).encode()
        outcome = self._outbound.send("POST", request.url, headers=headers, content=content)
        token, life = _read(outcome, request.life)
        if life:
            with self._lock:
                self._cached[request.holder] = (token, self._clock.wall() + life)
        return token

    def forget(self, request: TokenRequest | None = None) -> None:
        """Drop a token from the cache, or all of them."""
        with self._lock:
            if request is None:
                self._cached.clear()
            else:
                self._cached.pop(request.holder, None)

    def _with_secret(self, url: str, credentials: EgressKey, life: timedelta | None) -> TokenRequest:
        client, secret = credentials.client_key_id or "", credentials.secret
        holder = (url, credentials.key_id)
        form = {"grant_type": "client_credentials"}
        if self._platform.knobs.oauth_client == "form":
            return TokenRequest(url, {**form, "client_id": client, "client_secret": secret}, {}, holder, life)
        shown = base64.b64encode(
            f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()
        ).decode()  # RFC 6749 2.3.1
        return TokenRequest(url, form, {"Authorization": f"Basic {shown}"}, holder, life)

    def _with_assertion(
        self,
        url: str,
        subscription: Subscription,
        additional: Mapping[str, str],
        wanted: str | None,
        life: timedelta | None,
    ) -> TokenRequest:
        key = self._signer(subscription, wanted)
        client = additional.get("client_id") or key.client_key_id or subscription.organization_id
        now = self._clock.wall()
        claims = {
            "iss": client,
            "sub": client,
            "aud": additional.get("aud") or url,
            "iat": math.floor(now.timestamp()),
            "exp": math.floor((now + ASSERTION_LIFE).timestamp()),
            "jti": str(uuid.uuid4()),
        }
        header = {"alg": jwt.HS256, "kid": wanted or key.key_id, "typ": "JWT"}
        assertion = jwt.issue(header, claims, jwt.shared_secret_key(_secret_of(key)))
        if self._platform.knobs.oauth_assertion == "grant":
            form = {"grant_type": JWT_GRANT, "assertion": assertion}
        else:
            form = {
                "grant_type": "client_credentials",
                "client_id": client,
                "client_assertion_type": CLIENT_ASSERTION,
                "client_assertion": assertion,
            }
        scope = additional.get("scope")
        if scope:
            form["scope"] = scope
        return TokenRequest(url, form, {}, (url, key.key_id, client, scope or ""), life)

    def _credentials(self, subscription: Subscription, wanted: str | None) -> EgressKey:
        """The credentials that the subscription names if they exist, otherwise the current ones."""
        named = self._platform.keys.find(wanted)
        if named is not None and (named.key_type, named.organization_id) == (OAUTH, subscription.organization_id):
            return named
        current = self._platform.keys.current(OAUTH, subscription.organization_id)
        if current is None:
            raise Undeliverable(f"no OAuth credentials exist for organization {subscription.organization_id}")
        return current

    def _signer(self, subscription: Subscription, wanted: str | None) -> EgressKey:
        try:
            return self._credentials(subscription, wanted)
        except Undeliverable:
            signer = self._platform.keys.current(SIGNATURE, subscription.organization_id)
        if signer is None:
            organization = subscription.organization_id
            raise Undeliverable(f"no key exists that can sign an assertion of organization {organization}")
        return signer


def _secret_of(key: EgressKey) -> bytes:
    """
    The bytes that sign, padded with zeros to the block of HMAC, as HMAC itself does (RFC 2104): so joserfc does not
    warn about a short client secret.
    """
    secret = base64.b64decode(key.secret) if key.key_type == SIGNATURE else key.secret.encode()
    return secret.ljust(HMAC_BLOCK, b"\0")


def _read(outcome: Outcome, life: timedelta | None) -> tuple[str, timedelta | None]:
    if outcome.status is None:
        raise Undeliverable(f"no token, the token endpoint: {outcome.error}")
    if outcome.status != 200:
        raise Undeliverable(f"no token: the token endpoint answered {outcome.status}")
    try:
        answer: Any = json.loads(outcome.body)
    except (ValueError, RecursionError):
        answer = None
    token = answer.get("access_token") if isinstance(answer, dict) else None
    if not isinstance(token, str) or not token or not token.isprintable() or not token.isascii():
        raise Undeliverable("no token: the token endpoint's answer has no access_token")
    kind = answer.get("token_type", words.BEARER)
    if not isinstance(kind, str) or kind.lower() != words.BEARER.lower():
        raise Undeliverable("no token: the token endpoint's answer has no Bearer token")
    return token, _life(answer.get("expires_in"), life)


def _life(seconds: object, otherwise: timedelta | None) -> timedelta | None:
    """How long a token is valid whose answer has *seconds*; *otherwise* if that is not a number."""
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdigit():
        seconds = float(seconds)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return otherwise
    if isinstance(seconds, float) and not math.isfinite(seconds):
        return otherwise
    return timedelta(seconds=min(max(seconds, 0), LONGEST_LIFE.total_seconds()))
