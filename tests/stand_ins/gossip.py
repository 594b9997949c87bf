"""A platform that refuses everything and repeats all that it was ever sent, in messages and details, in any case."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Gossip(ThreadingHTTPServer):
    """Answers each request with `status` and everything it knows."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.endpoint = f"http://127.0.0.1:{self.server_address[1]}"
        self.status = 400
        self.known: list[str] = []

    def hears(self, text: str) -> None:
        if text and text not in self.known:
            self.known.append(text)

    def answer(self) -> Any:
        """What it says: one sentence for each thing it knows, so that none is cut off, and another shape for each."""
        return {
            "message": f"record already exists: {'; '.join(self.known)}",
            "details": [{"field": one, "reason": one.upper()} for one in self.known],
            "errorInformation": {
                "reason": "INVALID_DATA",
                "details": [{"field": "x", "reason": r} for r in self.known],
            },
            "keyInformation": {"status": "FAILED", "message": "; ".join(self.known)},
            "errors": [{"type": "t", "message": one.lower()} for one in self.known],
        }


class _Conversation(BaseHTTPRequestHandler):
    server: Gossip

    def __getattr__(self, name: str) -> Any:
        """Every method is answered alike."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        for text in (self.path.rpartition("/")[2], *_texts(json.loads(body) if body else None)):
            self.server.hears(text)
        content = json.dumps(self.server.answer()).encode()
        self.send_response(self.server.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(one)


@contextmanager
def gossiping() -> Iterator[Gossip]:
    """One that answers for as long as the block runs."""
    with Gossip() as gossip:
        thread = threading.Thread(target=gossip.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield gossip
        finally:
            gossip.shutdown()
            thread.join()
