"""The server under every simulated platform, with a platform of two operations."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from tests.waiting import PATIENCE, wait_until

from pulumi_payment_webhooks.net import is_loopback
from pulumi_payment_webhooks.simulator.desk.time.clock import Clock
from pulumi_payment_webhooks.simulator.desk.wire.calls import Call, Operation, Reply
from pulumi_payment_webhooks.simulator.desk.wire.desk import Desk
from pulumi_payment_webhooks.simulator.desk.wire.faults import fault
from pulumi_payment_webhooks.simulator.desk.wire.server import Server


class Bell:
    """A platform that counts how often it was rung."""

    def __init__(self) -> None:
        self.rung = 0
        self.operations = [
            Operation("POST", "/bells/{name}", "ring", self._ring),
            Operation("GET", "/bells/{name}", "look", lambda call: Reply(200, dict(call.parameters))),
        ]
        self.controls: list[Operation] = []

    def _ring(self, call: Call) -> Reply:
        self.rung += 1
        return Reply(201, {"rung": self.rung, "target": call.target, "body": call.content})

    def admit(self, call: Call) -> None:
        """Everyone may ring."""

    def unexpected(self, status: int, message: str, expected: Sequence[str]) -> Reply:
        return Reply(status, {"message": message, "expected": list(expected)})

    def fail(self, status: int) -> Reply:
        return Reply(status, {"failed": status})

    def finish(self, call: Call, reply: Reply) -> Reply:
        return reply

    shown_headers = frozenset({"x-bell"})

    def mask(self, body: Any) -> Any:
        return "***" if body else body

    def unlist(self, reply: Reply, *, seconds: float, requests: int) -> None:
        """Bells have no list."""

    def reset(self) -> None:
        self.rung = 0


class House:
    """One served bell."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.desk = Desk(self.bell, clock=Clock())
        self.server = Server(self.desk).start()
        self.address = self.server.endpoint.removeprefix("http://")
        self.connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)

    def ask(self, method: str, target: str, body: Any = None) -> tuple[int, Any, dict[str, str]]:
        self.connection.request(method, target, None if body is None else json.dumps(body).encode())
        response = self.connection.getresponse()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return response.status, json.loads(response.read() or b"null"), headers

    def leave(self, target: str) -> None:
        """Ask, and hang up as soon as the request has arrived."""
        self.connection.request("POST", target)
        wait_until(self.desk, lambda: len(self.desk.requests))
        self.connection.close()


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    house.connection.close()
    house.server.stop()


def test_target_arrives_as_sent(house: House) -> None:
    """
    Percent signs and the query reach the platform untouched.
    """
    assert house.ask("POST", "/bells/a%20b?x=%2F", {"a": 1})[1]["target"] == "/bells/a%20b?x=%2F"


@pytest.mark.parametrize("origin", ["http://{address}", "HTTPS://apitest.example.com"])
def test_whole_url_is_read_as_its_path(house: House, origin: str) -> None:
    """
    A request for a whole URL, as clients send one to a proxy, asks for its path.
    """
    status, answer, _ = house.ask("POST", f"{origin.format(address=house.address)}/bells/a%20b?x=%2F")

    assert (status, answer["target"]) == (201, "/bells/a%20b?x=%2F")


def test_path_parameter_is_decoded(house: House) -> None:
    """
    What the braces stand for is decoded.
    """
    assert house.ask("GET", "/bells/a%20b")[1] == {"name": "a b"}


def test_connection_is_kept(house: House) -> None:
    """
    Two requests use one connection.
    """
    house.ask("GET", "/bells/a")
    first = house.connection.sock

    house.ask("GET", "/bells/a")

    assert house.connection.sock is first


def test_status_is_answered_on_demand(house: House) -> None:
    """
    A failing request is answered in the platform's words and not carried out.
    """
    house.desk.faults.add(fault(500))

    status, content, _ = house.ask("POST", "/bells/a")

    assert (status, content, house.bell.rung) == (500, {"failed": 500}, 0)


def test_answer_can_be_lost(house: House) -> None:
    """
    A failing request can be carried out all the same.
    """
    house.desk.faults.add(fault(502, stored=True))

    assert (house.ask("POST", "/bells/a")[0], house.bell.rung) == (502, 1)


@pytest.mark.parametrize(("details", "seconds"), [({}, "1"), ({"retry_after": 7}, "7")])
def test_too_many_requests_say_when(house: House, details: dict[str, int], seconds: str) -> None:
    """
    A 429 always has `Retry-After`.
    """
    house.desk.faults.add(fault(429, **details))

    assert house.ask("GET", "/bells/a")[2]["retry-after"] == seconds


@pytest.mark.parametrize(("kind", "rung"), [("reset-before", 0), ("reset-after", 1)])
def test_connection_is_reset(house: House, kind: str, rung: int) -> None:
    """
    The connection is cut before or after the change is made.
    """
    house.desk.faults.add(fault(kind))

    with pytest.raises(ConnectionResetError) as cut:
        house.ask("POST", "/bells/a")
    assert (cut.type, house.bell.rung) == (ConnectionResetError, rung)


def test_forwarded_request_is_reset(house: House) -> None:
    """
    The connection of the request is closed, whatever client its headers name.
    """
    house.desk.faults.add(fault("reset"))
    house.connection.request("POST", "/bells/a", headers={"X-Forwarded-For": "192.0.2.1"})

    with pytest.raises(ConnectionResetError):
        house.connection.getresponse()


def test_reset_is_noted(house: House) -> None:
    """
    A request that was cut has no status in the journal.
    """
    house.desk.faults.add(fault("reset"))

    with pytest.raises(ConnectionResetError):
        house.ask("POST", "/bells/a")
    assert (house.desk.requests[0].status, house.desk.requests[0].why) == (None, "fault reset")


