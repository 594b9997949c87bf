"""
Waiting for a status, and a test delivery: they follow a deployment and never fail it.
"""

from typing import Any

from tests.engine.cybersource.programs import SUBSCRIPTION, TOKENS, diagnostics, program, resource
from tests.engine.cybersource.shop import Shop

TEST = "/v1/webhooks/"
TOLD = 'pulumi.export("status", orders.current_status)\n'
OUTCOME = 'pulumi.export("outcome", orders.test_delivery_outcome)\n'
ACTIVATING = {
    **TOKENS,
    "health_check_url": "https://hooks.example.com/health",
    "retry_policy": {"deactivate_flag": True},
}
WAITS = {**ACTIVATING, "wait_for": {"status": "ACTIVE", "up_to": 30}}
TESTED = {**TOKENS, "test_delivery": True}


def declare(shop: Shop, arguments: dict[str, Any], below: str = "") -> None:
    shop.project.write(program(resource(SUBSCRIPTION, "orders", **arguments), below))


def outputs(shop: Shop) -> Any:
    return shop.project.run("pulumi stack output --json").json


def asked_for(shop: Shop) -> int:
    """
    How many test notifications were asked for.
    """
    return len([one for one in shop.platform.requests.matching("POST") if TEST in one.path])


def test_status_is_waited_for(shop: Shop) -> None:
    """
    A subscription that is activated while `up` waits is active in the outputs, and nothing is left to do.
    """
    shop.platform.turn(activation_seconds=0)
    declare(shop, WAITS, TOLD)
    said = diagnostics(shop.up())

    assert (said, outputs(shop)["status"], shop.rest()) == ("", "ACTIVE", "")


def test_status_that_does_not_come(shop: Shop) -> None:
    """
    A status that does not come in time is one warning, the one that is there is an output, and nothing is left to do.
    """
    declare(shop, WAITS, TOLD)
    said = diagnostics(shop.up())

    assert said.count("warning: orders: after 30 s, status is still INACTIVE: ") == 1
    assert (said.count("warning: "), outputs(shop)["status"], shop.rest()) == (1, "INACTIVE", "")


def test_review_is_not_waited_out(shop: Shop) -> None:
    """
    A review ends the waiting with a warning, and the deployment succeeds.
    """
    shop.platform.turn(review="manual")
    declare(shop, WAITS)
    said = diagnostics(shop.up())

    assert said.count("warning: orders: status is PENDING_REVIEW: URLs under review") == 1
    assert "; no longer waiting for ACTIVE; " in said


def test_declared_later(shop: Shop) -> None:
    """
    Both declared later show as an update that sends nothing but the test; taking them away sends nothing.
    """
    declare(shop, TOKENS)
    shop.up()
    shop.platform.requests.clear()
    declare(shop, {**TESTED, "wait_for": {"status": "INACTIVE"}})
    preview = shop.preview()
    shop.up()
    sent = [one.path for one in shop.platform.requests.changes]
    rest = shop.rest()
    declare(shop, TOKENS)
    shop.up()

    assert (preview["op"], set(preview["detailedDiff"])) == ("update", {"waitFor", "testDelivery"})
    assert [TEST in path for path in sent] == [True]
    assert (rest, asked_for(shop), shop.rest()) == ("", 1, "")


def test_each_url_is_tested_once(shop: Shop) -> None:
    """
    A new subscription and another URL are tested, once each; time and trace id are an output.
    """
    declare(shop, TESTED, OUTCOME)
    shop.up()
    first = outputs(shop)["outcome"]
    rest = shop.rest()
    declare(shop, {**TESTED, "name": "Renamed"}, OUTCOME)
    shop.up()
    same = outputs(shop)["outcome"]
    declare(shop, {**TESTED, "name": "Renamed", "webhook_url": "https://hooks.example.com/v2"}, OUTCOME)
    shop.up()
    second = outputs(shop)["outcome"]

    assert (asked_for(shop), rest, shop.rest()) == (2, "", "")
    assert (first["status"], same, set(first)) == ("sent", first, {"at", "status", "trace_id"})
    assert second["trace_id"] != first["trace_id"]


def test_failed_test(shop: Shop) -> None:
    """
    A test that fails is a warning and an output, is not sent again, and fails no deployment, now or later.
    """
    shop.platform.fail(500, count=9, method="POST", path=TEST)
    declare(shop, TESTED, OUTCOME)
    said = diagnostics(shop.up())
    outcome = outputs(shop)["outcome"]

    assert said.count("warning: orders: test notification may not have been sent: ") == 1
    assert (outcome["status"], "HTTP 500" in outcome["error"], asked_for(shop)) == ("unclear", True, 1)
    assert (shop.rest(), asked_for(shop)) == ("", 1)
