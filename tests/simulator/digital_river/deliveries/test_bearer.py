"""The token call before a delivery with the transport OAUTH."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest
from tests.simulator.digital_river.conftest import oauth
from tests.simulator.ear import Answer, Heard

HOOKS, LOGIN = "https://hooks.example.com", "https://login.example.com"


@pytest.fixture
def granting(simulator: Any, ear: Any) -> Callable[..., None]:
    """Lets `ear` be both the receiver and the token endpoint; returns how its answer about a token is set."""
    simulator.turn(resolve=(f"{HOOKS}={ear.url}", f"{LOGIN}={ear.url}"))

    def grant(status: int = 200, **content: Any) -> None:
        def answer(heard: Heard) -> Answer:
            if heard.path != "/oauth2/token":
                return Answer(200)
            return Answer(status, json.dumps({"access_token": "token-1", "token_type": "Bearer", **content}).encode())

        ear.answer = answer

    grant()
    return grant


def subscribe(ask: Any, **changes: Any) -> str:
    answer = ask.create(address=f"{HOOKS}/dr", transportType="OAUTH", oauth=oauth(**changes))
    assert answer.status == 201, answer.content
    id: str = answer.content["id"]
    return id


def form(heard: Heard) -> dict[str, str]:
    return dict(parse_qsl(heard.body.decode()))


def test_password_grant(ask: Any, simulator: Any, ear: Any, granting: Any) -> None:
    """
    The grant `password` sends client and user in a form, and the token goes with the callback.
    """
    subscribe(ask)

    simulator.emit("order.accepted")
    simulator.settle()

    call, callback = ear.heard
    assert form(call) == {
        "grant_type": "password",
        "client_id": "client-1",
        "client_secret": "client-secret",
        "username": "integration@example.com",
        "password": "user-secret",
    }
    assert (callback.path, callback.headers["authorization"]) == ("/dr", "Bearer token-1")
    assert "digitalriver-signature" in callback.headers


def test_client_credentials_grant(ask: Any, simulator: Any, ear: Any, granting: Any) -> None:
    """
    The grant `client_credentials` sends the client, and an audience if there is one.
    """
    simulator.turn(audience="accept")
    subscribe(ask, grantType="client_credentials", userName=..., password=..., audience="hooks")

    simulator.emit("order.accepted")
    simulator.settle()

    assert form(ear.heard[0]) == {
        "grant_type": "client_credentials",
        "client_id": "client-1",
        "client_secret": "client-secret",
        "audience": "hooks",
    }


def test_client_as_basic(ask: Any, simulator: Any, ear: Any, granting: Any) -> None:
    """
    A knob shows the client in a header instead of the form.
    """
    simulator.turn(oauth_client="basic")
    subscribe(ask, clientSecret="a b:c")

    simulator.emit("order.accepted")
    simulator.settle()

    header = ear.heard[0].headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(header).decode() == "client-1:a%20b%3Ac"
    assert not {"client_id", "client_secret"} & form(ear.heard[0]).keys()


@pytest.mark.parametrize(
    ("reuse", "content", "calls"),
    [("until_expiry", {"expires_in": 3600}, 1), ("until_expiry", {}, 2), ("never", {"expires_in": 3600}, 2)],
)
def test_reuse(ask: Any, simulator: Any, ear: Any, granting: Any, reuse: str, content: Any, calls: int) -> None:
    """
    A token is used again if its answer says how long it is valid, unless a knob forbids it.
    """
    granting(**content)
    simulator.turn(token_reuse=reuse)
    subscribe(ask)

    for _ in range(2):
        simulator.emit("order.accepted")
        simulator.settle()

    assert len(ear.at("/oauth2/token")) == calls


@pytest.mark.parametrize(("status", "content"), [(401, {}), (200, {"access_token": 5}), (200, {"token_type": "mac"})])
def test_token_call_that_fails(
    ask: Any, simulator: Any, ear: Any, granting: Any, status: int, content: dict[str, Any]
) -> None:
    """
    Without a token the attempt has failed, is made again, and nothing is sent to the receiver.
    """
    granting(status, **content)
    subscribe(ask)

    simulator.emit("order.accepted")
    simulator.settle()

    assert (simulator.deliveries[0].status, ear.at("/dr")) == ("RETRY", [])
    assert simulator.deliveries[0].attempts[0].error.startswith("no token")


def test_changed_credentials_are_used_at_once(ask: Any, simulator: Any, ear: Any, granting: Any) -> None:
    """
    A token of the previous credentials is not used after an update.
    """
    granting(expires_in=3600)
    id = subscribe(ask)
    simulator.emit("order.accepted")
    simulator.settle()
    simulator.move(1)
    ask("PATCH", f"/webhooks/{id}", {"oauth": oauth(clientSecret="other")})
    simulator.emit("order.accepted")
    simulator.settle()

    assert [form(one)["client_secret"] for one in ear.at("/oauth2/token")] == ["client-secret", "other"]
