"""What an update, a status change and a test call do to a subscription."""

from __future__ import annotations

from typing import Any

import pytest

V2 = "/notification-subscriptions/v2/webhooks"
RETRIES = {"algorithm": "GEOMETRIC", "firstRetry": 10, "interval": 30, "deactivateFlag": "true"}
OAUTH: dict[str, Any] = {
    "securityType": "oAuth",
    "config": {"oAuthTokenExpiry": 365, "oAuthURL": "https://idp.example.net/t", "oAuthTokenType": "Bearer"},
}


@pytest.fixture
def webhook(ask: Any) -> str:
    answer = ask.subscribe(retryPolicy=RETRIES, securityPolicy=OAUTH)
    return f"{V2}/{answer.content['webhookId']}"


@pytest.mark.parametrize(("position", "interval", "flag"), [("replace", 1, False), ("merge", 30, True)])
def test_retry_policy_is_replaced_or_merged(
    ask: Any, simulator: Any, webhook: str, position: str, interval: int, flag: bool
) -> None:
    """
    The members an update leaves out take their defaults, or stay.
    """
    simulator.turn(patch=position)

    policy = ask("PATCH", webhook, {"retryPolicy": {"firstRetry": 5}}).content["retryPolicy"]

    assert (policy["firstRetry"], policy["interval"], policy["deactivateFlag"]) == (5, interval, flag)


def test_merge_reaches_the_depth(ask: Any, simulator: Any, webhook: str) -> None:
    """
    A merging platform keeps the token URL when only the token's life is sent.
    """
    simulator.turn(patch="merge")

    policy = ask("PATCH", webhook, {"securityPolicy": {"config": {"oAuthTokenExpiry": 300}}}).content["securityPolicy"]

    assert policy["config"]["oAuthURL"] == OAUTH["config"]["oAuthURL"]
    assert policy["config"]["oAuthTokenExpiry"] == 300


def test_replaced_security_policy_is_checked(ask: Any, webhook: str) -> None:
    """
    A replacing platform refuses half an OAuth policy.
    """
    answer = ask("PATCH", webhook, {"securityPolicy": {"securityType": "oAuth", "config": {"oAuthTokenExpiry": 300}}})

    assert answer.status == 400


@pytest.mark.parametrize("position", ["merge", "replace"])
def test_token_url_goes_with_oauth(ask: Any, simulator: Any, webhook: str, position: str) -> None:
    """
    Back under KEY nothing of the OAuth configuration is left.
    """
    simulator.turn(patch=position)

    answer = ask("PATCH", webhook, {"securityPolicy": {"securityType": "KEY"}})

    assert "config" not in answer.content["securityPolicy"]


def test_retry_policy_can_be_ignored(ask: Any, simulator: Any, webhook: str) -> None:
    """
    With its knob turned, an update answers 200 and leaves the retry policy as it was.
    """
    simulator.turn(patch_retry_policy="ignore")

    answer = ask("PATCH", webhook, {"retryPolicy": {"firstRetry": 5}})

    assert (answer.status, answer.content["retryPolicy"]["firstRetry"]) == (200, 10)


def test_update_tells_when(ask: Any, webhook: str) -> None:
    """
    The answer to an update carries the date of the change, and reading it later does not.
    """
    assert "updatedOn" in ask("PATCH", webhook, {"name": "x"}).content
    assert "updatedOn" not in ask("GET", webhook).content


def test_products_are_replaced_whole(ask: Any, webhook: str) -> None:
    """
    Products that an update leaves out are gone.
    """
    products = [{"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}]

    assert ask("PATCH", webhook, {"products": products}).content["products"] == products


def test_flat_events_are_replaced(ask: Any, webhook: str) -> None:
    """
    The flat spelling of an update changes the only product.
    """
    answer = ask("PATCH", webhook, {"eventTypes": ["tms.networktoken.binding"]})

    expected = [{"productId": "tokenManagement", "eventTypes": ["tms.networktoken.binding"]}]
    assert answer.content["products"] == expected


def test_update_cannot_take_an_occupied_product(ask: Any, webhook: str) -> None:
    """
    A product of another subscription is refused as a record that already exists.
    """
    taken = [{"productId": "payByLink", "eventTypes": ["payByLink.customer.payment"]}]
    ask.subscribe(products=taken)

    answer = ask("PATCH", webhook, {"products": taken})

    assert "Record already exists" in answer.content["message"]


@pytest.mark.parametrize(
    "changes",
    [
        {"organizationId": "acme_us"},
        {"name": None},
        {"webhookUrl": "http://hooks.example.net"},
        {"healthCheckUrl": "https://hooks.example.net/up", "retryPolicy": {"firstRetry": 1}},
        {"products": []},
    ],
)
def test_wrong_update_changes_nothing(ask: Any, webhook: str, changes: dict[str, Any]) -> None:
    """
    A refused update leaves every field as it was.
    """
    before = ask("GET", webhook).content

    assert ask("PATCH", webhook, {"description": "new", **changes}).status == 400
    assert ask("GET", webhook).content == before


@pytest.mark.parametrize("field", ["description", "healthCheckUrl"])
def test_optional_field_is_cleared(ask: Any, webhook: str, field: str) -> None:
    """
    Null clears what may be absent.
    """
    ask("PATCH", webhook, {"healthCheckUrl": "https://hooks.example.net/up"})

    assert field not in ask("PATCH", webhook, {field: None}).content


def test_status_is_no_field_of_an_update(ask: Any, webhook: str) -> None:
    """
    A status in an update is ignored like any name the platform does not know.
    """
    assert ask("PATCH", webhook, {"status": "ACTIVE"}).content["status"] == "INACTIVE"


@pytest.mark.parametrize("body", [{}, {"status": "SUSPENDED"}, {"status": "active"}, {"status": True}, None])
def test_other_status_is_refused(ask: Any, webhook: str, body: Any) -> None:
    """
    Only ACTIVE and INACTIVE can be set.
    """
    assert ask("PUT", f"{webhook}/status", body).status == 400


@pytest.mark.parametrize("status", ["PENDING_REVIEW", "BLOCKED", "RESEND"])
def test_platform_keeps_its_statuses(ask: Any, simulator: Any, webhook: str, status: str) -> None:
    """
    A status of the platform's own refuses to be changed.
    """
    simulator.subscriptions.set_status(webhook.rpartition("/")[2], status)

    assert ask("PUT", f"{webhook}/status", {"status": "ACTIVE"}).status == 400
    assert ask("GET", webhook).content["status"] == status


@pytest.mark.parametrize("health", [None, "https://hooks.example.net/up"])
def test_test_call_wakes_a_suspended_subscription(ask: Any, simulator: Any, webhook: str, health: str | None) -> None:
    """
    The test call activates a suspended subscription only where no health URL does it.
    """
    webhook_id = webhook.rpartition("/")[2]
    simulator.edit(webhook_id, {"healthCheckUrl": health})
    simulator.subscriptions.suspend(webhook_id)

    ask("POST", f"/notification-subscriptions/v1/webhooks/{webhook_id}", {})

    expected = "SUSPENDED" if health else "ACTIVE"
    assert ask("GET", webhook).content["status"] == expected
