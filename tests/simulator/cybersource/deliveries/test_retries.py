"""What happens to a message that was not taken: its retries, and how it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.cybersource.rules.retry_schedule import RetryRules
from pulumi_payment_webhooks.simulator.cybersource.deliveries import retries
from pulumi_payment_webhooks.simulator.cybersource.knobs import Knobs

EVENT = "tms.networktoken.updated"
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def policy(**changes: Any) -> dict[str, Any]:
    return {"firstRetry": 10, "interval": 30, "numberOfRetries": 3, "deactivateFlag": "false", **changes}


def minutes(delivery: Any) -> list[float]:
    """When each attempt was made after the first."""
    began = delivery.attempts[0].begun
    return [round((one.begun - began).total_seconds() / 60, 1) for one in delivery.attempts]


def failing(simulator: Any, ear: Any, *, then: int = 500) -> Any:
    """An event whose receiver always fails."""
    ear.script = [then] * 1000
    simulator.emit(EVENT)
    simulator.settle()
    return simulator.deliveries[-1]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [0, 10, 40, 70]),
        ({"algorithm": "GEOMETRIC"}, [0, 10, 300, 9000]),
        ({"firstRetry": 1, "interval": 1}, [0, 1, 2, 3]),
        ({"repeatSequenceCount": 1, "repeatSequenceWaitTime": 10}, [0, 10, 40, 70, 90, 120, 150]),
        ({"numberOfRetries": 0, "repeatSequenceCount": 999_999_999}, [0]),
    ],
)
def test_schedule_is_kept(simulator: Any, ear: Any, listen: Any, changes: dict[str, Any], expected: list[int]) -> None:
    """
    Retries come at the minutes that the policy says, counted from the first failed attempt, and then no more.
    """
    listen(retryPolicy=policy(**changes))
    delivery = failing(simulator, ear)

    simulator.move(days=30)

    assert (minutes(delivery), delivery.status) == (expected, "FAILED")


def test_not_before_its_time(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A retry that is due in ten minutes is not made after nine, and what is still to come is known.
    """
    listen(retryPolicy=policy())
    delivery = failing(simulator, ear)

    simulator.move(minutes=9)

    planned = [round((one - delivery.attempts[0].begun).total_seconds() / 60, 2) for one in delivery.planned]
    assert (len(ear.heard), delivery.status, planned, delivery.more_planned) == (1, "RETRY", [10, 40, 70], 0)


def test_success_ends_the_retries(simulator: Any, ear: Any, listen: Any) -> None:
    """
    The message is tried again until it is taken, and not afterwards.
    """
    listen(retryPolicy=policy())
    ear.script = [500, 503, 200]
    simulator.emit(EVENT)
    simulator.settle()

    simulator.move(days=1)

    delivery = simulator.deliveries[0]
    assert (minutes(delivery), delivery.status, delivery.planned) == ([0, 10, 40], "DELIVERED", [])


