"""Sends requests for a simulated platform, to this machine only. The only module of the desk that connects."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock

import httpx

from .reach import Reach, Unreachable

SHOWN = 2048
READ = 65_536


@dataclass(frozen=True)
class Outcome:
    """
    The outcome of a request.

    Args:
        seconds: How long it took.
        status: Status of the answer; None if there was none.
        error: Why there was no answer; empty otherwise.
        body: Body of the answer, the first 64 KiB.
    """

    seconds: float = 0.0
    status: int | None = None
    error: str = ""
    body: bytes = field(default=b"", repr=False)

    def without(self, secret: str) -> Outcome:
        """The same outcome with *secret* masked, in case the receiver has echoed it."""
        return replace(self, body=self.body.replace(secret.encode(), b"***"))

    @property
    def text(self) -> str:
        """The beginning of the answer as text."""
        return self.body[:SHOWN].decode(errors="replace")


class Outbound:
    """
    Sends requests. Thread-safe.

    It follows no redirects, uses no proxies and keeps no connections: what a receiver does to one request never
    affects the next.

    Args:
        reach: Returns what can be reached now.
        limit: Returns the timeout of a request in seconds.
        check_tls: Returns whether certificates of receivers are checked.
        user_agent: The platform's `User-Agent`.
    """

    def __init__(
        self,
        *,
        reach: Callable[[], Reach],
        limit: Callable[[], float],
        check_tls: Callable[[], bool],
        user_agent: str,
    ) -> None:
        self._reach = reach
        self._limit = limit
        self._check_tls = check_tls
        self._user_agent = user_agent
        self._clients: dict[bool, httpx.Client] = {}
        self._is_closed = False
        self._lock = Lock()

    def send(self, method: str, url: str, *, headers: Mapping[str, str] | None = None, content: bytes = b"") -> Outcome:
        """Send a request and return its outcome; never raises because of the receiver."""
        try:
            target = self._reach().target(url)
        except Unreachable as no:
            return Outcome(error=f"unreachable: {no}")
        began, limit = time.monotonic(), self._limit()
        try:
            status, body = self._exchange(method, target, dict(headers or {}), content, until=began + limit)
        except httpx.TimeoutException:
            return Outcome(time.monotonic() - began, error=f"no answer within {limit:g} s")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as wrong:
            return Outcome(time.monotonic() - began, error=f"unreachable: {_words(wrong)}")
        return Outcome(time.monotonic() - began, status, body=body)

    def close(self) -> None:
        """Close all connections; later requests fail."""
        with self._lock:
            self._is_closed = True
            for client in self._clients.values():
                client.close()
            self._clients.clear()

    def _exchange(
        self, method: str, url: str, headers: dict[str, str], content: bytes, *, until: float
    ) -> tuple[int, bytes]:
        timeout = max(until - time.monotonic(), 0.001)
        sent = {"User-Agent": self._user_agent, **headers, "Connection": "close"}
        body = bytearray()
        with self._client().stream(method, url, headers=sent, content=content, timeout=timeout) as response:
            for piece in response.iter_raw(4096):
                body += piece
                if len(body) >= READ:
                    break
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer does not end")
        return response.status_code, bytes(body[:READ])

    def _client(self) -> httpx.Client:
        verify = self._check_tls()
        with self._lock:
            if self._is_closed:
                raise httpx.TransportError("the simulator has stopped")
            if verify not in self._clients:
                limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
                self._clients[verify] = httpx.Client(
                    verify=verify, trust_env=False, follow_redirects=False, limits=limits
                )
            return self._clients[verify]


def _words(wrong: Exception) -> str:
    text = str(wrong) or type(wrong).__name__
    if "Connection refused" in text:
        return "connection refused"
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate is not trusted"
    if isinstance(wrong, httpx.ConnectError):
        return f"cannot connect ({text})"
    if isinstance(wrong, httpx.RemoteProtocolError | httpx.ReadError | httpx.WriteError):
        return "the connection was closed before an answer"
    return text
