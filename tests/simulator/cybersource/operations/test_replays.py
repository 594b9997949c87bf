"""The replay of notifications."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from tests.simulator.ear import Answer
from tests.waiting import PATIENCE

EVENT = "tms.networktoken.updated"
OTHER = "tms.networktoken.binding"
PRODUCTS = [{"productId": "tokenManagement", "eventTypes": [EVENT, OTHER]}]


@pytest.fixture
def failed(simulator: Any, ear: Any, listen: Any) -> Any:
    """A subscription's id, after a message of each of two events has failed."""
    webhook_id = listen(products=PRODUCTS, retryPolicy={"numberOfRetries": 0})
    ear.script = [500, 500]
    for event in (EVENT, OTHER):
        simulator.emit(event)
        simulator.settle()
    ear.heard.clear()
    return webhook_id


def replay(ask: Any, webhook_id: str, body: Any, prefix: str = "/nrtf/v1") -> Any:
    return ask("POST", f"{prefix}/webhooks/{webhook_id}/replays", body)


def by_status(**details: Any) -> dict[str, Any]:
    return {"byDeliveryStatus": {"status": "FAILED", **details}}


def test_by_trace_id(ask: Any, simulator: Any, ear: Any, failed: str) -> None:
    """
    A message named by the trace id of an attempt is sent again, as a replay with a new trace id.
    """
    trace = simulator.deliveries[1].attempts[0].trace_id

    answer = replay(ask, failed, {"byTransactionTraceIdentifiers": [trace.upper()]})
    simulator.settle()

    one = ear.heard[0]
    assert (answer.status, len(ear.heard), simulator.deliveries[1].status) == (202, 1, "DELIVERED")
    assert (one.headers["v-c-event-type"], one.headers["v-c-request-type"]) == (OTHER, "REPLAY")
    assert one.content["transactionTraceId"] not in (trace, None)


@pytest.mark.parametrize(
    ("details", "events"),
    [
        ({}, [EVENT, OTHER]),
        ({"hoursBack": "24"}, [EVENT, OTHER]),
        ({"eventType": OTHER}, [OTHER]),
        ({"productId": "tokenManagement"}, [EVENT, OTHER]),
        ({"productId": "payments"}, []),
        ({"status": "RETRY"}, []),
    ],
)
def test_by_status(ask: Any, simulator: Any, ear: Any, failed: str, details: dict[str, Any], events: list[str]) -> None:
    """
    What failed within a day and matches the filters is sent again, in order.
    """
    answer = replay(ask, failed, by_status(**details))
    simulator.settle()

    assert (answer.status, sorted(one.content["eventType"] for one in ear)) == (202, sorted(events))


def test_window_of_hours(ask: Any, simulator: Any, ear: Any, failed: str) -> None:
    """
    What happened longer ago than the hours that are asked for is left alone.
    """
    simulator.move(minutes=61)

    replay(ask, failed, by_status(hoursBack=1))
    simulator.settle()

    assert ear.heard == []


@pytest.mark.parametrize("form", ["iso", "spaced"])
def test_window_of_times(ask: Any, simulator: Any, ear: Any, failed: str, form: str) -> None:
    """
    Two times, in both documented forms, limit what is sent again.
    """

    def written(moment: datetime) -> str:
        plain = moment.replace(tzinfo=None)
        return f"{plain.isoformat()}Z" if form == "iso" else plain.isoformat(" ", "milliseconds")

    now = simulator.clock.now()
    inside = by_status(startTime=written(now - timedelta(hours=2)), endTime=written(now + timedelta(hours=1)))
    before = by_status(startTime=written(now - timedelta(hours=2)), endTime=written(now - timedelta(hours=1)))

    answers = [replay(ask, failed, before).status]
    simulator.settle()
    early = len(ear.heard)
    answers.append(replay(ask, failed, inside).status)
    simulator.settle()

    assert (answers, early, len(ear.heard)) == ([202, 202], 0, 2)


def at(days: float) -> str:
    return (datetime(2026, 7, 1, tzinfo=UTC) + timedelta(days=days)).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        b"no JSON",
        {"byTransactionTraceIdentifiers": []},
        {"byTransactionTraceIdentifiers": "x"},
        {"byTransactionTraceIdentifiers": ["x"], **by_status()},
        {"byDeliveryStatus": {}},
        by_status(status="DELIVERED"),
        by_status(hoursBack=0),
        by_status(hoursBack=25),
        by_status(hoursBack=1, startTime=at(0), endTime=at(1)),
        by_status(startTime=at(0)),
        by_status(endTime=at(0)),
        by_status(startTime=at(1), endTime=at(0)),
        by_status(startTime=at(0), endTime=at(1.1)),
        by_status(startTime=at(-400), endTime=at(-399)),
        by_status(startTime="yesterday", endTime="today"),
        by_status(productId=5),
    ],
)
def test_wrong_request_is_refused(ask: Any, simulator: Any, ear: Any, failed: str, body: Any) -> None:
    """
    A body that asks for nothing, for two things, or for a window that is too long or too old is answered 400.
    """
    assert replay(ask, failed, body).status == 400
    simulator.settle()
    assert ear.heard == []


