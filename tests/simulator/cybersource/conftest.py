"""A signed client for tests of what the simulated platform answers; how it signs is the contract suite's concern."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from tests.simulator.ear import Ear
from tests.waiting import PATIENCE, wait_until

from pulumi_payment_webhooks.crypto import jwt
from pulumi_payment_webhooks.crypto.digest import digest
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

V2 = "/notification-subscriptions/v2/webhooks"
ORGANIZATION = "acme_eu"


@dataclass
class Answer:
    """What came back."""

    status: int
    content: Any
    headers: dict[str, str]


class Asker:
    """Asks one simulator; the platform's calls are signed, those to its controls are not."""

    def __init__(self, simulator: CybersourceSimulator) -> None:
        self.simulator = simulator
        self.connection = http.client.HTTPConnection(simulator.endpoint.removeprefix("http://"), timeout=PATIENCE)

    def __call__(self, method: str, target: str, body: Any = None, **headers: str) -> Answer:
        self._send(method, target, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        lower = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, json.loads(content) if content else None, lower)

    def subscribe(self, **changes: Any) -> Answer:
        """Create a subscription whose body differs from the ordinary one by *changes*; None leaves a field out."""
        body = {**subscription(), **changes}
        return self("POST", V2, {name: value for name, value in body.items() if value is not None})

    def subscribe_and_leave(self) -> None:
        """Create the ordinary subscription, and hang up as soon as the request has arrived."""
        self._send("POST", V2, subscription(), {})
        wait_until(self.simulator, lambda: self.simulator.requests.matching("POST"))
        self.connection.close()

    def _send(self, method: str, target: str, body: Any, headers: Mapping[str, str]) -> None:
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, target, raw or None, {**self._signed(method, target, raw), **named})

    def _signed(self, method: str, target: str, raw: bytes) -> dict[str, str]:
        simulator, now = self.simulator, int(time.time())
        claims: dict[str, Any] = {
            "iat": now,
            "exp": now + 120,
            "request-method": method.lower(),
            "request-resource-path": target,
            "iss": simulator.merchant_id,
            "jti": str(uuid.uuid4()),
            "v-c-jwt-version": "2",
            "v-c-merchant-id": simulator.merchant_id,
            "request-host": self.connection.host,
        }
        if raw:
            claims |= {"digest": digest(raw), "digestAlgorithm": "SHA-256"}
        key = jwt.shared_secret_key(simulator.credentials.secret)
        token = jwt.issue({"alg": "HS256", "kid": simulator.key_id, "typ": "JWT"}, claims, key)
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def subscription() -> dict[str, Any]:
    """An ordinary body."""
    return {
        "name": "orders",
        "description": "order events",
        "organizationId": ORGANIZATION,
        "products": [{"productId": "tokenManagement", "eventTypes": ["tms.networktoken.updated"]}],
        "webhookUrl": "https://hooks.example.net/visa",
        "securityPolicy": {"securityType": "KEY"},
    }


@pytest.fixture
def simulator(cybersource_simulator: CybersourceSimulator) -> CybersourceSimulator:
    """A simulator with a signature key on file for the organization of these tests."""
    cybersource_simulator.add_signature_key(ORGANIZATION)
    return cybersource_simulator


@pytest.fixture
def ask(simulator: CybersourceSimulator) -> Iterator[Asker]:
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
    """Makes an active subscription that delivers to `ear`, with some fields changed, and returns its id."""

    def subscribe(**changes: Any) -> str:
        answer = ask.subscribe(**{"webhookUrl": f"{ear.url}/hook", **changes})
        assert answer.status == 201, answer.content
        webhook_id: str = answer.content["webhookId"]
        ask("PUT", f"{V2}/{webhook_id}/status", {"status": "ACTIVE"})
        return webhook_id

    return subscribe
