"""How the simulated platform spells its answers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

V2 = "/notification-subscriptions/v2/webhooks"
LIST = f"{V2}?organizationId=acme_eu"
OAUTH = {
    "securityType": "OAUTH",
    "config": {"oAuthTokenExpiry": 365, "oAuthUrl": "https://idp.example.net/t", "oAuthTokenType": "bearer"},
}


def test_numbers_come_back_as_strings_then_as_numbers(ask: Any) -> None:
    """
    The same retry policy is quoted in the answer to create and not in the answer to get.
    """
    created = ask.subscribe(retryPolicy={"firstRetry": 5, "deactivateFlag": "true"}).content

    read = ask("GET", f"{V2}/{created['webhookId']}").content

    assert (created["retryPolicy"]["firstRetry"], created["retryPolicy"]["deactivateFlag"]) == ("5", "true")
    assert (read["retryPolicy"]["firstRetry"], read["retryPolicy"]["deactivateFlag"]) == (5, True)


def test_defaults_are_filled_in(ask: Any) -> None:
    """
    The answer has a whole retry policy, a scope and a proxy that the client did not send.
    """
    created = ask.subscribe().content

    assert created["retryPolicy"]["numberOfRetries"] == "3"
    assert (created["notificationScope"], created["securityPolicy"]["proxyType"]) == ("DESCENDANTS", "external")


def test_attributes_of_a_retry_policy_come_back(ask: Any) -> None:
    """
    The answer repeats additional attributes of a retry policy, and has none if there are none.
    """
    attributes = [{"team": "payments"}]
    with_some = ask.subscribe(retryPolicy={"additionalAttributes": attributes}).content["retryPolicy"]
    other = [{"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}]

    assert with_some["additionalAttributes"] == attributes
    assert "additionalAttributes" not in ask.subscribe(products=other).content["retryPolicy"]


def test_platform_adds_fields_of_its_own(ask: Any) -> None:
    """
    The answer has version, delivery type and digital signature, which the client did not send.
    """
    created = ask.subscribe().content

    assert (created["version"], created["deliveryType"]) == ("3", "nrtdCentral")
    assert created["securityPolicy"]["digitalSignatureEnabled"] == "yes"


def test_creation_date_has_two_forms(ask: Any) -> None:
    """
    The date is ISO with a zone on create and without one on get.
    """
    created = ask.subscribe().content
    read = ask("GET", f"{V2}/{created['webhookId']}").content

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", created["createdOn"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}", read["createdOn"])


def test_creation_date_drifts(ask: Any) -> None:
    """
    The two dates of one object differ by 3 milliseconds, as they do in the vendor's examples.
    """
    created = ask.subscribe().content
    read = ask("GET", f"{V2}/{created['webhookId']}").content

    first, second = (datetime.fromisoformat(one["createdOn"]).replace(tzinfo=None) for one in (created, read))
    assert second - first == timedelta(milliseconds=3)


def test_security_is_spelled_as_documented(ask: Any) -> None:
    """
    Types and members come back in one spelling, whatever the client's was.
    """
    policy = ask.subscribe(securityPolicy=OAUTH).content["securityPolicy"]

    assert policy["securityType"] == "oAuth"
    assert set(policy["config"]) == {"oAuthTokenExpiry", "oAuthURL", "oAuthTokenType"}


@pytest.mark.parametrize(
    ("shape", "products", "flat"), [("both", True, True), ("products", True, False), ("flat", False, True)]
)
def test_products_have_three_shapes(ask: Any, simulator: Any, shape: str, products: bool, flat: bool) -> None:
    """
    The knob decides whether the answer has products, the flat pair, or both.
    """
    simulator.turn(response_shape=shape)

    created = ask.subscribe().content

    assert ("products" in created, "productId" in created) == (products, flat)


@pytest.mark.parametrize(
    ("knob", "position", "path", "expected"),
    [
        ("numbers_on_create", "numbers", ("retryPolicy", "interval"), 1),
        ("flags_on_create", "boolean", ("retryPolicy", "deactivateFlag"), False),
        ("scope_in_answers", "object", ("notificationScope", "scope"), "DESCENDANTS"),
        ("security_policy_in_answers", "list", ("securityPolicy", 0, "securityType"), "KEY"),
        ("url_case", "lower", ("webhookUrl",), "https://hooks.example.net/visa"),
    ],
)
def test_knob_turns_the_spelling(
    ask: Any, simulator: Any, knob: str, position: str, path: tuple[Any, ...], expected: Any
) -> None:
    """
    Each spelling the sources disagree about has a knob.
    """
    simulator.turn(**{knob: position})

    value = ask.subscribe(webhookUrl="https://Hooks.example.net/VISA").content
    for step in path:
        value = value[step]

    assert value == expected
    assert type(value) is type(expected)


def test_names_can_be_absent(ask: Any, simulator: Any) -> None:
    """
    With its knob off, the answer has neither name nor description.
    """
    simulator.turn(names_in_answers=False)

    assert not {"name", "description"} & set(ask.subscribe().content)


@pytest.mark.parametrize(("position", "status"), [("404", 404), ("empty", 200)])
def test_list_without_match(ask: Any, simulator: Any, position: str, status: int) -> None:
    """
    An organization without subscriptions answers 404, or an empty array.
    """
    simulator.turn(empty_list=position)

    assert ask("GET", LIST).status == status


def test_list_needs_an_organization(ask: Any) -> None:
    """
    A list without organizationId is refused.
    """
    assert ask("GET", V2).status == 400


@pytest.mark.parametrize("query", ["productId=payByLink", "eventType=tms.networktoken.binding"])
def test_list_is_narrowed(ask: Any, query: str) -> None:
    """
    A product or event type that is not subscribed leaves nothing.
    """
    ask.subscribe()

    assert ask("GET", f"{LIST}&{query}").status == 404


@pytest.mark.parametrize(("position", "status"), [("body", 200), ("204", 204)])
def test_delete_has_two_answers(ask: Any, simulator: Any, position: str, status: int) -> None:
    """
    A delete answers 200 with a body, or 204.
    """
    simulator.turn(delete_answer=position)
    webhook_id = ask.subscribe().content["webhookId"]

    assert ask("DELETE", f"{V2}/{webhook_id}").status == status


def test_every_answer_carries_a_reference(ask: Any) -> None:
    """
    The reference is the client's own where it sends one.
    """
    answer = ask("GET", LIST, v_c_correlation_id="mine-42")

    assert answer.headers["v-c-correlation-id"] == "mine-42"


def test_unknown_subscription_is_named(ask: Any) -> None:
    """
    A 404 has the field and the reason in the documented shape.
    """
    answer = ask("PATCH", f"{V2}/00000000-0000-0000-e063-000000000000", {"name": "x"})

    assert answer.status == 404
    assert answer.content["details"] == [{"field": "webhookId", "reason": "NOT_FOUND"}]


def test_unknown_path_is_told_what_exists(ask: Any) -> None:
    """
    A request for no operation is answered with the list of operations.
    """
    answer = ask("GET", "/notification-subscriptions/v3/webhooks")

    assert answer.status == 404
    assert f"POST {V2}" in answer.content["expected"]


def test_wrong_method_is_told_the_right_ones(ask: Any) -> None:
    """
    A known path with another method is answered 405 with the methods it has.
    """
    answer = ask("PUT", V2)

    assert (answer.status, answer.headers["allow"]) == (405, "POST, GET")


def test_catalogue_tells_encryption(ask: Any) -> None:
    """
    Card payments are encrypted and token events are not.
    """
    products = ask("GET", "/notification-subscriptions/v2/products/acme_eu").content

    encrypted = {one["productId"]: one["eventTypes"][0]["payloadEncryption"] for one in products}
    assert (encrypted["payments"], encrypted["tokenManagement"]) == (True, False)


def test_catalogue_of_one_organization(ask: Any, simulator: Any) -> None:
    """
    An organization with its own catalogue gets it in the list of products, and may subscribe to it.
    """
    simulator.offer("acme_eu", {"tea": ["tea.ready"]})

    products = ask("GET", "/notification-subscriptions/v2/products/acme_eu").content

    assert [one["productId"] for one in products] == ["tea"]
    assert ask.subscribe(products=[{"productId": "tea", "eventTypes": ["tea.ready"]}]).status == 201