@pytest.mark.parametrize(("stored", "rung"), [(False, 0), (True, 1)])
def test_client_that_gives_up(house: House, stored: bool, rung: int) -> None:
    """
    A client that leaves a slow request has changed something only if it was stored first.
    """
    house.desk.faults.add(fault("slow", seconds=60, stored=stored))
    house.leave("/bells/a")
    house.server.stop()

    assert house.bell.rung == rung


@pytest.mark.parametrize(("latency", "rung"), [({"seconds": 60}, 0), ({"after": 60}, 1)])
def test_latency_is_before_or_after(house: House, latency: dict[str, float], rung: int) -> None:
    """
    A client that leaves in the latency after its request has changed something; one that leaves before has not.
    """
    house.ask("PUT", "/_simulator/latency", latency)
    house.leave("/bells/a")
    house.server.stop()

    [received] = house.desk.requests
    assert (house.bell.rung, received.carried_out, received.status) == (rung, bool(rung), None)


def test_requests_wait_side_by_side(house: House) -> None:
    """
    Slow requests do not wait for each other: the quick one is answered while the slow one is under way.
    """
    house.desk.faults.add(fault("slow", seconds=60))
    other = http.client.HTTPConnection(house.address, timeout=PATIENCE)
    other.request("POST", "/bells/slow")
    wait_until(house.desk, lambda: len(house.desk.requests))

    assert house.ask("POST", "/bells/quick")[1]["rung"] == 1
    other.close()


def test_many_clients_at_once(house: House) -> None:
    """
    Changes asked for at the same time are all made, one at a time.
    """

    def ring() -> None:
        connection = http.client.HTTPConnection(house.address, timeout=PATIENCE)
        for _ in range(20):
            connection.request("POST", "/bells/a")
            connection.getresponse().read()
        connection.close()

    threads = [threading.Thread(target=ring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (house.bell.rung, len(house.desk.requests)) == (160, 160)


def test_half_a_request_is_harmless(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """
    A client that leaves before its body is complete leaves no trace and no noise.
    """
    host, _, port = house.address.partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as half:
        half.sendall(b"POST /bells/a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{")

    house.ask("GET", "/bells/a")
    house.server.stop()

    assert (house.bell.rung, caplog.records) == (0, [])


def test_offer_of_another_protocol_is_passed_over(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """
    A client that offers HTTP/2 with its request, as Java's does, is answered in HTTP/1.1, and without noise.
    """
    offer = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAEAAEAAAAIAAAAB"}
    house.connection.request("POST", "/bells/a", b"1", offer)
    response = house.connection.getresponse()
    told = json.loads(response.read())

    assert (response.status, response.version, told["body"], caplog.records) == (201, 11, 1, [])


def test_latency_is_bounded(house: House) -> None:
    """
    A latency that would hang every test is refused.
    """
    bodies: list[Any] = [{"seconds": 0.001}, {"after": 0.001}, {"seconds": 1e9}, {"after": "1"}, {"behind": 1}]

    assert [house.ask("PUT", "/_simulator/latency", body)[0] for body in bodies] == [200, 200, 400, 400, 400]


@pytest.mark.parametrize(
    ("body", "status"), [({"kind": "429", "count": 2}, 201), ({"kind": "tea"}, 400), ([], 400), ({}, 400)]
)
def test_faults_are_added_over_http(house: House, body: Any, status: int) -> None:
    """
    Another process adds faults; one that cannot be is refused.
    """
    assert house.ask("POST", "/_simulator/faults", body)[0] == status


def test_clock_is_moved_over_http(house: House) -> None:
    """
    Another process moves the platform's time, and the answer has the new one.
    """
    before = house.ask("GET", "/_simulator/clock")[1]["now"]

    after = house.ask("POST", "/_simulator/clock", {"days": 400})[1]["now"]

    assert int(after[:4]) > int(before[:4])


def test_stop_is_clean() -> None:
    """
    A server stops with connections open, twice if asked, and leaves neither thread nor warning.
    """
    before = set(threading.enumerate())  # A simulator that serves other tests may be running.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        house = House()
        house.ask("GET", "/bells/a")
        house.server.stop()
        house.server.stop()
        house.connection.close()

    assert set(threading.enumerate()) <= before


def test_stopped_before_started() -> None:
    """
    A server that never started gives its port back.
    """
    server = Server(Desk(Bell(), clock=Clock()))
    port = int(server.endpoint.rpartition(":")[2])

    server.stop()

    Server(Desk(Bell(), clock=Clock()), port=port).stop()


def test_taken_port_is_an_error() -> None:
    """
    Two servers cannot share a port.
    """
    first = Server(Desk(Bell(), clock=Clock()))

    with pytest.raises(OSError, match="in use"):
        Server(Desk(Bell(), clock=Clock()), port=int(first.endpoint.rpartition(":")[2]))
    first.stop()


@pytest.mark.parametrize(
    ("host", "mine"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("example.com", False),
    ],
)
def test_only_this_machine_is_served(host: str, mine: bool) -> None:
    """
    Nothing but loopback is listened on.
    """
    assert is_loopback(host) is mine


def test_connection_accepted_while_it_stops_is_closed(house: House) -> None:
    """
    A connection that is accepted in the moment in which the server stops is reset with the others, and not forgotten.
    """
    host, _, port = house.address.partition(":")
    running, late = house.server._loop._running, socket.socket()
    assert running is not None

    def knock() -> None:
        late.connect((host, int(port)))
        running.call_soon(house.server._loop._leaving.set)

    with late:
        running.call_soon_threadsafe(knock)
        house.server._thread.join(PATIENCE)
        late.settimeout(PATIENCE)

        with pytest.raises(ConnectionResetError):
            late.recv(1)
