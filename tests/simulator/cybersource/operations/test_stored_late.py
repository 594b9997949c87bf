"""Requests whose answer is late or lost, and subscriptions that lists do not show at once."""

from __future__ import annotations

from typing import Any

import pytest

V1 = "/notification-subscriptions/v1/webhooks"
V2 = "/notification-subscriptions/v2/webhooks"
LIST = f"{V2}?organizationId=acme_eu"
LIST_V1 = f"{V1}?organizationId=acme_eu&productId=tokenManagement&eventType=tms.networktoken.updated"
CONTROL = "/_simulator"


@pytest.mark.parametrize("target", [LIST, LIST_V1])
def test_list_does_not_show_it_yet(ask: Any, simulator: Any, target: str) -> None:
    """
    An unlisted subscription is stored and read by its id, and is absent from as many lists as asked for.
    """
    simulator.fail("unlisted", method="POST", unlisted_requests=2)
    created = ask.subscribe()

    assert created.status == 201
    assert ask("GET", f"{V2}/{created.content['webhookId']}").status == 200
    assert [ask("GET", target).status for _ in range(3)] == [404, 404, 200]


def test_time_passes_until_lists_show_it(ask: Any, simulator: Any) -> None:
    """
    A subscription that is unlisted for a time appears when the time has passed, however often it is looked for.
    """
    simulator.fail("unlisted", unlisted_seconds=30)
    ask.subscribe()
    before = [ask("GET", LIST).status for _ in range(3)]

    simulator.move(31)

    assert (before, ask("GET", LIST).status) == ([404, 404, 404], 200)


def test_lists_for_others_do_not_count(ask: Any, simulator: Any) -> None:
    """
    Only a list that would show the subscription counts.
    """
    simulator.fail("unlisted")
    ask.subscribe()
    ask("GET", f"{V2}?organizationId=somebody_else")
    ask("GET", f"{LIST}&productId=payByLink")

    assert [ask("GET", LIST).status for _ in range(2)] == [404, 200]


@pytest.mark.parametrize("kind", [502, 504, "reset"])
def test_answer_is_lost_and_lists_are_late(ask: Any, simulator: Any, kind: Any) -> None:
    """
    With a lost answer, the list right after it shows nothing although the subscription is stored.
    """
    simulator.fail(kind, method="POST", unlisted_requests=1)
    try:
        assert ask.subscribe().status == kind
    except ConnectionResetError:
        ask.connection.close()

    assert len(simulator.subscriptions) == 1
    assert [ask("GET", LIST).status for _ in range(2)] == [404, 200]


def test_product_stays_occupied(ask: Any, simulator: Any) -> None:
    """
    A product whose subscription is not listed yet is occupied all the same.
    """
    simulator.fail("unlisted")
    ask.subscribe()

    assert "already exists" in ask.subscribe(name="second").content["message"]


@pytest.mark.parametrize(
    "details", [{"kind": "slow-after", "seconds": 60}, {"kind": "slow", "seconds": 60, "stored": True}]
)
def test_client_that_dies_leaves_it_stored(ask: Any, simulator: Any, details: dict[str, Any]) -> None:
    """
    A client that leaves after its request was processed was never answered, and the journal says so.
    """
    ask("POST", f"{CONTROL}/faults", {**details, "method": "POST", "path": "/v2/webhooks$"})
    ask.subscribe_and_leave()
    simulator.stop()

    [received] = simulator.requests
    assert len(simulator.subscriptions) == 1
    assert (received.carried_out, received.status, received.why) == (
        True,
        None,
        "the client disconnected before the answer",
    )
