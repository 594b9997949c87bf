"""Serves a desk over HTTP on loopback, in its own thread. The only module of the desk that listens."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
import ssl
import struct
from threading import Event, Thread
from typing import Self
from urllib.parse import unquote

import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from ....net import is_loopback, usual_spelling
from .calls import Call, Reply
from .control import PREFIX, Control
from .desk import Desk

KEPT_ALIVE = 600
_WHOLE_URL = re.compile(rb"https?://[^/]*(/.*)?", re.IGNORECASE)
_CUT = struct.pack("ii", 1, 0)
_TURNS = 3  # Of the event loop, after which whatever it has accepted is among the connections.


class Server:
    """
    An HTTP server for a desk.

    Args:
        desk: Answers the requests.
        host: A loopback address or `localhost`.
        port: 0 chooses a free port.
        tls: TLS context for https; None for http.
    """

    def __init__(
        self, desk: Desk, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        self._socket = _listen(host, port)
        self._loop = _Loop(Wire(desk), self._socket, tls)
        self._thread = Thread(target=self._loop.run_here, name="simulator", daemon=True)
        shown = f"[{host}]" if ":" in host else host
        self.endpoint = f"{'https' if tls else 'http'}://{shown}:{self._socket.getsockname()[1]}"

    def start(self) -> Self:
        """Serve; connections are accepted when this returns."""
        self._thread.start()
        self._loop.ready.wait()
        return self

    def stop(self) -> None:
        """Reset all connections and end the thread; calling it again does nothing."""
        self._loop.leave()
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()


class Wire:
    """The ASGI application: translates requests and answers, and carries out faults of the connection."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._control = Control(desk)
        self.connections: set[uvicorn.server.Protocols] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope = _in_origin_form(scope)
        request = Request(scope, receive)
        page = self._page(request)
        if page is not None:
            await page(scope, receive, send)
            return
        try:
            call = await _read(request)
        except ClientDisconnect:
            return
        if call.path == PREFIX or call.path.startswith(f"{PREFIX}/"):
            reply: Reply | None = await self._control_answer(call)
        else:
            reply = await self._answer(call, request)
        if reply is None:
            self._cut(request)
            await _gone(request)
            return
        await _response(reply)(scope, receive, send)

    def _page(self, request: Request) -> ASGIApp | None:
        """The page at the request's path, if there is one; `/` only for browsers."""
        path: str = request.scope["path"]
        if path == "/" and "text/html" not in request.headers.get("accept", ""):
            return None
        for own, page in self._desk.pages.items():
            if path == own or (own != "/" and path.startswith(f"{own}/")):
                return page
        return None

    async def _control_answer(self, call: Call) -> Reply:
        """Answer a control call; one that waits for deliveries gets a thread, because they may come to this server."""
        if self._control.waits(call):
            return await asyncio.to_thread(self._control.answer, call)
        return self._control.answer(call)

    async def _answer(self, call: Call, request: Request) -> Reply | None:
        """The answer; None to reset the connection, or if the client has disconnected."""
        desk = self._desk
        received = desk.note(call)
        fault = desk.faults.take(call.method, call.path)
        if await _leaves_within(request, desk.latency + (fault.seconds_before if fault else 0)):
            received.why = "the client disconnected before the request was carried out"
            return None
        reply = desk.answer(call, received, fault) if fault is None or fault.is_carried_out else None
        if await _leaves_within(request, desk.latency_after + (fault.seconds_after if fault else 0)):
            received.why = "the client disconnected before the answer"
            return None
        if fault and fault.kind == "reset":
            received.why = "fault reset"
            return None
        if fault and not fault.is_answered:
            reply = desk.fail(call, fault, received)
        received.status = reply.status if reply else None
        return reply

    def _cut(self, request: Request) -> None:
        """Reset the connection instead of answering."""
        for connection in list(self.connections):
            if request.client is not None and getattr(connection, "client", None) == tuple(request.client):
                _abort(connection)


class _Protocol(H11Protocol):
    """HTTP/1.1 only, without a warning for each client that offers an upgrade, as Java's does."""

    def _should_upgrade(self) -> bool:
        return False


class _Loop(uvicorn.Server):
    """uvicorn, started and stopped from another thread without delay."""

    def __init__(self, wire: Wire, listener: socket.socket, tls: ssl.SSLContext | None) -> None:
        super().__init__(
            uvicorn.Config(
                wire,
                http=_Protocol,
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEPT_ALIVE,
            )
        )
        self.config.load()
        self.config.ssl = tls
        wire.connections = self.server_state.connections
        self._listener = listener
        self._leaving = asyncio.Event()
        self._running: asyncio.AbstractEventLoop | None = None
        self.ready = Event()

    def run_here(self) -> None:
        try:
            asyncio.run(self.serve(sockets=[self._listener]))
        finally:
            self.ready.set()

    def leave(self) -> None:
        if self._running is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed already
                self._running.call_soon_threadsafe(self._leaving.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._running = asyncio.get_running_loop()
        self.ready.set()

    async def main_loop(self) -> None:
        while not self._leaving.is_set():
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._leaving.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        del sockets  # `Server.stop` closes it
        asyncio.get_running_loop().remove_reader(self._listener)
        for _ in range(_TURNS):  # asyncio loses what it has accepted if its server is closed at once.
            await asyncio.sleep(0)
        for connection in list(self.server_state.connections):
            _abort(connection)
        for server in self.servers:
            server.close()
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)


def _abort(connection: uvicorn.server.Protocols) -> None:
    transport = connection.transport
    plain = transport.get_extra_info("socket")
    if plain is not None:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _CUT)
    transport.abort()


def _listen(host: str, port: int) -> socket.socket:
    """
    A listening socket on loopback.

    Raises:
        ValueError: Other machines can reach *host*.
        OSError: The port is in use.
    """
    if not is_loopback(host):
        raise ValueError(f"{host} is not a loopback address; the simulator serves this machine only")
    address = "127.0.0.1" if usual_spelling(host) == "localhost" else usual_spelling(host)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio asks for TCP to set NODELAY
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(512)
    except BaseException:
        listener.close()
        raise
    return listener


def _in_origin_form(scope: Scope) -> Scope:
    """*scope* with the path alone if the request has a whole URL, as clients of a proxy send it (RFC 9112, 3.2.2)."""
    whole = _WHOLE_URL.fullmatch(scope.get("raw_path") or b"")
    if whole is None:
        return scope
    path: bytes = whole[1] or b"/"
    return {**scope, "raw_path": path, "path": unquote(path.decode("latin-1"))}


async def _read(request: Request) -> Call:
    query = request.url.query
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    sent: bytes = request.scope["query_string"]
    return Call(
        method=request.method.upper(),
        path=request.scope["path"],
        target=(raw + (b"?" + sent if sent else b"")).decode("latin-1"),
        query=dict(request.query_params) if query else {},
        headers={name.lower(): value for name, value in request.headers.items()},
        body=await request.body(),
        scheme=request.scope["scheme"],
    )


async def _gone(request: Request) -> None:
    """Wait until the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _leaves_within(request: Request, seconds: float) -> bool:
    if seconds <= 0:
        return False
    try:
        async with asyncio.timeout(seconds):
            await _gone(request)
    except TimeoutError:
        return False
    return True


def _response(reply: Reply) -> Response:
    headers = dict(reply.headers)
    if reply.text is not None:
        return Response(reply.text, reply.status, headers, media_type=reply.media_type or None)
    if reply.content is None:
        return Response(status_code=reply.status, headers=headers)
    return Response(json.dumps(reply.content), reply.status, headers, media_type="application/json")
