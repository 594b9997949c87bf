"""How reviews, pings and time move the status of a subscription."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_payment_webhooks.simulator.cybersource.knobs import Knobs

V2 = "/notification-subscriptions/v2/webhooks"
SELF_ACTIVATING = {"healthCheckUrl": "https://hooks.example.net/up", "retryPolicy": {"deactivateFlag": "true"}}


def status_of(ask: Any, webhook_id: str) -> Any:
    return ask("GET", f"{V2}/{webhook_id}").content["status"]


def test_unknown_url_is_reviewed(ask: Any, simulator: Any) -> None:
    """
    Where reviews take time, a new subscription is pending in the very answer that creates it.
    """
    simulator.turn(review="manual")

    assert ask.subscribe().content["status"] == "PENDING_REVIEW"


def test_approved_subscription_is_inactive(ask: Any, simulator: Any) -> None:
    """
    A review that ends well leaves the subscription inactive.
    """
    simulator.turn(review="manual")
    webhook_id = ask.subscribe().content["webhookId"]

    simulator.subscriptions.approve(webhook_id)

    assert status_of(ask, webhook_id) == "INACTIVE"


def test_new_url_is_reviewed_by_default(ask: Any, simulator: Any) -> None:
    """
    By default, a new URL is reviewed for a moment, in which the status cannot be set.
    """
    simulator.turn(review=Knobs().review, review_seconds=60)
    webhook_id = ask.subscribe().content["webhookId"]
    before = status_of(ask, webhook_id)
    refused = ask("PUT", f"{V2}/{webhook_id}/status", {"status": "ACTIVE"})

    simulator.move(60)
    accepted = ask("PUT", f"{V2}/{webhook_id}/status", {"status": "ACTIVE"})

    assert (before, refused.status, accepted.status) == ("PENDING_REVIEW", 400, 200)
    assert Knobs().review_seconds <= 1


def test_review_ends_with_time(ask: Any, simulator: Any) -> None:
    """
    A review of a day is over when the platform's clock has moved by one.
    """
    simulator.turn(review="timed", review_seconds=86_400)
    webhook_id = ask.subscribe().content["webhookId"]

    simulator.clock.move(days=1)

    assert status_of(ask, webhook_id) == "INACTIVE"


def test_refused_url_blocks(ask: Any, simulator: Any) -> None:
    """
    A URL that fits the refused pattern blocks the subscription, and another URL frees it.
    """
    simulator.turn(blocked_urls="casino")
    created = ask.subscribe(webhookUrl="https://casino.example/hook").content

    freed = ask("PATCH", f"{V2}/{created['webhookId']}", {"webhookUrl": "https://hooks.example.net/hook"})

    assert (created["status"], freed.content["status"]) == ("BLOCKED", "INACTIVE")


def test_every_url_is_blocked_on_demand(ask: Any, simulator: Any) -> None:
    """
    With the review knob at block, no URL is approved.
    """
    simulator.turn(review="block")

    assert ask.subscribe().content["status"] == "BLOCKED"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"webhookUrl": "https://hooks.example.net/new"}, "PENDING_REVIEW"),
        ({"healthCheckUrl": "https://hooks.example.net/up"}, "PENDING_REVIEW"),
        (
            {
                "securityPolicy": {
                    "securityType": "oAuth",
                    "config": {"oAuthURL": "https://idp.example.net/t", "oAuthTokenType": "Bearer"},
                }
            },
            "PENDING_REVIEW",
        ),
        ({"name": "other", "webhookUrl": "https://hooks.example.net/visa"}, "ACTIVE"),
    ],
)
def test_another_url_is_reviewed_again(ask: Any, simulator: Any, changes: dict[str, Any], status: str) -> None:
    """
    An active subscription goes back to review when one of its three URLs changes, and only then.
    """
    webhook_id = ask.subscribe().content["webhookId"]
    simulator.subscriptions.set_status(webhook_id, "ACTIVE")
    simulator.turn(review="manual")

    assert ask("PATCH", f"{V2}/{webhook_id}", changes).content["status"] == status


def test_known_url_is_not_reviewed_twice(ask: Any, simulator: Any) -> None:
    """
    A URL that was approved once is known.
    """
    simulator.turn(review="manual")
    webhook_id = ask.subscribe().content["webhookId"]
    simulator.subscriptions.approve(webhook_id)
    ask("DELETE", f"{V2}/{webhook_id}")

    assert ask.subscribe().content["status"] == "INACTIVE"


def test_ping_activates(ask: Any, simulator: Any) -> None:
    """
    A subscription with a health URL and the flag is inactive until its URL has answered a ping.
    """
    created = ask.subscribe(**SELF_ACTIVATING).content
    before = created["status"]

    simulator.subscriptions.activate(created["webhookId"])

    assert (before, status_of(ask, created["webhookId"])) == ("INACTIVE", "ACTIVE")


def test_ping_needs_the_flag(ask: Any, simulator: Any) -> None:
    """
    Without a health URL there is nothing to ping.
    """
    webhook_id = ask.subscribe().content["webhookId"]

    with pytest.raises(ValueError, match="healthCheckUrl"):
        simulator.subscriptions.activate(webhook_id)


def test_ping_comes_with_time(ask: Any, simulator: Any) -> None:
    """
    With its knob set, the first ping happens when the platform's clock says so.
    """
    simulator.turn(activation_seconds=300)
    webhook_id = ask.subscribe(**SELF_ACTIVATING).content["webhookId"]

    early = status_of(ask, webhook_id)
    simulator.clock.move(minutes=5)

    assert (early, status_of(ask, webhook_id)) == ("INACTIVE", "ACTIVE")


def test_switched_off_is_not_pinged(ask: Any, simulator: Any) -> None:
    """
    A subscription that its owner made inactive stays so.
    """
    simulator.turn(activation_seconds=300)
    webhook_id = ask.subscribe(**SELF_ACTIVATING).content["webhookId"]
    ask("PUT", f"{V2}/{webhook_id}/status", {"status": "INACTIVE"})

    simulator.clock.move(minutes=5)

    assert status_of(ask, webhook_id) == "INACTIVE"


def test_tokens_survive_a_moved_clock(ask: Any, simulator: Any) -> None:
    """
    A platform a month ahead still admits clients that live today.
    """
    simulator.clock.move(days=30)

    assert ask("GET", "/notification-subscriptions/v2/products/acme_eu").status == 200
