"""What another process can do to deliveries: raise events, look at them, move the clock, break and mend."""

from __future__ import annotations

import json
import time
from threading import Event
from typing import Any

import pytest
from tests.simulator.ear import Answer
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.cybersource.rules import catalogue

EVENT = "tms.networktoken.updated"
CONTROL = "/_simulator"


def test_event_over_http(ask: Any, ear: Any, listen: Any) -> None:
    """
    Another process raises an event, waits until it was delivered, and reads every attempt of it.
    """
    webhook_id = listen()

    answer = ask("POST", f"{CONTROL}/emit", {"eventType": EVENT, "payload": {"data": 1}, "count": 2})
    ask("POST", f"{CONTROL}/settle")

    told = answer.content["deliveries"]
    shown = ask("GET", f"{CONTROL}/deliveries/{told[0]['id']}").content
    assert (answer.status, len(told), answer.content["passedOver"]) == (201, 2, [])
    assert (shown["webhookId"], shown["status"], shown["attempts"][0]["status"]) == (webhook_id, "DELIVERED", 200)
    assert shown["attempts"][0]["body"].encode() in {one.body for one in ear}


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({}, "eventType is required"),
        ({"eventType": 5}, "event_type must be text"),
        ({"eventType": EVENT, "count": 0}, "count must be"),
        ({"eventType": EVENT, "count": True}, "count must be"),
        ({"eventType": EVENT, "productId": "payments"}, f"no such event type {EVENT!r} in product payments"),
        ({"eventType": EVENT, "productId": "token"}, "no such product 'token'"),
        ({"event": EVENT}, "unknown member 'event' of an event"),
        ({"eventType": EVENT, "payload": json.loads("[" * 400 + "]" * 400)}, "nests more than 100 levels deep"),
        ([], "send a JSON object"),
    ],
)
def test_wrong_event_is_explained(ask: Any, body: Any, complaint: str) -> None:
    """
    An event that cannot happen is refused with the reason.
    """
    answer = ask("POST", f"{CONTROL}/emit", body)

    assert answer.status == 400
    assert complaint in answer.content["message"]


def test_who_is_passed_over_is_told(ask: Any, simulator: Any, listen: Any) -> None:
    """
    The answer to an event lists the subscriptions that do not get it, and why.
    """
    webhook_id = listen(notificationScope="SELF")

    answer = ask("POST", f"{CONTROL}/emit", {"eventType": EVENT, "organizationId": "other"})

    why = "its scope SELF of organization acme_eu does not cover organization other"
    assert answer.content == {"deliveries": [], "passedOver": [{"webhookId": webhook_id, "why": why}]}


