"""A client for tests of what the simulated platform answers."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.simulator.ear import Ear
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs

ADDRESS = "https://hooks.example.com/dr"
UNLIMITED = Knobs(requests_per_second_test=None, requests_per_second_live=None)


@dataclass
class Answer:
    """What came back; header names in lower case."""

    status: int
    content: Any
    headers: dict[str, str]

    @property
    def problems(self) -> list[tuple[str | None, str | None]]:
        """Code and parameter of each error."""
        return [(one.get("code"), one.get("parameter")) for one in self.content["errors"]]


class Asker:
    """Asks one simulator, with its secret key of test mode unless another is given."""

    def __init__(self, simulator: DigitalRiverSimulator) -> None:
        self.simulator = simulator
        self.connection = http.client.HTTPConnection(simulator.endpoint.removeprefix("http://"), timeout=PATIENCE)

    def __call__(self, method: str, target: str, body: Any = None, *, key: str | None = None, **headers: str) -> Answer:
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        usual = {"Authorization": f"Bearer {key or self.simulator.api_key}"}
        if raw:
            usual["Content-Type"] = "application/json"
        self.connection.request(method, target, raw or None, {**usual, **named})
        response = self.connection.getresponse()
        content = response.read()
        lower = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, json.loads(content) if content else None, lower)

    def create(self, *, key: str | None = None, **changes: Any) -> Answer:
        """Create a webhook whose body differs from the ordinary one by *changes*; `...` leaves a field out."""
        body = {**webhook(), **changes}
        sent = {name: value for name, value in body.items() if value is not ...}
        return self("POST", "/webhooks", sent, key=key)


def webhook() -> dict[str, Any]:
    """An ordinary body."""
    return {"types": ["refund.complete", "order.accepted"], "address": ADDRESS}


def oauth(**changes: Any) -> dict[str, Any]:
    """An ordinary OAUTH block of the grant `password`; `...` leaves a field out."""
    usual = {
        "tokenEndPoint": "https://login.example.com/oauth2/token",
        "clientID": "client-1",
        "clientSecret": "client-secret",
        "grantType": "password",
        "userName": "integration@example.com",
        "password": "user-secret",
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not ...}


@pytest.fixture
def simulator() -> Iterator[DigitalRiverSimulator]:
    """A simulator without a rate limit, which only its own tests want."""
    with DigitalRiverSimulator(knobs=UNLIMITED) as running:
        yield running


@pytest.fixture
def ask(simulator: DigitalRiverSimulator) -> Iterator[Asker]:
    """Asks `simulator`."""
    asker = Asker(simulator)
    yield asker
    asker.connection.close()


@pytest.fixture
def ear() -> Iterator[Ear]:
    """A server that listens where notifications are sent."""
    listening = Ear()
    yield listening
    listening.close()


@pytest.fixture
def listen(ask: Asker, ear: Ear) -> Callable[..., str]:
    """Creates a webhook that delivers to `ear`, with some fields changed, and returns its id."""

    def create(**changes: Any) -> str:
        answer = ask.create(**{"address": f"{ear.url}/hook", **changes})
        assert answer.status == 201, answer.content
        id: str = answer.content["id"]
        return id

    return create
