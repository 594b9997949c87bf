"""A platform on loopback with a script of answers, down to the bytes and the resets, and requests to it."""

import io
import json
import socketserver
import struct
import threading
from collections import deque
from dataclasses import dataclass, field
from http import HTTPStatus
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

from pulumi_payment_webhooks.client.answer import Answer
from pulumi_payment_webhooks.client.session import Session

NOWHERE = "http://127.0.0.1:1"
TLS_HANDSHAKE = b"\x16"


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int = field(repr=False)


class ScriptedPlatform(socketserver.ThreadingTCPServer):
    """Gives the answers of its script, one for each request; a request beyond its end is remembered as unexpected."""

    allow_reuse_address = True
    daemon_threads = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.endpoint = f"http://127.0.0.1:{self.server_address[1]}"
        self.requests: list[Received] = []
        self.unexpected: list[Received] = []
        self.stopping = threading.Event()
        self._script: deque[Any] = deque()

    def speak_tls(self, context):
        """From now on, speak TLS."""
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.endpoint = self.endpoint.replace("http:", "https:")

    def answers(self, status, body=None, **headers):
        """Next, answer with JSON."""
        content = b"" if body is None else json.dumps(body).encode()
        self.sends(status, content, **headers)

    def sends(self, status, content, **headers):
        """Next, answer with these bytes; a header given as None is left out."""
        fields = {"Content-Length": str(len(content)), **{k.replace("_", "-"): v for k, v in headers.items()}}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
        self.then([f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{head}\r\n".encode() + content])

    def then(self, pieces, *, reset=False, close=False):
        """Next, send *pieces* one after another, then keep the connection, close it or reset it."""
        self._script.append((pieces, reset, close))

    def next(self, request):
        """What to do with *request*."""
        if not self._script:
            self.unexpected.append(request)
            return [b"HTTP/1.1 418 Unexpected\r\nContent-Length: 0\r\n\r\n"], False, True
        return self._script.popleft()

    def handle_error(self, request, client_address):
        """A client that closes the connection early is not an error here."""


class Conversation(socketserver.StreamRequestHandler):
    """One connection: requests are read one after another."""

    disable_nagle_algorithm = True
    server: ScriptedPlatform
    rfile: io.BufferedReader

    def handle(self):
        while request := self.read():
            self.server.requests.append(request)
            pieces, reset, close = self.server.next(request)
            for piece in pieces:
                self.wfile.write(piece) if isinstance(piece, bytes) else self.server.stopping.wait(piece)
            if reset:
                self.request.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            if reset or close:
                return

    def read(self):
        if self.rfile.peek(1)[:1] == TLS_HANDSHAKE:
            self.wfile.write(b"this is no TLS\r\n")
            return None
        line = self.rfile.readline().decode()
        if not line.strip():
            return None
        method, target, _ = line.split(" ")
        headers = {}
        while field := self.rfile.readline().decode().strip():
            name, _, value = field.partition(":")
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        return Received(method, target, headers, body, self.client_address[1])


def get(session: Session) -> Answer:
    """A request that is safe to repeat."""
    return session.send("GET", "/things", safe_to_repeat=True)


def post(session: Session, body: Any = None) -> Answer:
    """A request that is not."""
    return session.send("POST", "/things", body=body or {}, safe_to_repeat=False)
