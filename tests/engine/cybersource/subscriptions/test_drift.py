"""
Changes made at the platform behind Pulumi's back: seen by a refresh, repaired by `up`, and never mistaken.
"""

from typing import Any

import pytest
from tests.engine.cybersource.crowd import Crowd
from tests.engine.cybersource.shop import ORDERS, PLAIN, Shop

# What somebody changed, by the platform's names, and the members that repair it.
EDITS: dict[str, dict[str, Any]] = {
    "name": {"name": "Renamed"},
    "description": {"description": "Nobody knows."},
    "webhookUrl": {"webhookUrl": "https://elsewhere.example.com/"},
    "healthCheckUrl": {"healthCheckUrl": "https://elsewhere.example.com/health"},
    "products": {"products": [{"productId": "payments", "eventTypes": ["payments.void.status.accepted"]}]},
    "notificationScope": {"notificationScope": "DESCENDANTS"},
    "retryPolicy": {"retryPolicy": {"interval": 7}},
    "securityPolicy": {"securityPolicy": {"config": {"oAuthTokenExpiry": 1}}},
    "status": {"status": "INACTIVE"},
}


def test_edit_is_repaired(shop: Shop) -> None:
    """
    One `up --refresh` sends exactly what somebody changed, and the platform is as declared again.
    """
    crowd = Crowd(shop)
    crowd.gather(EDITS, ORDERS)
    before = {name: (dict(one.document), one.status) for name, one in crowd.held().items()}
    for name, one in crowd.held().items():
        shop.platform.edit(one.webhook_id, EDITS[name])
    shop.project.run("pulumi up --yes --skip-preview --refresh")

    assert crowd.sent() == {field: [{field}] for field in EDITS}
    assert {name: (one.document, one.status) for name, one in crowd.held().items()} == before


def test_edit_is_shown(open_shop: Shop) -> None:
    """
    A refresh names the field that was changed, and the next preview shows the value found and the one wanted.
    """
    open_shop.platform.edit(open_shop.subscription.webhook_id, {"description": "Nobody knows."})
    refreshed = open_shop.project.run("pulumi refresh --yes --skip-preview").out
    preview = open_shop.project.run("pulumi preview --diff").out

    assert "[diff: ~description]" in refreshed
    assert f'~ description: "Nobody knows." => "{ORDERS["description"]}"' in preview


def test_edit_of_what_is_not_declared(shop: Shop) -> None:
    """
    What a program does not declare may change at the platform, and there is nothing to do.
    """
    shop.declare(PLAIN)
    shop.up()
    unmanaged = {name: edit for name, edit in EDITS.items() if name not in ("name", "webhookUrl", "products")}
    for edit in unmanaged.values():
        shop.platform.edit(shop.subscription.webhook_id, edit)

    assert shop.rest() == ""


def test_deleted_by_hand(open_shop: Shop) -> None:
    """
    A subscription that somebody deleted is dropped by a refresh, with a warning, and created by the next `up`.
    """
    id = open_shop.subscription.webhook_id
    open_shop.platform.subscriptions.clear()
    refreshed = open_shop.project.run("pulumi refresh --yes --skip-preview").out
    open_shop.up()

    assert "- 1 deleted" in refreshed
    assert f"warning: orders: {id} was deleted at {open_shop.platform.endpoint.removeprefix('http://')}" in refreshed
    assert open_shop.subscription.name == ORDERS["name"]


@pytest.mark.parametrize("trouble", [401, 500, "reset-before"])
def test_trouble_drops_nothing(trouble: int | str, open_shop: Shop) -> None:
    """
    A platform in trouble, or one that refuses us, is never taken for one that has lost the subscription.
    """
    open_shop.platform.fail(trouble, count=99)
    open_shop.project.fail("pulumi refresh --yes --skip-preview")

    assert open_shop.subscription.webhook_id in open_shop.project.state_file
