"""What follows from a failed attempt."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from tests.simulator.ear import Answer, Heard

LIVE = [0, 1, 5, 30, 120, 360, 720, 1440, 2880, 4320]
TEST = [0, 10, 60, 180]


def minutes(delivery: Any) -> list[float]:
    """When each attempt was made, counted from the first."""
    began = delivery.attempts[0].begun
    return [round((one.begun - began).total_seconds() / 60) for one in delivery.attempts]


@pytest.mark.parametrize(("is_live", "schedule"), [(True, LIVE), (False, TEST)], ids=["live", "test"])
def test_schedule(ask: Any, simulator: Any, ear: Any, is_live: bool, schedule: list[int]) -> None:
    """
    Live mode tries again for 72 hours, test mode three times over a few hours; then the delivery has failed.
    """
    ear.answer = lambda _: Answer(500)
    simulator.turn(disabled_after_hours="none")
    ask.create(key=simulator.live_api_key if is_live else None, address=ear.url)

    simulator.emit("order.accepted", live=is_live)
    simulator.settle()
    simulator.move(days=4)

    delivery = simulator.deliveries[0]
    assert minutes(delivery) == schedule
    assert (delivery.status, delivery.why) == ("FAILED", "no retries are left")


def test_schedule_is_shown_from_the_first_failure(simulator: Any, ear: Any, listen: Any) -> None:
    """
    After a failure, all remaining retries are planned; a success plans no more.
    """
    ear.script = [500, 200]
    listen()

    simulator.emit("order.accepted")
    simulator.settle()
    planned = len(simulator.deliveries[0].planned)
    simulator.move(minutes=10)

    assert (planned, simulator.deliveries[0].status, simulator.deliveries[0].planned) == (3, "DELIVERED", [])


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_a_success(simulator: Any, ear: Any, listen: Any, status: int) -> None:
    """
    Every status from 200 to 299 acknowledges a notification.
    """
    ear.script = [status]
    listen()

    simulator.emit("order.accepted")
    simulator.settle()

    assert simulator.deliveries[0].status == "DELIVERED"


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 410, 500])
def test_everything_else_is_a_failure(simulator: Any, ear: Any, listen: Any, status: int) -> None:
    """
    A redirect is a failure, and is not followed.
    """
    ear.answer = lambda _: Answer(status, headers={"Location": f"{ear.url}/elsewhere"})
    listen()

    simulator.emit("order.accepted")
    simulator.settle()

    assert (simulator.deliveries[0].status, len(ear.heard)) == ("RETRY", 1)
    assert simulator.deliveries[0].attempts[0].error == f"answered {status}"


def test_receiver_that_is_too_slow(simulator: Any, ear: Any, listen: Any) -> None:
    """
    An answer after the limit is a failure; the limit is three seconds unless a knob says otherwise.
    """
    is_over = Event()

    def answer(_: Heard) -> Answer:
        is_over.wait()
        return Answer(200)

    ear.answer = answer
    listen()
    usual = simulator.knobs.delivery_seconds
    simulator.turn(delivery_seconds=0.05)

    simulator.emit("order.accepted")
    simulator.settle()
    is_over.set()

    assert (usual, simulator.deliveries[0].attempts[0].error) == (3.0, "no answer within 0.05 s")


def test_unreachable_receiver(simulator: Any, listen: Any) -> None:
    """
    Another machine is never asked; the attempt says how to lead it here.
    """
    listen(address="https://hooks.example.com/dr")

    simulator.emit("order.accepted")
    simulator.settle()

    assert "another machine" in simulator.deliveries[0].attempts[0].error


def test_clock_scale(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A knob lets the minutes of the schedule pass faster.
    """
    ear.script = [500]
    simulator.turn(clock_scale=60)
    listen()

    simulator.emit("order.accepted")
    simulator.settle()
    simulator.move(10)

    assert simulator.deliveries[0].status == "DELIVERED"


