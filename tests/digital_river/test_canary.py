"""
No message shows a value that a program may have marked secret, or that the platform has repeated.

Every text field of both resources has a canary in it, and so has the API key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.digital_river.life import Life, next_run
from tests.digital_river.webhooks import WEBHOOK
from tests.stand_ins.gossip import Gossip, gossiping

from pulumi_payment_webhooks.digital_river.account.account import DigitalRiverAccount, account_of
from pulumi_payment_webhooks.errors import PaymentWebhooksError
from pulumi_payment_webhooks.settings.mechanism import Settings

SECRET = "digital_river:WebhookSecret"
BASIC: dict[str, Any] = {
    "address": "https://canary-address.example.com/Canary?token=canary-token",
    "types": ["order.accepted"],
    "authentication": {"username": "canary-username", "password": "canary-password"},
}
OAUTH: dict[str, Any] = {
    "address": "https://canary-address.example.com/Canary",
    "types": ["order.accepted"],
    "transportType": "OAUTH",
    "oauth": {
        "tokenEndPoint": "https://canary-login.example.com/token",
        "clientID": "canary-client",
        "clientSecret": "canary-secret",
        "userName": "canary-user",
        "password": "canary-password",
    },
}
DECLARED = [
    (WEBHOOK, BASIC),
    (WEBHOOK, OAUTH),
    (SECRET, {"webhook": "w-1", "rotation": "canary-rotation"}),
    (SECRET, {"webhook": "w-1", "existingSecret": "whk_canary"}),
]
declared = pytest.mark.parametrize(("kind", "news"), DECLARED, ids=["basic", "oauth", "secret", "existing"])


@pytest.fixture(scope="module")
def gossip() -> Iterator[Gossip]:
    """A platform that refuses everything and repeats all that it was ever sent."""
    with gossiping() as one:
        yield one


@pytest.fixture
def gossiped(gossip: Gossip) -> Iterator[DigitalRiverAccount]:
    """An account there, whose key has a canary in it."""
    gossip.known.clear()
    stack = {"Endpoint": gossip.endpoint, "ApiKey": "sk_test_canary0123", "Profile": "gc", "RetryWait": 0, "Retries": 2}
    config = {f"payment-webhooks:digitalRiver{name}": value for name, value in stack.items()}
    yield account_of(Settings(config.get, {}))
    next_run()


def failure_of(call: Callable[..., object], *arguments: Any, **named: Any) -> str:
    """What a call fails with; empty if it does not."""
    try:
        call(*arguments, **named)
    except PaymentWebhooksError as failure:
        return str(failure)
    return ""


@declared
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500, 201])
def test_refusal_is_quoted_without_values(
    gossiped: DigitalRiverAccount, gossip: Gossip, kind: str, news: dict[str, Any], status: int
) -> None:
    """
    A platform that repeats what it was sent, or what it has stored, is quoted without any of it.
    """
    gossip.status = status
    life = Life(kind, gossiped)
    inputs = life.inputs(news)
    changed = {**inputs, "rotation": "canary-other"} if "rotation" in inputs else {**inputs, "apiVersion": "latest"}
    run: dict[str, Any] = {"account": gossiped, "run": life.ear}
    failures = [
        failure_of(life.lifecycle.create, inputs, **run),
        failure_of(life.lifecycle.read, "w-1/secret", inputs, **run),
        failure_of(life.lifecycle.update, "w-1/secret", inputs, changed, **run),
        failure_of(life.lifecycle.delete, "w-1/secret", inputs, **run),
        *(str(one.problem) for one in life.lifecycle.advice(inputs, {}, **run)),
    ]
    said = "\n".join([*failures, *life.ear.warnings, *life.ear.notes, *life.ear.progressed])

    assert "canary" not in said.casefold()


@declared
@pytest.mark.parametrize("bad", [["canary list"], {"x": "canary"}, "", "canary \n", "http://canary", 7], ids=repr)
def test_check_shows_no_value(webhooks: Life, kind: str, news: dict[str, Any], bad: object) -> None:
    """
    Neither a good value nor a bad one, in any field, is shown by a check.
    """
    life = Life(kind, webhooks.account)
    said = []
    for field in news:
        checked = life.lifecycle.check({}, {**news, field: bad}, account=life.account)
        said += [str(one) for one in (*checked.failures, *checked.warnings)]

    assert "canary" not in "\n".join(said).casefold()
