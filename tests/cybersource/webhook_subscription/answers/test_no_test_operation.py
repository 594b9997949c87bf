"""The platform without its test operation, which exists in v1 alone."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.cli.command import at, run
from tests.cybersource.gateway import Gateway, Reply, gateway
from tests.cybersource.life import Life, account_at
from tests.cybersource.orders import LEAST, ROW, SUBSCRIPTION

from pulumi_payment_webhooks.cybersource.account.connection import disconnect

OWN = {"reason": "NOT_FOUND", "message": "no webhook"}
MISSING: dict[str, Reply] = {
    "own 404": Reply(404, OWN),
    "own 410": Reply(410, OWN),
    "404 without a body": Reply(404),
    "404 of a gateway": Reply(404, {"message": "no Route matched with those values"}),
    "410 without a body": Reply(410),
    "page": Reply(410, b"<html>gone</html>"),
    "405": Reply(405, {"message": "Method Not Allowed"}),
    "501": Reply(501),
}
missing = pytest.mark.parametrize("reply", MISSING.values(), ids=MISSING)
each_version = pytest.mark.parametrize("version", ["v1", "v2"])


@pytest.fixture
def platform_with() -> Iterator[Callable[[Reply], Gateway]]:
    """Gives a platform that answers the test operation with a reply, and has one subscription."""
    opened = []

    def start(reply: Reply, *, row: Any = ROW) -> Gateway:
        def answer(method: str, target: str) -> Reply:
            if method == "POST" and target.endswith("/w1"):
                return reply
            return Reply(404, OWN) if row is None else Reply(201 if method == "POST" else 200, row)

        running = gateway(answer)
        opened.append(running)
        return running.__enter__()

    yield start
    disconnect()
    for running in opened:
        running.__exit__(None, None, None)


@missing
@each_version
def test_deployment_goes_on(
    cybersource_simulator: Any, platform_with: Callable[[Reply], Gateway], reply: Reply, version: str
) -> None:
    """
    A subscription is created all the same; one warning says that the platform does not offer tests any more.
    """
    own = platform_with(reply)
    account = account_at(cybersource_simulator, Endpoint=own.endpoint, ApiVersion=version, OrganizationId="shop")
    life = Life(SUBSCRIPTION, account)
    stored = life.create({**LEAST, "testDelivery": True})

    assert stored.outputs["testDeliveryOutcome"]["status"] == "not offered"
    assert life.ear.warnings == [
        f"{life.account.host} does not offer test notifications any more, so none was sent; "
        "see docs/how-to/wait-and-test.md#test_delivery"
    ]


@missing
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_command_does_not_fail(
    cybersource_simulator: Any, platform_with: Callable[[Reply], Gateway], reply: Reply, as_json: bool
) -> None:
    """
    The command says that the platform does not offer tests any more, and ends with 0.
    """
    own = platform_with(reply)
    environment = {**at(cybersource_simulator), "CYBERSOURCE_ENDPOINT": own.endpoint}
    ran = run("test", "w1", *(["--json"] if as_json else []), environment=environment)
    host = own.endpoint.removeprefix("http://")
    text = f"{host} does not offer test notifications any more"

    assert (ran.code, ran.err) == (0, "")
    assert (json.loads(ran.out) if as_json else ran.out) == (
        {"sent": False, "reason": text} if as_json else f"{text}; nothing was sent.\n"
    )


def test_subscription_that_is_missing_is_no_missing_operation(
    cybersource_simulator: Any, platform_with: Callable[..., Gateway]
) -> None:
    """
    Where the platform's own 404 means the subscription, the command says that it does not exist.
    """
    own = platform_with(Reply(404, OWN), row=None)
    environment = {**at(cybersource_simulator), "CYBERSOURCE_ENDPOINT": own.endpoint}
    ran = run("test", "w1", environment=environment)

    assert (ran.code, ran.out) == (1, "")
    assert f"it does not exist at {own.endpoint.removeprefix('http://')}" in ran.err


@pytest.mark.parametrize("word", ["..", "a/b", "a b", " "], ids=repr)
@pytest.mark.parametrize("command", [["test"], ["replay", "--status", "FAILED"]], ids=str)
def test_id_that_is_none_is_an_option_that_is_wrong(cybersource_simulator: Any, command: list[str], word: str) -> None:
    """
    What cannot be an id is wrong before anything is sent.
    """
    ran = run(*command, word, environment=at(cybersource_simulator))

    assert (ran.code, len(cybersource_simulator.requests)) == (2, 0)
    assert "the id of the subscription" in ran.err
