"""
Events that are lost, gained or moved.
"""

from dataclasses import replace

import pytest
from tests.review.steps import (
    PAID,
    REFUNDED,
    URL,
    changed,
    created,
    deleted,
    ids,
    report,
    step,
    subscription,
    texts,
    webhook,
)

from pulumi_payment_webhooks.review.preview import SECRET, UNKNOWN

BOTH, ONE = subscription(PAID, REFUNDED), subscription(PAID)
WEBHOOK = "digital_river:Webhook"


def test_removed_event_is_lost():
    """
    The report names the event, the endpoint, the organization and the subscription.
    """
    found = report(changed("payments", BOTH, ONE))

    assert ids(found) == [("lost-events",)]
    assert texts(found) == [
        f"Subscription 'payments' of organization 'shop_org' no longer delivers '{REFUNDED}' to '{URL}'."
    ]
    assert str(found.headline) == f"stops receiving '{REFUNDED}' at '{URL}' (organization 'shop_org')"


def test_events_of_a_deleted_subscription_are_lost_with_it():
    """
    A deletion is one finding, which counts as lost events and as a deletion.
    """
    found = report(deleted("payments", BOTH))

    assert ids(found) == [("lost-events", "deletes")]
    assert found.findings[0].facts["events"] == [PAID, REFUNDED]


def test_added_event_is_gained():
    """
    An event that was not delivered before is gained.
    """
    found = report(changed("payments", ONE, BOTH))

    assert ids(found) == [("gained-events",)]
    assert REFUNDED in texts(found)[0]


def test_new_subscription_gains_events_and_says_when_delivery_begins():
    """
    The first delivery of a new subscription depends on a review of its URLs.
    """
    found = report(created("payments", ONE))

    assert ids(found) == [("gained-events",)]
    assert "Delivery begins after the platform has reviewed its URLs" in texts(found)[0]


def test_event_that_another_subscription_takes_is_moved():
    """
    What another subscription delivers instead is not lost.
    """
    found = report(changed("all", BOTH, ONE), changed("refunds", subscription("x"), subscription("x", REFUNDED)))

    assert ids(found) == [("moves",)]
    assert "Subscription 'refunds' of organization 'shop_org' delivers" in texts(found)[0]
    assert texts(found)[0].endswith("It goes to the same URL.")


def test_event_that_a_new_subscription_takes_is_interrupted():
    """
    A split of a subscription loses no event, but the new subscription does not deliver at once.
    """
    found = report(changed("all", BOTH, ONE), created("refunds", subscription(REFUNDED)))

    assert ids(found) == [("interruptions", "moves")]
    assert "Subscription 'refunds' is new: delivery begins after the platform has reviewed its URLs" in texts(found)[0]


def test_event_of_two_products_is_lost_with_one_of_them():
    """
    Products may have events of the same name, which are not the same events.
    """
    both = subscription(products={"decisionManager": {"risk.reject": True}, "fraud": {"risk.reject": True, "x": True}})
    fraud = subscription(products={"fraud": {"risk.reject": True, "x": True}})

    found = report(changed("risk", both, fraud))

    assert ids(found) == [("lost-events",)]
    assert found.findings[0].facts["events"] == ["decisionManager: risk.reject"]


def test_event_of_another_product_does_not_replace_it():
    """
    What a product no longer delivers, another product does not deliver instead.
    """
    new = subscription(products={"fraud": {PAID: True}})

    found = report(changed("all", BOTH, subscription(REFUNDED)), created("fraud", new))

    assert ids(found) == [("lost-events",), ("gained-events",)]
    assert found.findings[0].facts["events"] == [PAID]


def test_event_of_another_account_is_lost():
    """
    An account is a place of its own, even if its organization has the same name.
    """
    found = report(changed("all", BOTH, ONE), created("refunds", subscription(REFUNDED), account="eu"))

    assert ids(found) == [("lost-events",), ("gained-events",)]


def test_subscription_whose_place_is_taken_until_the_end_cannot_be_deployed():
    """
    Pulumi deletes last, so a subscription that moved into a component without an alias finds its place taken.
    """
    steps = [deleted("payments", ONE), step("create", "payments", {}, ONE)]
    moved = [steps[0], replace(steps[1], urn=steps[1].urn.replace("shop::", "shop::shop:index:Group$"))]

    found = report(*moved)

    assert ids(found) == [("errors", "interruptions", "moves", "deletes")]
    assert str(found.headline).startswith("cannot be deployed: subscription 'payments'")
    assert "instead of the current subscription 'payments'" in texts(found)[0]
    assert "The deployment fails, because Pulumi deletes last" in texts(found)[0]
    assert "is new" not in texts(found)[0]
    assert "give the new resource an alias, or set 'adopt_existing'." in texts(found)[0]
    assert str(found.headline).startswith("cannot be deployed")


def test_subscription_that_is_replaced_and_retained_loses_nothing():
    """
    With `retain_on_delete`, the platform keeps the current subscription, which goes on delivering.
    """
    found = report(step("replace", "p", ONE, subscription(PAID, organizationId="other_org"), retained=True))

    assert ids(found) == [("replaces",), ("gained-events",)]
    assert "stays at the platform, no longer managed, and another subscription is created" in texts(found)[0]


