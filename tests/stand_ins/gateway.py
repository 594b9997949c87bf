"""
A gateway between a client and a simulated platform, which can hold, lose, forge and mangle each exchange.

It knows nothing of webhooks. What happens to a request is up to a script; without one, it is passed on.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit

HOP_BY_HOP = frozenset({"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"})
PATIENCE = 30.0  # Seconds that the platform has for an answer.


@dataclass(frozen=True)
class Answer:
    """An answer to a request."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)


@dataclass
class Exchange:
    """
    A request that arrived, and what can be done about it.

    Args:
        number: How many requests arrived before it.
        method: In capitals.
        target: Path and query, as sent.
        at: When it arrived, on the monotonic clock.
        answered: When an answer was written; None before that, and when none ever is.
        status: Status of that answer, if it was a whole one.
    """

    number: int
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)
    at: float
    upstream: str = field(repr=False)
    handler: BaseHTTPRequestHandler = field(repr=False)
    answered: float | None = None
    status: int | None = None

    @property
    def is_refused(self) -> bool:
        """Whether the answer says for certain that nothing was processed."""
        return self.status is not None and 400 <= self.status < 500 and self.status != 408

    @property
    def is_change(self) -> bool:
        """Whether it asks for a change: everything but GET does."""
        return self.method != "GET"

    def forward(self) -> Answer:
        """Have the platform process the request, and return its answer."""
        connection = HTTPConnection(self.upstream, timeout=PATIENCE)
        try:
            connection.putrequest(self.method, self.target, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers:
                connection.putheader(name, value)
            connection.endheaders(self.body or None)
            response = connection.getresponse()
            headers = tuple((name, value) for name, value in response.getheaders() if name.lower() not in HOP_BY_HOP)
            return Answer(response.status, response.read(), headers)
        finally:
            connection.close()

    def reply(self, answer: Answer) -> None:
        """Give *answer* to the client."""
        with contextlib.suppress(OSError):  # The client has left.
            self.handler.send_response_only(answer.status)
            for name, value in answer.headers:
                self.handler.send_header(name, value)
            if answer.status != 204:
                self.handler.send_header("Content-Length", str(len(answer.body)))
            self.handler.end_headers()
            self.handler.wfile.write(answer.body)
            self.answered, self.status = monotonic(), answer.status

    def write(self, pieces: Iterable[bytes]) -> None:
        """Write *pieces* to the connection exactly as they are, then close it."""
        self.handler.close_connection = True
        with contextlib.suppress(OSError):
            for piece in pieces:
                self.handler.wfile.write(piece)
            self.answered = monotonic()

    def cut(self) -> None:
        """Reset the connection."""
        self.handler.close_connection = True
        with contextlib.suppress(OSError):
            self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def leaves_within(self, seconds: float) -> bool:
        """Whether the client closes the connection within *seconds*; returns as soon as it does."""
        try:
            readable, _, _ = select.select([self.handler.connection], [], [], seconds)
            return bool(readable) and not self.handler.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True


Script = Callable[[Exchange], None]


def pass_on(exchange: Exchange) -> None:
    """Be a gateway that changes nothing."""
    exchange.reply(exchange.forward())


class Gateway:
    """
    A server on loopback in front of a platform; `with Gateway() as gateway:` starts and stops one.

    `upstream` and `script` can be replaced at any time; `exchanges` has every request since the last `begin`.
    """

    def __init__(self) -> None:
        self.upstream = ""
        self.script: Script = pass_on
        self.exchanges: list[Exchange] = []
        self._lock = Lock()
        self._server = _Server(self._serve)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="gateway", daemon=True)
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"

    def begin(self, upstream: str, script: Script = pass_on) -> None:
        """
        Forget what was exchanged, and pass on to another platform.

        Args:
            upstream: Its endpoint.
            script: What happens to each request.
        """
        with self._lock:
            self.upstream = urlsplit(upstream).netloc
            self.script = script
            self.exchanges = []

    @property
    def changes(self) -> list[Exchange]:
        """The requests that asked for a change."""
        return [one for one in list(self.exchanges) if one.is_change]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        with self._lock:
            exchange = Exchange(
                number=len(self.exchanges),
                method=handler.command,
                target=handler.path,
                headers=tuple(handler.headers.items()),
                body=body,
                at=monotonic(),
                upstream=self.upstream,
                handler=handler,
            )
            self.exchanges.append(exchange)
            script = self.script
        try:
            script(exchange)
        except (OSError, HTTPException):  # The platform is gone: so is the client, after its test.
            exchange.cut()


class _Server(ThreadingHTTPServer):
    """Answers each connection in a thread of its own, for as long as its client stays."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, serve: Callable[[BaseHTTPRequestHandler], None]) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                serve(self)

            do_POST = do_PATCH = do_PUT = do_DELETE = do_GET  # noqa: N815 - the names that http.server calls

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        super().__init__(("127.0.0.1", 0), Handler)

    def shutdown_request(self, request: Any) -> None:
        """Close the connection without another word, so that a cut one is reset."""
        self.close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle of a request is nothing to report."""
