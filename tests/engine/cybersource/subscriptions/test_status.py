"""
The status of a subscription: asked for where it is declared, and never fought where it belongs to the platform.
"""

import json

from tests.engine.cybersource.crowd import Crowd
from tests.engine.cybersource.shop import KIND, ORDERS, PLAIN, Shop, changed
from tests.engine.project import Ran

ACTIVE = {**PLAIN, "status": "ACTIVE"}
OWNED = ("SUSPENDED", "BLOCKED", "PENDING_REVIEW", "RESEND", "SOMETHING_NEW")


def _warnings(ran: Ran) -> list[str]:
    """The warnings under Diagnostics."""
    found = ran.out[ran.out.index("Diagnostics:") :] if "Diagnostics:" in ran.out else ""
    return [line.strip() for line in found.splitlines() if "warning:" in line]


def test_review_is_waited_for(shop: Shop) -> None:
    """
    A status wanted during a review is a warning, and one request once the platform has approved the URL.
    """
    shop.platform.turn(review="manual")
    shop.declare(ACTIVE)
    created = shop.up()
    (warning,) = _warnings(created)
    shop.platform.subscriptions.approve(shop.subscription.webhook_id)
    shop.project.run("pulumi up --yes --skip-preview --refresh")

    assert warning.startswith("warning: orders: status is PENDING_REVIEW: URLs under review")
    assert [body for method, body in shop.sent if method == "PUT"] == [{"status": "ACTIVE"}]
    assert shop.rest() == ""


def test_status_under_review_is_shown(shop: Shop) -> None:
    """
    The state says that a subscription is under review, beside the status that is wanted.
    """
    shop.platform.turn(review="manual")
    shop.declare(ACTIVE)
    shop.up()
    outputs = shop.stored()["outputs"]

    assert (outputs["status"], outputs["currentStatus"]) == ("ACTIVE", "PENDING_REVIEW")


def test_platforms_status_is_not_fought(shop: Shop) -> None:
    """
    A status that belongs to the platform is told once by a refresh, with the resource's name, and left alone.
    """
    crowd = Crowd(shop)
    crowd.gather(OWNED, ORDERS)
    for status, one in crowd.held().items():
        shop.platform.subscriptions.set_status(one.webhook_id, status)
    warnings = _warnings(shop.project.run("pulumi up --yes --skip-preview --refresh"))

    assert sorted(warning.split(": ")[:3] for warning in warnings) == [
        ["warning", status, f"status is {status}"] for status in sorted(OWNED)
    ]
    assert shop.sent == []


def test_blocked_url_is_corrected(open_shop: Shop) -> None:
    """
    A subscription whose URL was refused takes another URL, and becomes active after its review.
    """
    open_shop.platform.turn(review="manual")
    held = open_shop.subscription
    open_shop.platform.subscriptions.block(held.webhook_id)
    open_shop.declare(changed(ORDERS, "webhook_url", "https://hooks.example.com/v2"))
    open_shop.project.run("pulumi up --yes --skip-preview --refresh")
    open_shop.platform.subscriptions.approve(held.webhook_id)
    open_shop.project.run("pulumi up --yes --skip-preview --refresh")

    assert [method for method, _ in open_shop.sent] == ["PATCH", "PUT"]


def test_unfinished_status_is_repaired(shop: Shop) -> None:
    """
    A subscription whose status could not be set is kept in the state, and the next `up` asks for the status alone.
    """
    shop.platform.fail(500, method="PUT", count=99)
    shop.declare(ACTIVE)
    failed = shop.project.fail("pulumi up --yes --skip-preview")
    stored = shop.stored()
    shop.platform.faults.clear()
    shop.platform.requests.clear()
    shop.up()

    assert "Traceback" not in failed.text
    assert (stored["id"], shop.sent) == (shop.subscription.webhook_id, [("PUT", {"status": "ACTIVE"})])


def test_bug_keeps_its_traceback(open_shop: Shop) -> None:
    """
    What we did not foresee, such as a state that somebody has edited, ends in a traceback and not in a short text.
    """
    deployment = open_shop.project.run("pulumi stack export").json
    (resource,) = (one for one in deployment["deployment"]["resources"] if one["type"].endswith(KIND))
    resource["outputs"]["currentStatus"] = ["not", "a", "status"]
    (open_shop.project.folder / "edited.json").write_text(json.dumps(deployment))
    open_shop.project.run("pulumi stack import --file edited.json")
    open_shop.declare(ORDERS, more="signature_key='another'")

    assert "Traceback" in open_shop.project.fail("pulumi up --yes --skip-preview").text
