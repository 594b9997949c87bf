"""What happens to a message that was not taken: its retries, and how it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
from tests.cybersource.simulator.ear import Answer

from pulumi_payment_webhooks.cybersource.rules.retry_schedule import RetryRules
from pulumi_payment_webhooks.cybersource.simulator import retries
from pulumi_payment_webhooks.cybersource.simulator.knobs import Knobs

EVENT = "tms.networktoken.updated"
V2 = "/notification-subscriptions/v2/webhooks"
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
    A retry tells its number and that it is one, in header and body, under a trace id of its own.
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
    But for number, marker and trace id, a retry tells what the first attempt told: its date, too.
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
        assert simulator.feed.wait(known, seconds=20)
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

    due = retries.upcoming(told, Knobs().turned(knobs), began=NOON, made=0, most=100)

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
    assert (delivery.why, simulator.subscriptions[webhook_id].status) == ("no retry is left", "ACTIVE")


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


def test_flag_suspends_and_queues(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    With the flag, the subscription is suspended when retries are exhausted; messages wait, and come when it is active.
    """
    webhook_id = listen(retryPolicy=policy(deactivateFlag="true"))
    failing(simulator, ear)
    simulator.move(days=1)
    simulator.emit(EVENT, payload={"data": 2})
    simulator.settle()
    waiting = [(one.status, one.why) for one in simulator.deliveries]
    heard, ear.script = len(ear.heard), []

    ask("PUT", f"{V2}/{webhook_id}/status", {"status": "ACTIVE"})
    simulator.settle()

    assert waiting == [("SUSPENDED", "no retry is left"), ("SUSPENDED", "the subscription is SUSPENDED")]
    assert [one.status for one in simulator.deliveries] == ["DELIVERED"] * 2
    assert heard == 4
    assert sorted(one.headers["v-c-request-type"] for one in ear.heard[4:]) == ["NEW", "RETRY"]


def test_suspension_withholds_what_is_being_retried(simulator: Any, ear: Any, listen: Any) -> None:
    """
    When one message has exhausted its retries, others of the subscription wait as well instead of being tried.
    """
    listen(retryPolicy=policy(deactivateFlag="true"))
    failing(simulator, ear)
    simulator.move(minutes=55)
    later = failing(simulator, ear)

    simulator.move(days=1)

    assert (later.status, len(later.attempts)) == ("SUSPENDED", 2)