def test_unknown_things_are_404(ask: Any, failed: str) -> None:
    """
    A webhook or a trace id that does not exist is answered 404.
    """
    assert replay(ask, "nobody", by_status()).status == 404
    assert replay(ask, failed, {"byTransactionTraceIdentifiers": ["7ac2ad9f"]}).status == 404


def test_credentials_are_asked_for(ask: Any, failed: str) -> None:
    """
    A replay without valid credentials is answered 401.
    """
    answer = ask("POST", f"/nrtf/v1/webhooks/{failed}/replays", by_status(), Authorization="Bearer forged")

    assert answer.status == 401


@pytest.mark.parametrize("spelled", ["schema", "example", "old path"])
def test_other_spellings(ask: Any, simulator: Any, ear: Any, failed: str, spelled: str) -> None:
    """
    The member as the inline example spells it is taken, too, and so is the path of older pages.
    """
    body = {"deliveryStatus": {"status": "failed"}} if spelled == "example" else by_status()

    answer = replay(ask, failed, body, "" if spelled == "old path" else "/nrtf/v1")
    simulator.settle()

    assert (answer.status, len(ear.heard)) == (202, 2)


def test_one_replay_at_a_time(ask: Any, simulator: Any, ear: Any, failed: str) -> None:
    """
    While a replay is under way another one is refused, and afterwards accepted.
    """
    gate, arrived = Event(), Event()

    def answer(_: Any) -> Answer:
        arrived.set()
        return Answer(200 if gate.wait(PATIENCE) else 500)

    ear.answer = answer
    replay(ask, failed, by_status(eventType=EVENT))
    assert arrived.wait(PATIENCE)
    meanwhile = replay(ask, failed, by_status())
    gate.set()
    simulator.settle()

    assert (meanwhile.status, "already in progress" in meanwhile.content["message"]) == (400, True)
    assert replay(ask, failed, by_status()).status == 202


def test_failed_replay_leaves_the_message_failed(ask: Any, simulator: Any, ear: Any, failed: str) -> None:
    """
    A replay is one attempt: when it fails, the message has failed still.
    """
    ear.script = [500, 500]
    replay(ask, failed, by_status())
    simulator.move(days=1)

    assert [(one.status, len(one.attempts)) for one in simulator.deliveries] == [("FAILED", 2)] * 2


def test_replay_overtakes_an_attempt(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    A message that a replay has delivered stays delivered, although an attempt that began before fails afterwards.
    """
    webhook_id = listen(retryPolicy={"numberOfRetries": 1})
    gate, arrived = Event(), Event()

    def answer(heard: Any) -> Answer:
        if heard.headers["v-c-request-type"] == "REPLAY":
            return Answer(200)
        arrived.set()
        return Answer(500 if gate.wait(PATIENCE) else 200)

    ear.answer = answer
    simulator.emit(EVENT)
    assert arrived.wait(PATIENCE)
    replay(ask, webhook_id, {"byTransactionTraceIdentifiers": [simulator.deliveries[0].trace_id]})
    known = 0
    while simulator.deliveries[0].status != "DELIVERED":
        assert simulator.feed.wait(known, seconds=PATIENCE)
        known = simulator.feed.latest
    gate.set()
    simulator.move(days=1)

    assert (simulator.deliveries[0].status, len(ear.heard)) == ("DELIVERED", 2)


@pytest.mark.parametrize(("answer", "later"), [(200, []), (500, ["RETRY"])])
def test_replay_of_a_message_in_retry(
    ask: Any, simulator: Any, ear: Any, listen: Any, answer: int, later: list[str]
) -> None:
    """
    A replay that succeeds ends the retries of its message; one that fails leaves them as planned.
    """
    webhook_id = listen(retryPolicy={"numberOfRetries": 1})
    ear.script = [500, answer]
    simulator.emit(EVENT)
    simulator.settle()

    replay(ask, webhook_id, by_status(status="RETRY"))
    simulator.settle()
    simulator.move(days=1)

    kinds = [one.headers["v-c-request-type"] for one in ear]
    numbers = [one.headers["v-c-retry-count"] for one in ear]
    assert (kinds, simulator.deliveries[0].status) == (["NEW", "REPLAY", *later], "DELIVERED")
    assert numbers == ["0", "0", *("1" for _ in later)]


@pytest.mark.parametrize("status", ["INACTIVE", "SUSPENDED"])
def test_inactive_webhook_is_not_replayed_to(ask: Any, simulator: Any, failed: str, status: str) -> None:
    """
    Only an active subscription gets replays.
    """
    simulator.subscriptions.set_status(failed, status)

    answer = replay(ask, failed, by_status())

    assert (answer.status, status in answer.content["message"]) == (400, True)