def test_event_that_moves_to_another_url_is_an_interruption():
    """
    The receiver at the first URL gets it no longer.
    """
    found = report(
        changed("all", BOTH, ONE), created("refunds", subscription(REFUNDED, webhookUrl="https://b.example.com/"))
    )

    assert ids(found) == [("interruptions", "moves")]
    assert f"It goes to 'https://b.example.com/' instead of '{URL}'." in texts(found)[0]


def test_event_of_another_organization_is_lost():
    """
    The same event of another organization does not make up for it.
    """
    other = subscription(REFUNDED, organizationId="other_org")

    assert ids(report(changed("all", BOTH, ONE), created("refunds", other))) == [("lost-events",), ("gained-events",)]


def test_event_of_another_platform_is_lost():
    """
    The same name at another platform is another event.
    """
    found = report(deleted("a", subscription("order.created")), created("b", webhook("order.created"), kind=WEBHOOK))

    assert ids(found) == [("lost-events", "deletes"), ("gained-events",)]


def test_replaced_subscription_keeps_its_events():
    """
    A replacement within the organization loses no event, and is one finding.
    """
    steps = [step(op, "payments", ONE, ONE) for op in ("create-replacement", "replace", "delete-replaced")]

    assert ids(report(*steps)) == [("replaces",)]


def test_subscription_that_moves_to_another_organization_loses_its_events_there():
    """
    The first organization no longer receives them.
    """
    found = report(step("replace", "payments", ONE, subscription(PAID, organizationId="other_org")))

    assert ids(found) == [("lost-events", "replaces"), ("replaces",), ("gained-events",)]


@pytest.mark.parametrize("events", [UNKNOWN, SECRET, {"payments": UNKNOWN}], ids=["unknown", "secret", "in part"])
def test_events_that_cannot_be_read_are_unclear(events):
    """
    What is secret or not known yet is neither lost nor kept: a reviewer must look.
    """
    found = report(changed("payments", BOTH, subscription(products=events)))

    assert ids(found)[0] == ("unclear", "lost-events")
    assert "Some of the current events may be lost." in texts(found)[0]


def test_secret_organization_that_changes_loses_its_events():
    """
    That it is another organization is known, although neither has a name here.
    """
    old = subscription(PAID, organizationId=SECRET)

    moved = report(step("replace", "p", old, old, changed={"organizationId": "update-replace"}))
    again = report(step("replace", "p", old, old, changed={"webhookUrl": "update-replace"}))

    assert ids(moved) == [("lost-events", "replaces"), ("replaces",), ("gained-events",)]
    assert "lost-events" not in {one.id for one in again.categories}


def test_hidden_events_of_a_new_subscription_are_not_lost():
    """
    Before it, there was nothing to lose.
    """
    assert ids(report(created("payments", subscription(products=UNKNOWN)))) == [("unclear",)]


def test_secret_events_that_do_not_change_are_not_mentioned():
    """
    The engine names what changes, and the products are not named.
    """
    old = subscription(products=SECRET)
    found = report(changed("p", old, {**old, "name": "Other"}, changed={"name": "update"}))

    assert ids(found) == [("other",)]


def test_events_that_only_the_platform_lost_are_lost():
    """
    In a look for drift, what the platform no longer delivers is lost already.
    """
    found = report(changed("payments", BOTH, ONE), drift=True)

    assert ids(found) == [("lost-events",)]
    assert str(found.headline).startswith("has drifted: it no longer receives")
    assert {"drift", "changes"} <= {one.id for one in found.categories}


def test_what_the_platform_keeps_is_not_lost():
    """
    With `retain_on_delete`, the platform goes on delivering.
    """
    found = report(deleted("payments", BOTH, retained=True))

    assert ids(found) == [("releases",)]
    assert "the platform keeps it as it is" in texts(found)[0]


IDLE = {"enabled": False}


def test_what_a_stopped_webhook_no_longer_lists_is_not_lost():
    """
    Nothing was delivered, so nobody misses it.
    """
    changes = report(changed("w", webhook("a", "b", **IDLE), webhook("a", **IDLE), kind=WEBHOOK))
    ends = report(deleted("w", webhook("a", **IDLE), kind=WEBHOOK))

    assert (ids(changes), ids(ends)) == ([("other",)], [("deletes",)])
    assert texts(changes) == ["Webhook 'w' no longer lists 'b'. Nothing was delivered, because 'enabled' was 'false'."]
    assert texts(ends) == ["Webhook 'w' is deleted. Nothing was delivered, because 'enabled' was 'false'."]


def test_what_a_stopped_webhook_lists_is_not_gained_yet():
    """
    A webhook that is disabled in the same change delivers nothing new.
    """
    found = report(changed("w", webhook("a"), webhook("a", "b", **IDLE), kind=WEBHOOK))

    assert ids(found) == [("interruptions",), ("other",)]
    assert "will deliver 'b' to" in texts(found)[1]
    assert texts(found)[1].endswith("'enabled' is 'false', so nothing is delivered yet.")
