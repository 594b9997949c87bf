"""A desk with a page on it: a platform that delivers tea, served over HTTP."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.simulator.desk.journal.feed import Feed
from pulumi_payment_webhooks.simulator.desk.mail.deliveries import Attempt, Deliveries, Delivery
from pulumi_payment_webhooks.simulator.desk.time.clock import Clock
from pulumi_payment_webhooks.simulator.desk.wire.calls import Call, Operation, Reply
from pulumi_payment_webhooks.simulator.desk.wire.desk import Desk
from pulumi_payment_webhooks.simulator.desk.wire.server import Server
from pulumi_payment_webhooks.simulator.page.app import pages
from pulumi_payment_webhooks.simulator.page.source import SignatureVerdict

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


class Cup(Delivery[Attempt]):
    """A delivery of tea, which has a table."""

    facts = (("Table", "seven"),)


class TeaRoom:
    """A platform without an API, and what its page shows."""

    operations: Sequence[Operation] = ()
    controls: Sequence[Operation] = ()

    def __init__(self) -> None:
        self.clock = Clock(lambda: NOON)
        self.deliveries: Deliveries[Cup] = Deliveries(Feed())
        self.guests: dict[str, dict[str, Any]] = {}

    def about(self) -> dict[str, Any]:
        return {"name": "Tea room", "emit": "brew tea.ready", "clockScale": 1}

    def subscriptions(self, most: int) -> Sequence[dict[str, Any]]:
        return list(self.guests.values())[-most:]

    def subscription_count(self) -> int:
        return len(self.guests)

    def subscription(self, id: str) -> dict[str, Any] | None:
        return self.guests.get(id)

    def verdict(self, attempt: Attempt) -> SignatureVerdict:
        return SignatureVerdict("verified", f"the seal of attempt {attempt.number} is whole")

    def serve(self, name: str = "tea.ready") -> Cup:
        return self.deliveries.add(Cup(event_type=name, webhook_id="w", url="http://127.0.0.1/tea", raised=NOON))

    def admit(self, call: Call) -> None:
        """Everyone may come in."""

    def unexpected(self, status: int, message: str, expected: Sequence[str]) -> Reply:
        return Reply(status, {"message": message})

    def fail(self, status: int) -> Reply:
        return Reply(status)

    def finish(self, call: Call, reply: Reply) -> Reply:
        return reply

    shown_headers: frozenset[str] = frozenset()

    def mask(self, body: Any) -> Any:
        return body

    def unlist(self, reply: Reply, *, seconds: float, requests: int) -> None:
        """Tea is not listed."""

    def reset(self) -> None:
        self.deliveries.clear()
        self.deliveries.feed.publish("reset")


@dataclass
class Event:
    """One server-sent event, as a browser puts it together."""

    name: str = "message"
    id: str | None = None
    data: str = ""

    @property
    def content(self) -> Any:
        return json.loads(self.data)


@dataclass
class Listener:
    """A browser's end of a stream, after the rules of the HTML standard."""

    connection: http.client.HTTPConnection
    response: http.client.HTTPResponse
    comments: list[str] = field(default_factory=list)

    def next(self) -> Event:
        """The next event; comments are skipped."""
        event, lines = Event(), 0
        while True:
            line = self.response.readline().decode().rstrip("\n")
            if not line and lines:
                return event
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "":
                self.comments.extend([value] if value else [])
                continue
            lines += name != "retry"
            match name:
                case "event":
                    event.name = value
                case "id":
                    event.id = value
                case "data":
                    event.data += value

    def close(self) -> None:
        self.connection.close()
        self.response.close()


class House:
    """The tea room on a socket."""

    def __init__(self) -> None:
        self.room = TeaRoom()
        self.desk = Desk(self.room, clock=self.room.clock)
        self.desk.pages.update(pages(self.room))
        self.server = Server(self.desk).start()
        self.address = self.server.endpoint.removeprefix("http://")
        self.listeners: list[Listener] = []

    def ask(
        self, target: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            connection.request(method, target, headers=dict(headers or {}))
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.headers.items()}
            return response.status, response.read(), named
        finally:
            connection.close()

    def listen(self, last: str | None = None) -> Listener:
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        connection.request("GET", "/_simulator/inbox/stream", headers={"Last-Event-ID": last} if last else {})
        listener = Listener(connection, connection.getresponse())
        self.listeners.append(listener)
        return listener

    def close(self) -> None:
        for listener in self.listeners:
            listener.close()
        self.server.stop()


@pytest.fixture
def house() -> Iterator[House]:
    """A served tea room."""
    house = House()
    yield house
    house.close()
