"""A receiver of notifications, from the standard library, with answers that the test chooses."""

from __future__ import annotations

import contextlib
import json
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Heard:
    """One request that arrived; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    """What to answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Iterable[bytes] | None = None  # what follows, without an announced end


class Ear:
    """
    Listens on loopback. `answer` decides each answer; `script` gives the statuses of the next requests.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.heard: list[Heard] = []
        self.script: list[int] = []
        self.answer: Callable[[Heard], Answer] = self._scripted
        ear = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._hear()

            def do_POST(self) -> None:
                self._hear()

            def _hear(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                heard = Heard(self.command, self.path, headers, body)
                ear.heard.append(heard)
                answer = ear.answer(heard)
                self.send_response(answer.status)
                length = {} if answer.pieces is not None else {"Content-Length": str(len(answer.body))}
                for name, value in {**length, **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(OSError):  # whoever asked may have gone
                    for piece in answer.pieces or [answer.body]:
                        self.wfile.write(piece)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.server.server_port}"
        self._thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[Heard]:
        return iter(list(self.heard))

    def at(self, path: str) -> list[Heard]:
        """Those that came to one path."""
        return [one for one in self.heard if one.path == path]

    def _scripted(self, _: Heard) -> Answer:
        return Answer(self.script.pop(0) if self.script else 200)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()
