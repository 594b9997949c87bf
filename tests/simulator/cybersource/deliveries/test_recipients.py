"""Which subscriptions get an event, and its payload."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_payment_webhooks.cybersource import notifications
from pulumi_payment_webhooks.cybersource.rules import catalogue
from pulumi_payment_webhooks.simulator.desk.mail import deliveries

EVENT = "tms.networktoken.updated"
V1 = "/notification-subscriptions/v1/webhooks"


def keys(simulator: Any) -> dict[str, str]:
    return {key.key_id: key.secret for key in simulator.keys}


def sent(simulator: Any, event: str = EVENT, **details: Any) -> Any:
    """Raise an event, wait until it was delivered, and return the last delivery."""
    simulator.emit(event, **details)
    simulator.settle()
    return simulator.deliveries[-1]


@pytest.mark.parametrize("status", ["INACTIVE", "PENDING_REVIEW", "BLOCKED", "SUSPENDED"])
def test_only_active_subscriptions_get_events(simulator: Any, ear: Any, listen: Any, status: str) -> None:
    """
    A subscription that is not active gets nothing, and the answer has the reason.
    """
    webhook_id = listen()
    simulator.subscriptions.set_status(webhook_id, status)

    raised = simulator.emit(EVENT)
    simulator.settle()

    assert (raised.deliveries, raised.passed_over, ear.heard) == ([], {webhook_id: f"it is {status}"}, [])


def test_only_interested_subscriptions_get_events(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A subscription gets the event types that it names, of the products that it names.
    """
    listen()
    other = listen(products=[{"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}])

    raised = simulator.emit("payByLink.customer.payment")
    simulator.settle()

    assert [one.webhook_id for one in raised.deliveries] == [other]
    assert raised.passed_over == {}


@pytest.mark.parametrize(
    ("scope", "organization", "gets"),
    [
        ("SELF", "acme_eu", True),
        ("SELF", "acme_child", False),
        ("DESCENDANTS", "acme_child", True),
        ("DESCENDANTS", "acme_grandchild", True),
        ("DESCENDANTS", "stranger", False),
        ({"scope": "CUSTOM", "scopeData": ["partner"]}, "partner", True),
        ({"scope": "CUSTOM", "scopeData": ["partner"]}, "acme_eu", True),
        ({"scope": "CUSTOM", "scopeData": ["partner"]}, "acme_child", False),
    ],
)
def test_scope_decides(simulator: Any, listen: Any, scope: Any, organization: str, gets: bool) -> None:
    """
    An event of another organization goes to subscriptions whose scope covers it.
    """
    webhook_id = listen(notificationScope=scope)
    simulator.declare_children("acme_eu", "acme_child")
    simulator.declare_children("acme_child", "acme_grandchild")

    raised = simulator.emit(EVENT, organization_id=organization)

    assert bool(raised.deliveries) is gets
    assert (webhook_id in raised.passed_over) is not gets


def test_event_tells_where_it_happened(simulator: Any, ear: Any, listen: Any) -> None:
    """
    The envelope names the subscriber, and the payload the organization in which it happened.
    """
    listen()
    simulator.declare_children("acme_eu", "acme_child")

    sent(simulator, organization_id="acme_child")

    body = ear.heard[0].content
    assert (body["organizationId"], body["payload"][0]["organizationId"]) == ("acme_eu", "acme_child")


def test_circle_of_organizations_is_refused(simulator: Any) -> None:
    """
    No organization is its own ancestor.
    """
    simulator.declare_children("a", "b")

    with pytest.raises(ValueError, match="a cannot be a child of b"):
        simulator.declare_children("b", "a")


def test_unknown_event_is_refused(simulator: Any) -> None:
    """
    An event type that no product has is refused with the nearest one.
    """
    with pytest.raises(ValueError, match=r"did you mean 'tms\.networktoken\.updated'"):
        simulator.emit("tms.networktoken.update")


@pytest.mark.parametrize("product", sorted({**catalogue.CURRENT, **catalogue.ALSO_SEEN}))
def test_every_event_type_has_a_template(simulator: Any, ear: Any, listen: Any, product: str) -> None:
    """
    Each event type of the catalogue can be raised without a payload, and a receiver verifies it.
    """
    events = catalogue.known_event_types(product)
    listen(products=[{"productId": product, "eventTypes": list(events)}])
    simulator.turn(encrypted_products="")

    for event in dict.fromkeys(events):
        simulator.emit(event, product_id=product)
    simulator.settle()

    known = keys(simulator)
    arrived = [notifications.verify(heard.body, heard.headers, keys=known) for heard in ear]
    assert sorted(one.event_type or "" for one in arrived) == sorted(set(events))
    assert all(item.data for one in arrived for item in one.items)


def test_occurrences_differ(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Each of several occurrences is another event, and one occurrence is the same for all subscribers.
    """
    listen()

    simulator.emit(EVENT, count=3)
    simulator.settle()

    assert len({heard.content["payload"][0]["data"]["id"] for heard in ear}) == 3


def test_product_that_is_not_enabled_sends_nothing(simulator: Any, listen: Any) -> None:
    """
    A subscription to a product that its organization is not offered waits for that.
    """
    webhook_id = listen()
    simulator.offer("acme_eu", {"payByLink": ["payByLink.customer.payment"]})

    raised = simulator.emit(EVENT)

    assert raised.passed_over == {webhook_id: "product tokenManagement is not enabled for organization acme_eu"}


def test_test_call_sends_what_it_answers(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    The test call sends a signed notification and answers with the very same content, for an inactive webhook, too.
    """
    webhook_id = listen()
    simulator.subscriptions.set_status(webhook_id, "INACTIVE")

    answer = ask("POST", f"{V1}/{webhook_id}", {})
    simulator.settle()

    notification = notifications.verify(ear.heard[0].body, ear.heard[0].headers, keys=keys(simulator))
    assert (answer.status, answer.content) == (201, ear.heard[0].content)
    assert notification.is_test


def test_test_call_is_not_repeated(ask: Any, simulator: Any, ear: Any, listen: Any) -> None:
    """
    A test notification that fails is tried once.
    """
    webhook_id = listen()
    ear.script = [500]

    ask("POST", f"{V1}/{webhook_id}")
    simulator.settle()
    simulator.move(days=1)

    assert (simulator.deliveries[0].status, len(ear.heard)) == (deliveries.FAILED, 1)
