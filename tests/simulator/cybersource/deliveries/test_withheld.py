"""Messages that are withheld, and what happens to those under way while a subscription changes."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from tests.simulator.ear import Answer
from tests.waiting import PATIENCE

EVENT = "tms.networktoken.updated"
V2 = "/notification-subscriptions/v2/webhooks"


def policy(**changes: Any) -> dict[str, Any]:
    return {"firstRetry": 10, "interval": 30, "numberOfRetries": 3, "deactivateFlag": "false", **changes}


def failing(simulator: Any, ear: Any, *, then: int = 500) -> Any:
    """An event whose receiver always fails."""
    ear.script = [then] * 1000
    simulator.emit(EVENT)
    simulator.settle()
    return simulator.deliveries[-1]


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

    assert waiting == [("SUSPENDED", "no retries are left"), ("SUSPENDED", "the subscription is SUSPENDED")]
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
        return Answer(200 if gate.wait(PATIENCE) else 500)

    ear.answer = answer
    simulator.emit(EVENT)
    assert arrived.wait(PATIENCE)
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
    assert errors == ["unreachable: the endpoint was broken on request"] * 2 + [""]


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
