"""A request that the platform stores after its answer was lost: what is not listed now may be listed soon."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.cybersource.gateway import Gateway, Reply, gateway
from tests.cybersource.life import Life, account_at
from tests.cybersource.orders import LEAST, ROW, SUBSCRIPTION

from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.cybersource.webhook_subscription.recovery import PAUSES
from pulumi_payment_webhooks.errors import AlreadyExists, Unclear

NONE = {"reason": "NOT_FOUND", "message": "no webhooks found"}
OTHER = {**ROW, "webhookId": "w9", "webhookUrl": "https://elsewhere.example.net/"}
EVENTS = [{"eventName": event} for event in LEAST["products"]["tokenManagement"]]
CATALOGUE = [{"productId": "tokenManagement", "eventTypes": EVENTS}]
each_version = pytest.mark.parametrize("version", ["v1", "v2"])


class Late:
    """Loses the answer to each POST, and lists *row* from the look number *listed* on."""

    def __init__(self, listed: int, row: dict[str, Any], *, requests_per_look: int) -> None:
        self.listed, self.row, self.requests_per_look = listed, row, requests_per_look
        self.requests = 0

    def __call__(self, method: str, target: str) -> Reply:
        if method == "POST":
            return Reply(504)
        if "/products/" in target:
            return Reply(200, CATALOGUE)
        if "?" not in target:
            return Reply(200, self.row)
        self.requests += 1
        is_listed = self.requests > (self.listed - 1) * self.requests_per_look
        return Reply(200, [self.row]) if is_listed else Reply(404, NONE)


@pytest.fixture
def late(cybersource_simulator: Any) -> Iterator[Any]:
    """Gives subscriptions at a late platform, and that platform."""
    opened = []

    def start(listed: int, row: dict[str, Any], version: str) -> tuple[Life, Gateway]:
        running = gateway(Late(listed, row, requests_per_look=len(EVENTS) if version == "v1" else 1))
        own = running.__enter__()
        opened.append(running)
        return Life(SUBSCRIPTION, account_at(cybersource_simulator, Endpoint=own.endpoint, ApiVersion=version)), own

    yield start
    disconnect()
    for running in opened:
        running.__exit__(None, None, None)


@pytest.mark.parametrize("listed", [1, 2, 3])
@each_version
def test_late_subscription_is_found(late: Any, listed: int, version: str) -> None:
    """
    A subscription that is listed by the first, second or third look is the one that was created; nothing is sent again.
    """
    life, own = late(listed, ROW, version)

    assert life.create(LEAST).id == "w1"
    assert [method for method, _ in own.asked].count("POST") == 1


@each_version
def test_looks_end(late: Any, version: str) -> None:
    """
    A subscription that no look finds is not known yet: the error says so, and to wait before the next run.
    """
    life, own = late(4, ROW, version)

    with pytest.raises(Unclear) as caught:
        life.create(LEAST)
    assert str(caught.value) == (
        f"cannot create subscription 'orders': HTTP 504; not known yet whether it was stored: "
        f"{life.account.host} does not list it yet; wait a minute, then run `pulumi up` again, "
        "with `adoptExisting` if it is there by then; see docs/how-to/recover-from-failures.md#the-answer-was-unclear"
    )
    assert [method for method, _ in own.asked].count("POST") == 1


@pytest.mark.parametrize("fault", [504, "reset-after"], ids=str)
@each_version
def test_next_run_adopts_what_was_stored_late(life_of: Any, simulator: Any, fault: Any, version: str) -> None:
    """
    A subscription that lists show only after the run is adopted by the next one, where it may: there is one in the end.
    """
    life = life_of(SUBSCRIPTION, ApiVersion=version)
    simulator.fail(fault, method="POST", stored=True, unlisted_seconds=60)
    with pytest.raises(Unclear, match="not known yet"):
        life.create({**LEAST, "adoptExisting": True})
    simulator.move(61)

    assert life.create({**LEAST, "adoptExisting": True}).id == next(iter(simulator.subscriptions)).webhook_id
    assert len(simulator.subscriptions) == 1


@each_version
def test_pauses_are_announced(late: Any, version: str) -> None:
    """
    Who waits sees why, and for how long.
    """
    life, _ = late(3, ROW, version)
    life.create(LEAST)

    said = [one for one in life.ear.progressed if "looking for the subscription again" in one]
    assert [one.rpartition(" in ")[2] for one in said] == [f"{pause:g} s" for pause in PAUSES]


def test_pauses_are_those_of_the_account(late: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Between two looks the account waits, which a `retry_wait` of 0 turns off; it waits for seconds, not for minutes.
    """
    life, _ = late(4, ROW, "v2")
    waited: list[float] = []
    monkeypatch.setattr(type(life.account), "wait", lambda _, seconds: waited.append(seconds))

    with pytest.raises(Unclear):
        life.create(LEAST)
    assert tuple(waited) == PAUSES
    assert sum(PAUSES) <= 10


@pytest.mark.parametrize("listed", [1, 2])
@each_version
def test_other_subscription_ends_the_looks(late: Any, listed: int, version: str) -> None:
    """
    A subscription of somebody else that has the product is named at once.
    """
    life, _ = late(listed, OTHER, version)

    with pytest.raises(AlreadyExists, match="w9 holds tokenManagement"):
        life.create(LEAST)