def test_queued_message_has_all_its_retries_again(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A message that waited and fails again is tried again as if it were new, and is not lost.
    """
    webhook_id = listen(retryPolicy=policy(deactivateFlag="true"))
    delivery = failing(simulator, ear)
    simulator.move(days=1)

    simulator.subscriptions.set_status(webhook_id, "ACTIVE")
    simulator.settle()
    simulator.move(days=1)

    began = delivery.attempts[4].begun
    again = [round((one.begun - began).total_seconds() / 60) for one in delivery.attempts[4:]]
    assert (again, delivery.status) == ([0, 10, 40, 70], "SUSPENDED")


def test_switched_off_subscription_is_left_alone(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    A subscription that its owner switches off gets no retries until it is switched on again.
    """
    webhook_id = listen(retryPolicy=policy())
    delivery = failing(simulator, ear)
    ask("PUT", f"{V2}/{webhook_id}/status", {"status": "INACTIVE"})
    simulator.move(days=1)
    off, ear.script = len(ear.heard), []

    ask("PUT", f"{V2}/{webhook_id}/status", {"status": "ACTIVE"})
    simulator.settle()

    assert (off, len(ear.heard), delivery.status) == (1, 2, "DELIVERED")


@pytest.mark.parametrize("way", ["switched off", "deleted"])
def test_change_during_an_attempt(ask: Any, simulator: Any, ear: Any, listen: Any, way: str) -> None:
    """
    An attempt that fails after its subscription was switched off or deleted is not followed by another.
    """
    webhook_id = listen(retryPolicy=policy())

    def answer(_: Any) -> Answer:
        if way == "deleted":
            simulator.subscriptions.remove(webhook_id)
        else:
            simulator.subscriptions.set_status(webhook_id, "INACTIVE")
        return Answer(500)

    ear.answer = answer
    simulator.emit(EVENT)
    simulator.settle()
    ended = simulator.deliveries[0].status
    simulator.move(days=1)

    assert (ended, len(ear.heard)) == ("FAILED" if way == "deleted" else "SUSPENDED", 1)


def test_suspension_during_an_attempt_sends_nothing_twice(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A message that is on its way while its subscription is suspended and active again is not sent a second time.
    """
    webhook_id = listen(retryPolicy=policy(deactivateFlag="true"))

    def answer(_: Any) -> Answer:
        simulator.subscriptions.suspend(webhook_id)
        simulator.subscriptions.set_status(webhook_id, "ACTIVE")
        return Answer(200)

    ear.answer = answer
    simulator.emit(EVENT)
    simulator.settle()
    simulator.move(days=1)

    assert (len(ear.heard), simulator.deliveries[0].status) == (1, "DELIVERED")


def test_test_notification_does_not_wait_for_the_subscription(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    A test notification of an inactive subscription is sent although the subscription changes before it is its turn.
    """
    simulator.turn(deliveries_at_once=1)
    webhook_id = listen()
    gate, arrived = Event(), Event()

    def answer(_: Any) -> Answer:
        arrived.set()
        return Answer(200 if gate.wait(10) else 500)

    ear.answer = answer
    simulator.emit(EVENT)
    assert arrived.wait(10)
    simulator.subscriptions.set_status(webhook_id, "INACTIVE")
    ask("POST", f"/notification-subscriptions/v1/webhooks/{webhook_id}")
    ask("PATCH", f"{V2}/{webhook_id}", {"name": "other"})
    gate.set()
    simulator.settle()

    assert [one.status for one in simulator.deliveries] == ["DELIVERED", "DELIVERED"]


def test_deleted_subscription_gets_nothing(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    What a deleted subscription was to get has failed, and is remembered.
    """
    webhook_id = listen(retryPolicy=policy())
    delivery = failing(simulator, ear)

    ask("DELETE", f"{V2}/{webhook_id}")
    simulator.move(days=1)

    assert (len(ear.heard), delivery.status, delivery.why) == (1, "FAILED", "the subscription was deleted")


def test_retry_goes_to_the_new_url(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    A retry goes where the subscription points by then.
    """
    webhook_id = listen(retryPolicy=policy())
    failing(simulator, ear)

    ask("PATCH", f"{V2}/{webhook_id}", {"webhookUrl": f"{ear.url}/moved"})
    simulator.move(minutes=10)

    assert [one.path for one in ear] == ["/hook", "/moved"]


@pytest.mark.parametrize("position", ["first", "current"])
def test_retry_after_a_rotation(simulator: Any, ear: Any, listen: Any, position: str) -> None:
    """
    A message in retry keeps the key of its first attempt after a rotation, unless the knob says otherwise.
    """
    simulator.turn(retry_key=position)
    listen(retryPolicy=policy())
    old = simulator.keys.current("sharedSecret", "acme_eu").key_id
    failing(simulator, ear)

    new = simulator.add_signature_key("acme_eu")
    simulator.move(minutes=10)

    assert f"keyId={old if position == 'first' else new};" in ear.heard[1].headers["v-c-signature"]


def test_broken_endpoint(simulator: Any, ear: Any, listen: Any) -> None:
    """
    An endpoint that is broken for two attempts is found by the third.
    """
    webhook_id = listen(retryPolicy=policy())
    simulator.break_endpoint(webhook_id, 2)
    simulator.emit(EVENT)
    simulator.settle()

    simulator.move(days=1)

    errors = [one.error for one in simulator.deliveries[0].attempts]
    assert errors == ["unreachable: the endpoint was broken on demand"] * 2 + [""]


def test_broken_until_mended(simulator: Any, ear: Any, listen: Any) -> None:
    """
    An endpoint that is broken without a count stays so until it is mended.
    """
    webhook_id = listen(retryPolicy=policy())
    simulator.break_endpoint(webhook_id)
    simulator.emit(EVENT)
    simulator.settle()
    simulator.move(minutes=10)

    simulator.mend_endpoint(webhook_id)
    simulator.move(minutes=30)

    assert (len(ear.heard), simulator.deliveries[0].status) == (1, "DELIVERED")
