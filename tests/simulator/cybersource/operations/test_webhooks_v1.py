"""The first version of the API, as the simulated platform answers it."""

from __future__ import annotations

from typing import Any

import pytest

V1 = "/notification-subscriptions/v1/webhooks"
V2 = "/notification-subscriptions/v2/webhooks"
EVENT = "tms.networktoken.updated"
BODY = {
    "name": "orders",
    "description": "order events",
    "organizationId": "acme_eu",
    "productId": "tokenManagement",
    "eventTypes": [EVENT],
    "webhookUrl": "https://hooks.example.net/visa",
    "securityPolicy": {"securityType": "KEY"},
}
SELECTION = {"organizationId": "acme_eu", "productId": "tokenManagement", "eventType": EVENT}
LINKS = {"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}


@pytest.fixture
def webhook(ask: Any) -> str:
    """The path of a subscription that v1 created."""
    return f"{V1}/{ask('POST', V1, BODY).content['webhookId']}"


def listing(**changes: Any) -> str:
    query = {**SELECTION, **changes}
    return f"{V1}?{'&'.join(f'{name}={value}' for name, value in query.items() if value)}"


def test_product_is_at_the_top(ask: Any) -> None:
    """
    Created, read and listed, a subscription has its product and events at the top, and no list of products.
    """
    created = ask("POST", V1, BODY)
    read = ask("GET", f"{V1}/{created.content['webhookId']}").content
    [listed] = ask("GET", listing()).content

    assert created.status == 201
    for answer in (created.content, read, listed):
        assert (answer["productId"], answer["eventTypes"], "products" in answer) == ("tokenManagement", [EVENT], False)


def test_change_is_dated(ask: Any, webhook: str) -> None:
    """
    Every answer has the date of the last change, which is null before the first.
    """
    before = ask("GET", webhook).content["updatedOn"]
    ask("PATCH", webhook, {"name": "sales"})

    assert before is None
    assert ask("GET", webhook).content["updatedOn"] is not None


def test_one_store(ask: Any, webhook: str) -> None:
    """
    What one version creates, the other reads and deletes.
    """
    webhook_id = webhook.rpartition("/")[2]
    other = ask.subscribe(products=[LINKS]).content["webhookId"]

    assert ask("GET", f"{V2}/{webhook_id}").content["products"] == [
        {"productId": "tokenManagement", "eventTypes": [EVENT]}
    ]
    assert ask("GET", f"{V1}/{other}").content["productId"] == "payByLink"
    assert (ask("DELETE", f"{V2}/{webhook_id}").status, ask("DELETE", f"{V1}/{other}").status) == (200, 200)
    assert (ask("GET", webhook).status, ask("DELETE", webhook).status) == (404, 404)


@pytest.mark.parametrize("name", SELECTION)
def test_list_wants_all_three(ask: Any, webhook: str, name: str) -> None:
    """
    A list without organization, product or event is refused, and the refusal names which.
    """
    answer = ask("GET", listing(**{name: None}))

    assert (answer.status, answer.content["details"]) == (400, [{"field": name, "reason": "MISSING_FIELD"}])


@pytest.mark.parametrize(
    "changes",
    [{"eventType": "tms.networktoken.binding"}, {"productId": "payByLink"}, {"organizationId": "acme_us"}],
    ids=str,
)
def test_list_without_match(ask: Any, webhook: str, changes: dict[str, Any]) -> None:
    """
    Another event, product or organization lists nothing, which is a 404.
    """
    assert ask("GET", listing(**changes)).status == 404


def test_list_shows_the_product_asked_for(ask: Any) -> None:
    """
    An answer about a subscription of several products, which v2 created, has the requested product at the top.
    """
    ask.subscribe(products=[{"productId": "tokenManagement", "eventTypes": [EVENT]}, LINKS])
    [listed] = ask("GET", listing(productId="payByLink", eventType=LINKS["eventTypes"][0])).content

    assert (listed["productId"], listed["eventTypes"]) == ("payByLink", LINKS["eventTypes"])


def test_one_object_for_a_list(ask: Any, simulator: Any, webhook: str) -> None:
    """
    With its knob turned, a list of one is an object.
    """
    simulator.turn(list_answer="object")

    assert ask("GET", listing()).content["productId"] == "tokenManagement"


@pytest.mark.parametrize(("position", "names"), [("empty", False), ("object", True)])
def test_update_has_two_answers(ask: Any, simulator: Any, webhook: str, position: str, names: bool) -> None:
    """
    An update is done, whether it is answered with nothing or with the subscription.
    """
    simulator.turn(v1_patch_answer=position)
    answer = ask("PATCH", webhook, {"name": "sales"})

    assert (answer.status, answer.content and answer.content["name"]) == (200, "sales" if names else None)
    assert ask("GET", webhook).content["name"] == "sales"


def test_update_of_events(ask: Any, webhook: str) -> None:
    """
    Events in an update replace those of the product, and another product replaces both.
    """
    ask("PATCH", webhook, {"eventTypes": ["tms.networktoken.binding"]})
    events = ask("GET", webhook).content["eventTypes"]
    ask("PATCH", webhook, LINKS)

    assert events == ["tms.networktoken.binding"]
    assert ask("GET", webhook).content["productId"] == "payByLink"


def test_status_is_a_field_of_an_update(ask: Any, webhook: str) -> None:
    """
    A status, alone or beside other fields, is set by an update.
    """
    ask("PATCH", webhook, {"status": "ACTIVE"})
    alone = ask("GET", webhook).content["status"]
    ask("PATCH", webhook, {"status": "INACTIVE", "name": "sales"})
    read = ask("GET", webhook).content

    assert (alone, read["status"], read["name"]) == ("ACTIVE", "INACTIVE", "sales")


def test_additional_attributes_are_kept(ask: Any, webhook: str) -> None:
    """
    Attributes of the client's own come back until others take their place.
    """
    before = ask("GET", webhook).content["additionalAttributes"]
    ask("PATCH", webhook, {"additionalAttributes": [{"team": "payments"}]})
    ask("PATCH", webhook, {"name": "sales"})

    assert before == []
    assert ask("GET", webhook).content["additionalAttributes"] == [{"team": "payments"}]


@pytest.mark.parametrize(
    ("current", "wanted"),
    [("PENDING_REVIEW", "ACTIVE"), ("BLOCKED", "INACTIVE"), ("INACTIVE", "SUSPENDED"), ("INACTIVE", None)],
)
def test_refused_status_changes_nothing(
    ask: Any, simulator: Any, webhook: str, current: str, wanted: str | None
) -> None:
    """
    A status that cannot be set refuses the whole update.
    """
    simulator.subscriptions.set_status(webhook.rpartition("/")[2], current)
    answer = ask("PATCH", webhook, {"status": wanted, "name": "sales"})
    read = ask("GET", webhook).content

    assert (answer.status, read["status"], read["name"]) == (400, current, "orders")


def test_review_goes_before_a_status(ask: Any, simulator: Any, webhook: str) -> None:
    """
    Where an update brings a URL that has to be reviewed, it is accepted, and the status beside the URL is not set.
    """
    simulator.turn(review="manual")
    answer = ask("PATCH", webhook, {"webhookUrl": "https://hooks.example.net/new", "status": "ACTIVE"})

    assert (answer.status, ask("GET", webhook).content["status"]) == (200, "PENDING_REVIEW")


@pytest.mark.parametrize(("position", "status"), [("accept", 201), ("refuse", 400)])
def test_several_products(ask: Any, simulator: Any, position: str, status: int) -> None:
    """
    A create with a list of several products is taken as it was seen to be, or refused.
    """
    simulator.turn(v1_several_products=position)
    products = [{"productId": "tokenManagement", "eventTypes": [EVENT]}, LINKS]
    body = {name: value for name, value in BODY.items() if name not in LINKS}

    assert ask("POST", V1, {**body, "products": products}).status == status


@pytest.mark.parametrize("position", ["DESCENDANTS", "SELF"])
def test_scope_that_nobody_sent(ask: Any, simulator: Any, position: str) -> None:
    """
    The scope of a create without one is one of the two in the sources, by the knob.
    """
    simulator.turn(v1_default_scope=position)

    assert ask("POST", V1, BODY).content["notificationScope"] == position


def test_products_can_be_told(ask: Any, simulator: Any, webhook: str) -> None:
    """
    With its knob turned, answers hold the list of products too.
    """
    simulator.turn(v1_products_in_answers=True)

    assert ask("GET", webhook).content["products"] == [{"productId": "tokenManagement", "eventTypes": [EVENT]}]


@pytest.mark.parametrize("missing", ["productId", "eventTypes", "name", "webhookUrl"])
def test_wrong_create_is_refused(ask: Any, missing: str) -> None:
    """
    What v2 needs, v1 needs as well.
    """
    assert ask("POST", V1, {name: value for name, value in BODY.items() if name != missing}).status == 400


def test_taken_product_is_refused(ask: Any, webhook: str) -> None:
    """
    A second subscription for the product is a record that already exists.
    """
    answer = ask("POST", V1, BODY)

    assert (answer.status, "Record already exists" in answer.content["message"]) == (400, True)


def test_catalogue_is_the_same(ask: Any) -> None:
    """
    Both versions list the same products.
    """
    first, second = (ask("GET", f"/notification-subscriptions/{one}/products/acme_eu").content for one in ("v1", "v2"))

    assert first == second