def test_retry_is_marked(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A retry has its number and its type in header and body, and its own trace id.
    """
    listen(retryPolicy=policy())
    failing(simulator, ear)
    simulator.move(minutes=40)

    markers = [(one.headers["v-c-request-type"], one.headers["v-c-retry-count"]) for one in ear]
    inside = [(one.content["requestType"], str(one.content["retryNumber"])) for one in ear]
    assert markers == inside == [("NEW", "0"), ("RETRY", "1"), ("RETRY", "2")]
    assert len({one.headers["v-c-transaction-trace-id"] for one in ear}) == 3


def test_retry_tells_the_same(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A retry differs from the first attempt in number, type and trace id only, and has the same date.
    """
    listen(retryPolicy=policy())
    failing(simulator, ear)
    simulator.move(minutes=10)

    first, second = (one.content for one in ear)
    assert {name for name in first if first[name] != second[name]} == {
        "transactionTraceId",
        "retryNumber",
        "requestType",
    }


def test_order_is_kept_while_the_clock_moves(simulator: Any, ear: Any, listen: Any) -> None:
    """
    What falls due during one move happens in the order of its time, whichever message it belongs to.
    """
    listen(retryPolicy=policy(interval=5))
    first = failing(simulator, ear)
    simulator.move(minutes=1)
    second = failing(simulator, ear)
    before = len(ear.heard)

    simulator.move(minutes=60)

    messages = {one.attempts[0].trace_id: name for one, name in ((first, "a"), (second, "b"))}
    messages |= {at.trace_id: name for one, name in ((first, "a"), (second, "b")) for at in one.attempts}
    heard = [messages[one.headers["v-c-transaction-trace-id"]] for one in ear.heard[before:]]
    assert heard == ["a", "b"] * 3


def test_scale_makes_minutes_short(simulator: Any, ear: Any, listen: Any) -> None:
    """
    With minutes that pass in a thousandth of a second, retries of an hour come by themselves while a test waits.
    """
    simulator.turn(clock_scale=60_000)
    listen(retryPolicy=policy())
    ear.script = [500] * 4
    simulator.emit(EVENT)

    known = 0
    while simulator.deliveries[0].status != "FAILED":
        assert simulator.feed.wait(known, seconds=PATIENCE)
        known = simulator.feed.latest

    assert len(ear.heard) == 4


@pytest.mark.parametrize(
    ("knobs", "rules", "expected"),
    [
        ({}, {}, [10, 40, 70, 90, 120, 150]),
        ({"sequence_anchor": "wait_only"}, {}, [10, 40, 70, 80, 110, 140]),
        ({"retry_numbers": "delays"}, {}, [10, 50, 120, 140, 180, 250]),
        ({"retry_numbers": "delays", "sequence_anchor": "wait_only"}, {}, [10, 50, 120, 130, 170, 240]),
        ({"retry_numbers": "delays"}, {"first_retry": 1, "interval": 1}, [1, 3, 6, 17, 19, 22]),
        ({"clock_scale": 10}, {}, [1, 4, 7, 9, 12, 15]),
    ],
)
def test_readings_of_the_schedule(knobs: dict[str, Any], rules: dict[str, Any], expected: list[int]) -> None:
    """
    The numbers of a policy are offsets or delays, a sequence begins after its wait with or without its first number.
    """
    told = RetryRules(**{"first_retry": 10, "interval": 30, "repeat_sequence_count": 1, **rules})
    if told.repeat_sequence_wait_time == 0:
        told = RetryRules(**{**vars(told), "repeat_sequence_wait_time": 10})

    due = retries.upcoming(told, Knobs().replace(knobs), began=NOON, made=0, most=100)

    assert [(one - NOON).total_seconds() / 60 for one in due] == expected


def test_absurd_schedule_is_no_crash() -> None:
    """
    A policy that reaches beyond the calendar ends with it, and the number of retries costs nothing.
    """
    rules = RetryRules("GEOMETRIC", 10**8, 10**8, 10**8, 10**8, 10**8)

    due = retries.upcoming(rules, Knobs(), began=NOON, made=0, most=3)

    assert due[1:] == [retries.LAST] * 2


def test_exhausted_message_has_failed(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    Without the flag the message has failed, the subscription stays active, and the next message is sent.
    """
    webhook_id = listen(retryPolicy=policy())
    delivery = failing(simulator, ear)
    simulator.move(days=1)
    ear.script = []
    simulator.emit(EVENT)
    simulator.settle()

    assert [one.status for one in simulator.deliveries] == ["FAILED", "DELIVERED"]
    assert (delivery.why, simulator.subscriptions[webhook_id].status) == ("no retries are left", "ACTIVE")


def test_older_guide_suspends_then(simulator: Any, ear: Any, listen: Any) -> None:
    """
    As the older guide has it, the subscription is suspended then even without the flag, and keeps no messages.
    """
    simulator.turn(exhausted="suspended")
    webhook_id = listen(retryPolicy=policy())
    failing(simulator, ear)
    simulator.move(days=1)

    raised = simulator.emit(EVENT)

    assert raised.passed_over == {webhook_id: "it is SUSPENDED"}
