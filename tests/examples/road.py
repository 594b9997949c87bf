"""A real server for an application, and the road to it, on which things get lost, doubled, forged and late."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from threading import Event, Thread

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tests.waiting import PATIENCE

RETRY_COUNT = b"v-c-retry-count"


class Server(uvicorn.Server):
    """uvicorn in a thread of its own, on a free port of this machine."""

    def __init__(self, app: ASGIApp) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.listening = Event()
        super().__init__(
            uvicorn.Config(
                app, http="h11", loop="asyncio", ws="none", lifespan="off", log_config=None, access_log=False
            )
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    def run_here(self) -> None:
        asyncio.run(self.serve(sockets=[self.listener]))


class Road:
    """
    What stands before an application: each request to *path* meets the next of *troubles*.

    ``fine``: it passes. ``busy``: 503, and nobody was asked. ``cut``: the connection is reset before anybody was asked.
    ``answer lost``: it was handled, and the connection is reset. ``late``: it was handled, and no answer comes before
    the platform gives up. ``twice``: it passes, and comes again. ``forged``: a stranger's copy of it comes before it.

    Args:
        app: The application.
        path: What is disturbed; all else passes.
        troubles: Over and over again.
        late: How many of the requests that would pass come ``late``; each costs the platform's whole patience.
        patience: From this retry on a request meets no trouble, so that it arrives in the end.
    """

    def __init__(self, app: ASGIApp, path: str, *, troubles: Sequence[str], late: int, patience: int) -> None:
        self._app = app
        self._path = path
        self._troubles = cycle(troubles)
        self._late = late
        self._patience = patience
        self.server: Server | None = None
        self.met: Counter[str] = Counter()
        self.refused = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        may_fail = int(dict(scope["headers"]).get(RETRY_COUNT, b"0")) < self._patience
        trouble = next(self._troubles) if may_fail else "fine"
        if trouble == "fine" and self.met["late"] < self._late and may_fail:
            trouble = "late"
        self.met[trouble] += 1
        body = await _whole(receive)
        match trouble:
            case "busy":
                await send({"type": "http.response.start", "status": 503, "headers": []})
                await send({"type": "http.response.body", "body": b""})
            case "cut":
                await self._cut(scope, receive)
            case "answer lost":
                await self._pass(scope, body)
                await self._cut(scope, receive)
            case "late":
                await self._pass(scope, body)
                await _gone(receive)
            case "twice":
                await self._pass(scope, body, send)
                await self._pass(scope, body)
            case "forged":
                self.refused += await self._pass(scope, body.replace(b'"', b"'", 1)) == 401
                await self._pass(scope, body, send)
            case _:
                await self._pass(scope, body, send)

    async def _pass(self, scope: Scope, body: bytes, send: Send | None = None) -> int:
        """Let the application answer; without *send* nobody hears it. Returns the status."""
        status = 0

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def heard(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            if send is not None:
                await send(message)

        await self._app(scope, receive, heard)
        return status

    async def _cut(self, scope: Scope, receive: Receive) -> None:
        assert self.server is not None
        for connection in list(self.server.server_state.connections):
            if getattr(connection, "client", None) == scope["client"]:
                connection.transport.abort()
        await _gone(receive)


@contextmanager
def served(road: Road) -> Iterator[str]:
    """Serve what *road* leads to; gives the address."""
    road.server = server = Server(road)
    thread = Thread(target=server.run_here, name="receiver", daemon=True)
    thread.start()
    assert server.listening.wait(PATIENCE)
    try:
        yield server.address
    finally:
        server.should_exit = server.force_exit = True
        thread.join(PATIENCE)
        server.listener.close()


async def _whole(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _gone(receive: Receive) -> None:
    """Return when the platform has closed the connection, or it was closed."""
    while (await receive())["type"] != "http.disconnect":
        pass
