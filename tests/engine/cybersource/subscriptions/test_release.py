"""
Properties that a program removes are released, with one warning; those that it clears are gone, and stay so.
"""

from typing import Any

from tests.engine.cybersource.programs import diagnostics
from tests.engine.cybersource.shop import ABSENT, ORDERS, PLAIN, Shop, changed

CLEARED: dict[str, Any] = {
    **PLAIN,
    "description": "",
    "health_check_url": "",
    "retry_policy": {},
    "security_policy": {},
}
RELEASED = (
    "warning: orders: no longer managed; the platform keeps: description, health_check_url, notification_scope, "
    "status, retry_policy, security_policy; see docs/how-to/release.md"
)


def test_release_is_reported(open_shop: Shop) -> None:
    """
    A preview of properties that are no longer declared says in one warning that the platform keeps them, and only then.
    """
    open_shop.declare(PLAIN)
    said = diagnostics(open_shop.project.run("pulumi preview"))
    open_shop.up()
    after = diagnostics(open_shop.project.run("pulumi preview --expect-no-changes"))

    assert (said.count("warning: "), said.count(RELEASED), after) == (1, 1, "")


def test_cleared_round_trip(open_shop: Shop) -> None:
    """
    Cleared properties are gone at the platform and settle; one that somebody sets is reported, and cleared again.
    """
    open_shop.declare(CLEARED)
    open_shop.up()
    document = open_shop.subscription.document
    gone = (document["description"], document["healthCheckUrl"], document["securityPolicy"]["securityType"])
    settled = open_shop.rest()
    open_shop.platform.edit(open_shop.subscription.webhook_id, {"healthCheckUrl": "https://hooks.example.com/by/hand"})
    seen = diagnostics(open_shop.project.run("pulumi preview"))
    open_shop.project.run("pulumi up --yes --refresh")

    assert (gone, document["retryPolicy"]["interval"], settled) == (("", None, "KEY"), 1, "")
    assert "orders: differs at the platform in health_check_url; " in seen
    assert (open_shop.subscription.document["healthCheckUrl"], open_shop.rest()) == (None, "")


def test_changed_url_is_reviewed(open_shop: Shop) -> None:
    """
    A changed webhook URL is warned of once, and another spelling of it, or a health check URL that goes, is not.
    """
    spelled = changed(changed(ORDERS, "webhook_url", "https://HOOKS.example.com:443/payments"), "name", "Refunds")
    open_shop.declare(spelled)
    quiet = diagnostics(open_shop.project.run("pulumi preview"))
    open_shop.declare(changed(ORDERS, "webhook_url", "https://hooks.example.com/v2"))
    said = diagnostics(open_shop.project.run("pulumi preview"))
    open_shop.declare(changed(changed(ORDERS, "health_check_url", ABSENT), "retry_policy", ABSENT))
    released = diagnostics(open_shop.project.run("pulumi preview"))

    assert (quiet, "review" in released) == ("", False)
    assert said.count("warning: orders: webhook_url changed: 1 to 2 business days of review") == 1