def test_list_is_filtered(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    The list holds all deliveries without their attempts, and can be narrowed.
    """
    listen()
    ear.script = [200, 500]
    for _ in range(2):
        ask("POST", f"{CONTROL}/emit", {"eventType": EVENT})
        ask("POST", f"{CONTROL}/settle")

    listed = ask("GET", f"{CONTROL}/deliveries").content
    assert [one["status"] for one in listed] == ["DELIVERED", "RETRY"]
    assert [one["attemptCount"] for one in listed] == [1, 1]
    assert ask("GET", f"{CONTROL}/deliveries?status=RETRY").content == listed[1:]
    assert ask("GET", f"{CONTROL}/deliveries?webhookId=nobody").content == []


def test_clock_over_http_waits_for_what_falls_due(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    When the answer to a move of the clock arrives, the retries on the way were made.
    """
    listen()
    ear.script = [500, 500]
    ask("POST", f"{CONTROL}/emit", {"eventType": EVENT})
    ask("POST", f"{CONTROL}/settle")

    ask("POST", f"{CONTROL}/clock", {"minutes": 2})

    assert [one.status for one in simulator.deliveries[0].attempts] == [500, 500, 200]


def test_receiver_may_ask_the_simulator(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    A receiver that asks the simulator while it is being delivered to is answered, also while the clock is moved.
    """
    listen()
    answers: list[int] = []

    def answer(_: Any) -> Answer:
        import urllib.request

        with urllib.request.urlopen(f"{simulator.endpoint}{CONTROL}/deliveries", timeout=PATIENCE) as told:
            answers.append(told.status)
        return Answer(500)

    ear.answer = answer
    ask("POST", f"{CONTROL}/emit", {"eventType": EVENT})
    ask("POST", f"{CONTROL}/clock", {"minutes": 1})

    assert answers == [200, 200]


def test_settling_has_a_limit(ask: Any, ear: Any, listen: Any) -> None:
    """
    Waiting for a receiver that does not answer ends with 504 at the timeout.
    """
    listen()
    gate = Event()
    ear.answer = lambda _: Answer(200 if gate.wait(PATIENCE) else 500)
    ask("POST", f"{CONTROL}/emit", {"eventType": EVENT})

    answer = ask("POST", f"{CONTROL}/settle", {"seconds": 0.05})
    gate.set()

    assert (answer.status, answer.content["message"]) == (504, "jobs are still running after 0.05 s")


def test_replay_over_http(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    Another process sends a delivered message again.
    """
    listen()
    id = ask("POST", f"{CONTROL}/emit", {"eventType": EVENT}).content["deliveries"][0]["id"]
    ask("POST", f"{CONTROL}/settle")

    answer = ask("POST", f"{CONTROL}/deliveries/{id}/replay")
    ask("POST", f"{CONTROL}/settle")

    assert answer.status == 202
    assert [one.headers["v-c-request-type"] for one in ear] == ["NEW", "REPLAY"]


def test_break_and_mend_over_http(ask: Any, listen: Any) -> None:
    """
    A subscription shows that its endpoint is broken, for how many attempts, and that it is mended.
    """
    one = f"{CONTROL}/subscriptions/{listen()}"

    shown = []
    for act, body in (("break", {"count": 2}), ("break", None), ("mend", None)):
        ask("POST", f"{one}/{act}", body)
        shown.append(ask("GET", one).content["broken"])

    assert shown == [2, True, None]
    assert ask("POST", f"{one}/break", {"count": -1}).status == 400


def test_events_are_listed(ask: Any) -> None:
    """
    Every event type of the catalogue is listed with a payload that can be sent.
    """
    listed = ask("GET", f"{CONTROL}/events").content

    known = {(product, event) for product in catalogue.CURRENT for event in catalogue.known_event_types(product)}
    assert known <= {(one["productId"], one["eventType"]) for one in listed}
    assert all(one["payload"] for one in listed)


def test_organizations_over_http(ask: Any, simulator: Any) -> None:
    """
    Another process declares children of organizations, besides the merchant of the portfolio.
    """
    answer = ask("PUT", f"{CONTROL}/organizations/acme", {"children": ["acme_eu"]})

    assert answer.content == {simulator.organization_id: [simulator.merchant_id], "acme": ["acme_eu"]}
    assert ask("PUT", f"{CONTROL}/organizations/acme_eu", {"children": ["acme"]}).status == 400


def test_reset_forgets_deliveries(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    After a reset nothing is held, and no retry comes.
    """
    listen()
    ear.script = [500]
    ask("POST", f"{CONTROL}/emit", {"eventType": EVENT})
    ask("POST", f"{CONTROL}/settle")

    ask("POST", f"{CONTROL}/reset")
    simulator.move(days=1)

    assert (len(simulator.deliveries), len(ear.heard)) == (0, 1)


def test_unknown_delivery_is_404(ask: Any) -> None:
    """
    A delivery that does not exist is answered 404.
    """
    assert ask("GET", f"{CONTROL}/deliveries/nobody").status == 404


def test_stop_does_not_wait_for_a_silent_receiver(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A simulator is stopped soon, although a receiver keeps a delivery for ever.
    """
    listen()
    gate, arrived = Event(), Event()

    def answer(_: Any) -> Answer:
        arrived.set()
        return Answer(200 if gate.wait(PATIENCE) else 500)

    ear.answer = answer
    simulator.turn(delivery_seconds=60)
    simulator.emit(EVENT)
    assert arrived.wait(PATIENCE)
    began = time.monotonic()

    simulator.stop()

    took = time.monotonic() - began
    attempt = simulator.deliveries[0].attempts[0]
    gate.set()
    assert (attempt.outcome, took < 20) == ("sending", True)


def test_full_desk_is_said(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    Where too much waits already, an event is refused with the reason, and a test call is answered 503.
    """
    webhook_id = listen(retryPolicy={"deactivateFlag": "true"})
    simulator.subscriptions.suspend(webhook_id)
    simulator.emit(EVENT, count=5_000)

    raised = ask("POST", f"{CONTROL}/emit", {"eventType": EVENT})
    tested = ask("POST", f"/notification-subscriptions/v1/webhooks/{webhook_id}")

    assert (raised.status, tested.status) == (400, 503)
    assert "5000 deliveries are waiting already" in raised.content["message"]
