"""Pings of health URLs, and how they move the status of a subscription."""

from __future__ import annotations

from typing import Any

import pytest
from tests.simulator.ear import Answer
from tests.waiting import PATIENCE

EVENT = "tms.networktoken.updated"
V1 = "/notification-subscriptions/v1/webhooks"
V2 = "/notification-subscriptions/v2/webhooks"


@pytest.fixture
def subscribe(ask: Any, ear: Any) -> Any:
    """Makes a subscription that depends on pings of `ear`, and returns its id."""

    def create(**changes: Any) -> str:
        health = {"healthCheckUrl": f"{ear.url}/up", "retryPolicy": {"deactivateFlag": "true"}}
        answer = ask.subscribe(**{"webhookUrl": f"{ear.url}/hook", **health, **changes})
        assert answer.status == 201, answer.content
        webhook_id: str = answer.content["webhookId"]
        return webhook_id

    return create


def status(simulator: Any, webhook_id: str) -> str:
    told: str = simulator.subscriptions[webhook_id].status
    return told


def test_ping_activates(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    A new subscription is pinged by an empty POST after a second, and is active when that is answered 200.
    """
    webhook_id = subscribe()
    before = status(simulator, webhook_id)

    simulator.move(seconds=1)

    ping = ear.at("/up")[0]
    assert (before, status(simulator, webhook_id)) == ("INACTIVE", "ACTIVE")
    assert (ping.method, ping.body, "v-c-signature" in ping.headers) == ("POST", b"", False)


@pytest.mark.parametrize("answer", [204, 404, 500])
def test_failed_first_ping_suspends(simulator: Any, ear: Any, subscribe: Any, answer: int) -> None:
    """
    A first ping that is not answered 200 suspends the subscription, and the reason is recorded.
    """
    ear.script = [answer]
    webhook_id = subscribe()

    simulator.move(seconds=1)

    assert status(simulator, webhook_id) == "SUSPENDED"
    assert simulator.subscriptions[webhook_id].health["error"] == f"answered {answer}"


@pytest.mark.parametrize(("method", "methods"), [("POST", ["POST"]), ("GET", ["GET"]), ("both", ["POST", "GET"])])
def test_methods_of_a_ping(simulator: Any, ear: Any, subscribe: Any, method: str, methods: list[str]) -> None:
    """
    The knob says by which methods is pinged.
    """
    simulator.turn(ping_method=method)
    subscribe()
    simulator.move(seconds=1)

    assert [one.method for one in ear.at("/up")] == methods


@pytest.mark.parametrize("good", ["POST", "GET"])
def test_both_methods_must_be_answered(simulator: Any, ear: Any, subscribe: Any, good: str) -> None:
    """
    Where both are sent, one that fails is a failed ping.
    """
    simulator.turn(ping_method="both")
    ear.answer = lambda heard: Answer(200 if heard.method == good else 405)
    webhook_id = subscribe()
    simulator.move(seconds=1)

    assert status(simulator, webhook_id) == "SUSPENDED"


def test_suspended_subscription_recovers(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    A suspended subscription is pinged again and again, is active when that succeeds, and gets what waited, in order.
    """
    ear.script = [500, 500]
    webhook_id = subscribe()
    simulator.move(seconds=1)
    for number in range(3):
        simulator.emit(EVENT, payload={"data": number})
    simulator.move(seconds=10)
    before = status(simulator, webhook_id), ear.at("/hook")

    simulator.move(seconds=10)

    assert (before, status(simulator, webhook_id)) == (("SUSPENDED", []), "ACTIVE")
    assert [one.content["payload"]["data"] for one in ear.at("/hook")] == [0, 1, 2]


def test_active_subscription_is_watched(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    An active subscription is pinged every minute, and suspended when that fails.
    """
    webhook_id = subscribe()
    simulator.move(minutes=3)
    pings, ear.script = len(ear.at("/up")), [500] * 100

    simulator.move(minutes=1)

    assert (pings, status(simulator, webhook_id)) == (3, "SUSPENDED")


def test_month_has_few_pings(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    A clock that is moved by a month pings a subscription some sixty times, not forty thousand.
    """
    subscribe()

    simulator.move(days=30)

    assert 50 < len(ear.at("/up")) < 80


def test_switched_off_during_a_ping(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    A subscription that its owner switches off while a ping is under way stays off.
    """
    webhook_id = subscribe()

    def answer(_: Any) -> Answer:
        simulator.subscriptions.set_status(webhook_id, "INACTIVE")
        return Answer(200)

    ear.answer = answer
    simulator.move(seconds=1)

    assert (len(ear.heard), status(simulator, webhook_id)) == (1, "INACTIVE")


def test_exhausted_retries_and_recovery(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    Retries that are exhausted suspend the subscription; the next ping that succeeds sends what was not taken.
    """
    webhook_id = subscribe(retryPolicy={"deactivateFlag": "true", "numberOfRetries": 1})
    simulator.move(seconds=1)
    ear.answer = lambda heard: Answer(500 if heard.path == "/hook" and len(ear.at("/hook")) < 3 else 200)
    simulator.emit(EVENT)
    simulator.settle()

    simulator.move(minutes=1)
    suspended = status(simulator, webhook_id)
    simulator.move(seconds=10)

    assert (suspended, status(simulator, webhook_id)) == ("SUSPENDED", "ACTIVE")
    assert (simulator.deliveries[0].status, len(ear.at("/hook"))) == ("DELIVERED", 3)


def test_endpoint_broken_for_good_fails_pings(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    An endpoint that is broken until it is mended answers no pings either.
    """
    webhook_id = subscribe()
    simulator.break_endpoint(webhook_id)
    simulator.move(seconds=30)
    broken = status(simulator, webhook_id)

    simulator.mend_endpoint(webhook_id)
    simulator.move(seconds=10)

    assert (broken, status(simulator, webhook_id)) == ("SUSPENDED", "ACTIVE")


def test_other_machines_are_not_pinged(simulator: Any, subscribe: Any) -> None:
    """
    A health URL on another machine is never pinged: the subscription stays inactive, however long one waits.
    """
    webhook_id = subscribe(healthCheckUrl="https://hooks.example.net/up")

    simulator.move(days=1)

    assert (status(simulator, webhook_id), simulator.subscriptions[webhook_id].health) == ("INACTIVE", None)


def test_name_that_is_led_here_is_pinged(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    As soon as a name is led to this machine, its subscription is pinged.
    """
    webhook_id = subscribe(healthCheckUrl="https://hooks.example.net/up")

    simulator.turn(resolve=[f"https://hooks.example.net={ear.url}"])
    simulator.move(seconds=1)

    assert status(simulator, webhook_id) == "ACTIVE"


def test_no_flag_no_ping(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    Without the flag nothing depends on the health URL, and it is not pinged.
    """
    webhook_id = subscribe(retryPolicy={"deactivateFlag": "false"})

    simulator.move(days=1)

    assert (status(simulator, webhook_id), ear.heard) == ("INACTIVE", [])


@pytest.mark.parametrize(("knob", "expected"), [(False, "INACTIVE"), (True, "ACTIVE")])
def test_webhook_url_in_place_of_a_health_url(
    simulator: Any, ear: Any, subscribe: Any, knob: bool, expected: str
) -> None:
    """
    Without a health URL nothing is pinged, unless the knob lets the webhook URL be.
    """
    simulator.turn(ping_webhook_url=knob)
    webhook_id = subscribe(healthCheckUrl=None)

    simulator.move(minutes=1)

    assert status(simulator, webhook_id) == expected
    assert bool(ear.at("/hook")) is knob


def test_ping_waits_for_the_review(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    Nobody is pinged while URLs are reviewed; a review that ends by itself is followed by the ping.
    """
    simulator.turn(review="timed", review_seconds=86_400)
    webhook_id = subscribe()
    simulator.move(minutes=60)
    pending = status(simulator, webhook_id), list(ear)

    simulator.move(days=1)

    assert (pending, status(simulator, webhook_id)) == (("PENDING_REVIEW", []), "ACTIVE")


def test_update_is_followed_by_a_ping(ask: Any, simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    After an update the health URL of an active subscription is pinged at once, and a bad answer suspends it.
    """
    webhook_id = subscribe()
    simulator.move(seconds=1)
    ear.script = [500]

    ask("PATCH", f"{V2}/{webhook_id}", {"name": "other"})
    simulator.move(seconds=1)

    assert status(simulator, webhook_id) == "SUSPENDED"


def test_another_url_interrupts_delivery(ask: Any, simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    A changed URL goes back to review; what was on its way waits, and comes after approval and ping, to the new URL.
    """
    webhook_id = subscribe()
    simulator.move(seconds=1)
    ear.script = [500]
    simulator.emit(EVENT)
    simulator.settle()
    simulator.turn(review="manual")

    ask("PATCH", f"{V2}/{webhook_id}", {"webhookUrl": f"{ear.url}/new"})
    simulator.move(minutes=30)
    waiting = simulator.deliveries[0].status
    simulator.subscriptions.approve(webhook_id)
    simulator.move(seconds=1)

    assert (waiting, simulator.deliveries[0].status) == ("SUSPENDED", "DELIVERED")
    assert len(ear.at("/new")) == 1


def test_owner_switches_a_suspended_subscription_off(ask: Any, simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    A suspended subscription that is made inactive is not pinged and keeps what waits; new events are lost.
    """
    ear.script = [500]
    webhook_id = subscribe()
    simulator.move(seconds=1)
    simulator.emit(EVENT)

    ask("PUT", f"{V2}/{webhook_id}/status", {"status": "INACTIVE"})
    raised = simulator.emit(EVENT)
    simulator.move(days=1)

    assert (status(simulator, webhook_id), len(ear.heard), raised.deliveries) == ("INACTIVE", 1, [])
    assert simulator.deliveries[0].status == "SUSPENDED"


def test_test_call_releases_what_waits(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    Without a health URL, the test call makes a suspended subscription active, and what waited is sent.
    """
    webhook_id = listen(retryPolicy={"deactivateFlag": "true"})
    simulator.subscriptions.suspend(webhook_id)
    simulator.emit(EVENT)

    ask("POST", f"{V1}/{webhook_id}")
    simulator.settle()

    assert sorted("payloads" in one.content for one in ear) == [False, True]


@pytest.mark.parametrize(("knob", "expected"), [("suspended", "INACTIVE"), ("inactive_too", "ACTIVE")])
def test_test_call_on_an_inactive_subscription(
    ask: Any, simulator: Any, ear: Any, subscribe: Any, knob: str, expected: str
) -> None:
    """
    The test call leaves an inactive subscription as it is, unless the knob says that it activates this one, too.
    """
    simulator.turn(test_call_activates=knob)
    webhook_id = subscribe(healthCheckUrl=None)

    ask("POST", f"{V1}/{webhook_id}")

    assert status(simulator, webhook_id) == expected


def test_pings_come_by_themselves(simulator: Any, ear: Any, subscribe: Any) -> None:
    """
    Nobody has to move the clock: the first ping comes as time goes on.
    """
    simulator.turn(ping_seconds=0.01)
    webhook_id = subscribe()

    known = 0
    while status(simulator, webhook_id) != "ACTIVE":
        assert simulator.feed.wait(known, seconds=PATIENCE)
        known = simulator.feed.latest


@pytest.mark.parametrize("status_before", ["BLOCKED", "PENDING_REVIEW"])
def test_test_call_sends_nothing_to_unapproved_urls(
    ask: Any, simulator: Any, ear: Any, listen: Any, status_before: str
) -> None:
    """
    A URL that was not approved gets no test notification.
    """
    webhook_id = listen()
    simulator.subscriptions.set_status(webhook_id, status_before)

    ask("POST", f"{V1}/{webhook_id}")
    simulator.settle()

    assert (ear.heard, simulator.deliveries[0].why) == ([], f"the subscription is {status_before}")
