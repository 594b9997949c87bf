"""
Tokens that a simulated platform requests from a receiver's token endpoint before it delivers.

Does I/O through `Outbound`.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

from .outbound import Outbound, Outcome

LONGEST_LIFE = timedelta(days=365)
BEARER = "bearer"


class Undeliverable(Exception):
    """Nothing can be sent; the text has the reason."""


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
        is_cached: Whether it is cached at all.
    """

    url: str
    form: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    holder: tuple[str, ...]
    life: timedelta | None
    is_cached: bool = True


class Tokens:
    """
    Requests tokens, and caches each until it expires.

    Args:
        outbound: Sends requests.
        now: Returns the time by which tokens expire: that of the token endpoint.
    """

    def __init__(self, outbound: Outbound, now: Callable[[], datetime]) -> None:
        self._outbound = outbound
        self._now = now
        self._cached: dict[tuple[str, ...], tuple[str, datetime]] = {}
        self._turns: dict[tuple[str, ...], Lock] = {}
        self._lock = Lock()

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
            token, ends = self._cached.get(request.holder, ("", self._now()))
        return token if ends > self._now() else None

    def _fetch(self, request: TokenRequest) -> str:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json", **request.headers}
        content = urlencode(request.form).encode()
        outcome = self._outbound.send("POST", request.url, headers=headers, content=content)
        token, life = _read(outcome, request.life)
        if life and request.is_cached:
            with self._lock:
                self._cached[request.holder] = (token, self._now() + life)
        return token

    def forget(self, request: TokenRequest | None = None) -> None:
        """Drop a token from the cache, or all of them."""
        with self._lock:
            if request is None:
                self._cached.clear()
            else:
                self._cached.pop(request.holder, None)


def basic(user: str, password: str) -> str:
    """The `Authorization` header of HTTP Basic (RFC 7617)."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def basic_client(client: str, secret: str) -> str:
    """The `Authorization` header of an OAuth client: both parts are form-encoded first (RFC 6749, 2.3.1)."""
    return basic(quote(client, safe=""), quote(secret, safe=""))


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
    kind = answer.get("token_type", BEARER)
    if not isinstance(kind, str) or kind.lower() != BEARER:
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
