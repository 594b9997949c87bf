"""
What can go wrong with one request: answers that say too little, too much or something else, at every moment.

Each fault is a script for the gateway. `stored` is whether the platform has processed the request by then.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from threading import Event
from time import time

from tests.stand_ins.gateway import Answer, Exchange, Script

JSON = (("Content-Type", "application/json"),)
HTML = (("Content-Type", "text/html"),)
PATIENCE = 0.6
"""Seconds for which the client waits for an answer in the tests of faults."""
PAGE = b"<html><head><title>Sign in</title></head><body>Please sign in to continue.</body></html>"
KONG = b'{"message": "no Route matched with those values"}'
DENIED = b'{"response": {"rmsg": "Authentication Failed"}}'
REFUSED = b'{"status": "INVALID_REQUEST", "reason": "INVALID_DATA", "message": "refused by the matrix"}'
FAILED = b'{"status": "SERVER_ERROR", "reason": "SYSTEM_ERROR", "message": "the system failed"}'
BUSY = b'{"status": "BUSY", "message": "too many requests"}'


@dataclass(frozen=True)
class Fault:
    """
    One fault.

    Args:
        script: What happens to the request.
        count: How many requests meet it: a fault that ends with the first retry never shows.
        is_lie: Whether it is what the platform answers to a DELETE that it has carried out, and was not.
    """

    script: Script
    count: int = 1
    is_lie: bool = False


def answering(answer: Answer, *, stored: bool) -> Script:
    """
    Give *answer*, whatever the platform answers.
    """

    def script(exchange: Exchange) -> None:
        if stored:
            exchange.forward()
        exchange.reply(answer)

    return script


def rewriting(rewrite: Callable[[Answer], Answer]) -> Script:
    """
    Give the platform's answer after *rewrite*.
    """

    def script(exchange: Exchange) -> None:
        exchange.reply(rewrite(exchange.forward()))

    return script


def writing(bytes_of: Callable[[Answer], Iterator[bytes]]) -> Script:
    """
    Have the request stored, and write the bytes that *bytes_of* makes of the answer.
    """

    def script(exchange: Exchange) -> None:
        exchange.write(bytes_of(exchange.forward()))

    return script


def cutting(*, stored: bool) -> Script:
    """
    Reset the connection.
    """

    def script(exchange: Exchange) -> None:
        if stored:
            exchange.forward()
        exchange.cut()

    return script


def late(exchange: Exchange) -> None:
    """Store the request after the client has given up, and tell nobody."""
    if exchange.leaves_within(10 * PATIENCE):
        Event().wait(PATIENCE / 2)
    exchange.forward()


def silent(exchange: Exchange) -> None:
    """Never process the request, and never answer."""
    exchange.leaves_within(10 * PATIENCE)


def _head(answer: Answer, length: int) -> bytes:
    return f"HTTP/1.1 {answer.status} OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n".encode()


def _longer(answer: Answer) -> Iterator[bytes]:
    """Promise more than there is."""
    yield _head(answer, len(answer.body) + 50) + answer.body


def _shorter(answer: Answer) -> Iterator[bytes]:
    """Promise less than there is: what is read is cut off."""
    yield _head(answer, len(answer.body) // 2) + answer.body


def _drip(answer: Answer) -> Iterator[bytes]:
    """Write a few bytes at a time, each in time, all together too late."""
    yield _head(answer, len(answer.body))
    pause = Event()
    for place in range(0, len(answer.body), 16):
        pause.wait(PATIENCE / 6)
        yield answer.body[place : place + 16]


def _trickle(answer: Answer) -> Iterator[bytes]:
    """Write slowly, and end in time."""
    yield _head(answer, len(answer.body))
    pause, half = Event(), len(answer.body) // 2
    for piece in (answer.body[:half], answer.body[half:]):
        pause.wait(PATIENCE / 8)
        yield piece


def _endless(answer: Answer) -> Iterator[bytes]:
    """Give neither a length nor an end in time."""
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield f"{len(answer.body):x}\r\n".encode() + answer.body + b"\r\n"
    Event().wait(1.5 * PATIENCE)


def _other(answer: Answer) -> Answer:
    """An object without what identifies it."""
    return Answer(answer.status, b'{"status": "SUCCESS"}', JSON)


def _misnamed(answer: Answer) -> Answer:
    """The object under an id that leads elsewhere."""
    text = answer.body.decode()
    try:
        content = json.loads(text)
    except ValueError:
        return answer
    for row in content if isinstance(content, list) else [content]:
        for place in (row, row.get("keyInformation")) if isinstance(row, dict) else ():
            if isinstance(place, dict):
                place.update({name: "../products/x" for name in ("webhookId", "keyId") if name in place})
    return Answer(answer.status, json.dumps(content).encode(), JSON)


def _half(answer: Answer) -> Answer:
    return Answer(answer.status, answer.body[: len(answer.body) // 2], JSON)


def _unzipped(answer: Answer) -> Answer:
    return Answer(answer.status, answer.body, (*JSON, ("Content-Encoding", "gzip")))


def _zipped(answer: Answer) -> Answer:
    return Answer(answer.status, gzip.compress(answer.body), (*JSON, ("Content-Encoding", "gzip")))


def _marked(answer: Answer) -> Answer:
    return Answer(answer.status, b"\xef\xbb\xbf" + answer.body, JSON)


def _retry_after(value: str | None) -> Script:
    headers = JSON if value is None else (*JSON, ("Retry-After", value))
    return answering(Answer(429, BUSY, headers), stored=False)


def _bodies() -> Iterator[tuple[str, Fault]]:
    bodies = {
        "no-body": (200, b"", JSON),
        "204": (204, b"", ()),
        "null": (200, b"null", JSON),
        "empty-list": (200, b"[]", JSON),
        "text": (200, b'"ok"', JSON),
        "number": (200, b"7", JSON),
        "html": (200, PAGE, HTML),
        "rows-without-ids": (200, b'[{"name": "x"}, null, 7]', JSON),
    }
    for name, answer in bodies.items():
        for stored in (True, False):
            script = answering(Answer(*answer), stored=stored)
            is_lie = not stored and name in ("no-body", "204", "null")
            yield f"{name}-{_when(stored)}", Fault(script, count=9, is_lie=is_lie)


def _statuses() -> Iterator[tuple[str, Fault]]:
    statuses = {
        "302": (302, b"", (("Location", "https://login.example.com/"),)),
        "307": (307, b"", (("Location", "/elsewhere"),)),
        "401": (401, DENIED, JSON),
        "403": (403, REFUSED, JSON),
        "404-empty": (404, b"", ()),
        "404-kong": (404, KONG, JSON),
        "404-html": (404, PAGE, HTML),
        "404-null": (404, b"null", JSON),
        "404-list": (404, b"[]", JSON),
        "406": (406, b"", ()),
        "409": (409, REFUSED, JSON),
        "410-empty": (410, b"", ()),
        "413": (413, PAGE, HTML),
        **{str(status): (status, FAILED, JSON) for status in (500, 502, 503, 504)},
        "502-html": (502, PAGE, HTML),
    }
    for name, answer in statuses.items():
        for stored in (True, False):
            yield f"{name}-{_when(stored)}", Fault(answering(Answer(*answer), stored=stored), count=9)
    yield "503-once", Fault(answering(Answer(503, FAILED, JSON), stored=True))


def _when(stored: bool) -> str:
    return "after" if stored else "before"


FAULTS: dict[str, Fault] = {
    **dict(_bodies()),
    **dict(_statuses()),
    **{
        f"429-{name}": Fault(_retry_after(value))
        for name, value in {
            "plain": None,
            "0": "0",
            "1": "1",
            "date": formatdate(time() + 1, usegmt=True),
            "past": formatdate(0, usegmt=True),
            "words": "soon",
            "negative": "-5",
            "huge": "99999999999",
            "fraction": "0.1",
        }.items()
    },
    "429-for-ever": Fault(_retry_after("0"), count=99),
    "truncated": Fault(rewriting(_half), count=9),
    "another-object": Fault(rewriting(_other), count=9),
    "odd-id": Fault(rewriting(_misnamed), count=9),
    "not-gzip": Fault(rewriting(_unzipped), count=9),
    "gzip": Fault(rewriting(_zipped)),
    "byte-order-mark": Fault(rewriting(_marked), count=9),
    "length-too-long": Fault(writing(_longer), count=9),
    "length-too-short": Fault(writing(_shorter), count=9),
    "drip": Fault(writing(_drip), count=9),
    "trickle": Fault(writing(_trickle)),
    "endless": Fault(writing(_endless), count=9),
    "not-http": Fault(writing(lambda _: iter([b"\x15\x03\x01\x00\x02\x02\x46"])), count=9),
    "closed": Fault(writing(lambda _: iter(())), count=9),
    "reset-after": Fault(cutting(stored=True), count=9),
    "reset-once": Fault(cutting(stored=True)),
    "reset-before": Fault(cutting(stored=False), count=9),
    "late": Fault(late, count=9),
    "silent": Fault(silent, count=9),
}