def test_webhook_that_keeps_failing_is_disabled(ask: Any, simulator: Any, ear: Any) -> None:
    """
    After 72 hours of nothing but failures a webhook is disabled, which updates it.
    """
    ear.answer = lambda _: Answer(500)
    live = simulator.live_api_key
    created = ask.create(key=live, address=ear.url).content

    simulator.emit("order.accepted", live=True)
    simulator.settle()
    simulator.move(days=2)
    before = ask("GET", f"/webhooks/{created['id']}", key=live).content
    simulator.move(days=2)
    after = ask("GET", f"/webhooks/{created['id']}", key=live).content

    assert before == created
    assert (after["enabled"], after["updatedTime"] > created["updatedTime"]) == (False, True)


def test_one_success_ends_the_failures(simulator: Any, ear: Any, listen: Any) -> None:
    """
    The hours of failures count from the first failure after the last success.
    """
    ear.answer = lambda _: Answer(500)
    id = listen()
    simulator.emit("order.accepted")
    simulator.settle()
    simulator.move(days=2)
    ear.answer = lambda _: Answer(200)
    simulator.emit("order.accepted")
    simulator.settle()
    ear.answer = lambda _: Answer(500)
    simulator.move(days=2)
    simulator.emit("order.accepted")
    simulator.settle()

    assert simulator.webhooks[id].is_enabled


def test_enabled_again_begins_from_zero(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A webhook that is enabled again is not disabled by its next failure.
    """
    ear.answer = lambda _: Answer(500)
    id = listen()
    for _ in range(2):
        simulator.emit("order.accepted")
        simulator.settle()
        simulator.move(days=3)
    disabled = simulator.webhooks[id].is_enabled
    simulator.edit(id, {"enabled": True})
    simulator.emit("order.accepted")
    simulator.settle()

    assert (disabled, simulator.webhooks[id].is_enabled) == (False, True)


@pytest.mark.parametrize(("position", "status", "heard"), [("dropped", "FAILED", 1), ("kept", "DELIVERED", 2)])
def test_retries_of_a_disabled_webhook(
    simulator: Any, ear: Any, listen: Any, position: str, status: str, heard: int
) -> None:
    """
    What is in retry when a webhook is disabled is dropped, or kept until it is enabled, as a knob says.
    """
    simulator.turn(disabled_meanwhile=position)
    ear.script = [500]
    id = listen()
    simulator.emit("order.accepted")
    simulator.settle()

    simulator.disable(id)
    simulator.move(days=1)
    simulator.edit(id, {"enabled": True})
    simulator.settle()

    assert (simulator.deliveries[0].status, len(ear.heard)) == (status, heard)


def test_deleted_webhook_gets_nothing_more(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    Retries end with the webhook.
    """
    ear.script = [500]
    id = listen()
    simulator.emit("order.accepted")
    simulator.settle()
    ask("DELETE", f"/webhooks/{id}")
    simulator.move(days=1)

    assert (simulator.deliveries[0].why, len(ear.heard)) == ("the webhook was deleted", 1)


def test_retry_goes_to_the_new_address(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A retry uses the address of that moment.
    """
    ear.script = [500]
    id = listen()
    simulator.emit("order.accepted")
    simulator.settle()
    simulator.edit(id, {"address": f"{ear.url}/other"})
    simulator.move(minutes=10)

    assert [one.path for one in ear] == ["/hook", "/other"]


def test_broken_endpoint_and_replay(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A test makes one attempt fail, and sends a delivery again.
    """
    id = listen()
    simulator.break_endpoint(id, 1)
    simulator.emit("order.accepted")
    simulator.settle()
    before = simulator.deliveries[0].status
    simulator.replay(simulator.deliveries[0].id)
    simulator.settle()

    assert (before, simulator.deliveries[0].status, len(ear.heard)) == ("RETRY", "DELIVERED", 1)
