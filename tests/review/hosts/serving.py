"""What both stand-ins share: a server on loopback in its own thread, a journal, and failures on request."""

import socket
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.waiting import PATIENCE


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)
    body: Any


@dataclass(frozen=True)
class Failure:
    """
    An answer in place of the usual one.

    Args:
        status: HTTP status.
        body: JSON, or text.
        headers: Further headers.
        is_done: Whether the request is carried out nevertheless.
    """

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    is_done: bool = False


class Answered(Exception):
    """A request ends early with this answer."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.response = JSONResponse(body, status, dict(headers or {}))


class _Ready(uvicorn.Server):
    """A server that says when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class StandIn:
    """A host of code on loopback. Subclasses name their routes."""

    def __init__(self) -> None:
        self.requests: list[Received] = []
        self._failures: deque[tuple[str, Failure]] = deque()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        routes = [
            Route(path, self._answering(answer), methods=[method]) for (method, path), answer in self.routes().items()
        ]
        config = uvicorn.Config(Starlette(routes=routes), log_config=None, lifespan="off", ws="none")
        self._server = _Ready(config)
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [self._socket]})

    def routes(self) -> dict[tuple[str, str], Callable[[Received, Mapping[str, Any]], Response]]:
        """What answers which method and path."""
        raise NotImplementedError

    def fail(self, status: int, body: Any = None, *, method: str = "", is_done: bool = False, **headers: str) -> None:
        """Answer the next request, or the next with *method*, so."""
        spelled = {name.replace("_", "-"): value for name, value in headers.items()}
        self._failures.append((method, Failure(status, body, spelled, is_done)))

    def reset(self) -> None:
        """Forget everything, as if it had just been started."""
        self.requests.clear()
        self._failures.clear()

    def writes(self) -> list[str]:
        """The methods of the requests that change something."""
        return [one.method for one in self.requests if one.method != "GET"]

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._server.ready.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    def _answering(self, answer: Callable[[Received, Mapping[str, Any]], Response]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            content = await request.body()
            body = await request.json() if content else None
            path = request.url.path
            received = Received(request.method, path, dict(request.query_params), dict(request.headers), body)
            self.requests.append(received)
            failure = self._failure(request.method)
            if failure and not failure.is_done:
                return _response(failure)
            try:
                usual = answer(received, request.path_params)
            except Answered as early:
                return early.response
            return _response(failure) if failure else usual

        return endpoint

    def _failure(self, method: str) -> Failure | None:
        for position, (wanted, failure) in enumerate(self._failures):
            if wanted in ("", method):
                del self._failures[position]
                return failure
        return None


def _response(failure: Failure) -> Response:
    headers = dict(failure.headers)
    if isinstance(failure.body, str):
        return Response(failure.body, failure.status, headers, media_type="text/plain")
    return JSONResponse(failure.body, failure.status, headers)


def page_of(rows: list[Any], query: Mapping[str, str], url: str, *, usual: int, most: int = 100) -> Response:
    """One page of *rows*, with a header `Link` as both hosts write it."""
    size, number = min(most, int(query.get("per_page", usual))), int(query.get("page", 1))
    last = max(1, -(-len(rows) // size))
    links = {"first": 1, "last": last} | ({"next": number + 1} if number < last else {})
    others = "".join(f"&{name}={value}" for name, value in query.items() if name not in ("page", "per_page"))
    link = ", ".join(f'<{url}?page={page}&per_page={size}{others}>; rel="{rel}"' for rel, page in links.items())
    return JSONResponse(rows[(number - 1) * size : number * size], headers={"link": link} if last > 1 else {})
