"""
The changes of a platform as server-sent events, from the last one that a page received.

Source: HTML Living Standard, "Server-sent events": fields, `Last-Event-ID`, comments that keep a connection open.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Iterator

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from ..desk.journal.feed import Change
from .view import PageView

BEAT = 10.0
"""Seconds of silence after which a comment is sent, so that a lost connection is noticed."""
RETRY = 1000
"""Milliseconds after which a page reconnects."""


class Stream:
    """
    The ASGI application that streams.

    An event's id is `<run>-<number>`: the number of the last change in it, after a random word for this simulator,
    because the next simulator at this address counts from 1 again.

    Args:
        view: The platform as the page shows it.
    """

    def __init__(self, view: PageView) -> None:
        self._view = view
        self._run = secrets.token_hex(4)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send every change to a page until it disconnects."""
        last = Request(scope).headers.get("last-event-id", "")
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        streaming = asyncio.create_task(self._stream(send, self._number(last)))
        leaving = asyncio.create_task(_gone(receive))
        done, _ = await asyncio.wait({streaming, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in {streaming, leaving} - done:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for task in done:
            task.result()

    def _number(self, last: str) -> int | None:
        run, _, number = last.partition("-")
        return int(number) if run == self._run and number.isascii() and number.isdigit() else None

    async def _stream(self, send: Send, number: int | None) -> None:
        feed = self._view.source.deliveries.feed
        loop, news = asyncio.get_running_loop(), asyncio.Event()

        def wake(_: Change) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(news.set)

        stop = feed.listen(wake)
        try:
            await _write(send, f"retry: {RETRY}\n\n")
            while True:
                news.clear()
                number = await self._catch_up(send, number)
                try:
                    async with asyncio.timeout(BEAT):  # `wait_for` of Python 3.11 can swallow the end of a task.
                        await news.wait()
                except TimeoutError:
                    await _write(send, ": still here\n\n")
        finally:
            stop()

    async def _catch_up(self, send: Send, number: int | None) -> int:
        """Send the changes since *number*, or everything for None; later changes are sent next time."""
        latest = self._view.latest
        changes = None if number is None else self._view.source.deliveries.feed.since(number)
        for text in self._events(changes, latest):
            await _write(send, text)
        return latest

    def _events(self, changes: list[Change] | None, latest: int) -> Iterator[str]:
        """The events; only the last one has an id, so that a page that misses it gets all of them again."""
        events = list(self._view.events(changes))
        for place, (name, content) in enumerate(events, start=1):
            yield event(name, content, id=f"{self._run}-{latest}" if place == len(events) else None)


def event(name: str, content: object, *, id: str | None) -> str:
    """An event on the wire; JSON has no raw line breaks, so *content* is one line."""
    numbered = f"id: {id}\n" if id is not None else ""
    return f"{numbered}event: {name}\ndata: {json.dumps(content)}\n\n"


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _gone(receive: Receive) -> None:
    """Wait until the page has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass
