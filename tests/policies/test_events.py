"""
The rule `required-events`.
"""

from typing import Any

import pytest
from tests.policies.estates import found, subscription, texts, webhook

from pulumi_payment_webhooks.policies.parameters import Misconfigured
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN

RULE = "required-events"
ACCEPTED, FAILED = "payments.credits.accepted", "payments.credits.failed"
ECHECK = {"cybersource": {"eCheck": [ACCEPTED]}}


def test_event_of_any_subscription_counts() -> None:
    """
    An event is there if one of several subscriptions has it.
    """
    other = subscription("other", products={"payments": {"payments.capture.status.updated": True}})

    assert found(RULE, other, subscription(), events=ECHECK) == []


def test_missing_events_are_named_for_each_product() -> None:
    """
    Events that no subscription has are reported, one product at a time, with the field to which they belong.
    """
    events = {"cybersource": {"eCheck": [ACCEPTED, FAILED], "payByLink": ["payByLink.merchant.payment"]}}

    assert texts(found(RULE, subscription(), events=events)) == [
        f"cybersource, eCheck: no subscription has {FAILED}: add it to products",
        "cybersource, payByLink: no subscription has payByLink.merchant.payment: add it to products",
    ]


def test_missing_types_of_a_webhook_are_named() -> None:
    """
    A platform without products has its own words.
    """
    events = {"digital_river": ["order.accepted", "refund.complete", "order.blocked"]}

    assert texts(found(RULE, webhook(), events=events)) == [
        "digital_river: no webhook has order.blocked, refund.complete: add them to types"
    ]


@pytest.mark.parametrize(
    "resource",
    [subscription(status="INACTIVE"), subscription(products={"payments": {ACCEPTED: True}})],
    ids=["inactive", "another product"],
)
def test_event_that_is_not_delivered_does_not_count(resource: Any) -> None:
    """
    A subscription that is switched off, or that has the event of another product, does not deliver it.
    """
    assert len(found(RULE, resource, events=ECHECK)) == 1


def test_disabled_webhook_does_not_count() -> None:
    """
    A webhook that is disabled delivers nothing.
    """
    assert len(found(RULE, webhook(enabled=False), events={"digital_river": ["order.accepted"]})) == 1


def test_stack_without_subscriptions_lacks_events() -> None:
    """
    A stack that has lost its last subscription lacks what is required.
    """
    assert len(found(RULE, events=ECHECK)) == 1


@pytest.mark.parametrize("products", [UNKNOWN, {"eCheck": UNKNOWN}, {"eCheck": {FAILED: UNKNOWN}}], ids=str)
def test_unknown_events_may_hide_a_missing_event(products: Any) -> None:
    """
    While the events of a subscription are unknown, a missing event is only said to be uncertain.
    """
    [one] = found(RULE, subscription(products=products), events=ECHECK)

    assert (one.is_known, str(one)) == (
        False,
        f"'refunds': products: not known yet; the update checks whether it has {ACCEPTED}",
    )


def test_unknown_events_hide_nothing_that_is_there() -> None:
    """
    What one subscription delivers is not uncertain because the events of another one are unknown.
    """
    assert found(RULE, subscription("other", products=UNKNOWN), subscription(), events=ECHECK) == []


def test_unknown_events_of_another_product_hide_nothing() -> None:
    """
    A product whose events are unknown says nothing about those of another product.
    """
    [one] = found(RULE, subscription(products={"payments": UNKNOWN}), events=ECHECK)

    assert one.is_known


@pytest.mark.parametrize("given", [{}, {"events": {}}], ids=str)
def test_nothing_is_required_by_itself(given: Any) -> None:
    """
    Without events the rule finds nothing.
    """
    assert found(RULE, **given) == []


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        (["a"], "must be a mapping from platforms to events, not a list"),
        ({"cybersorce": {}}, "unknown platform 'cybersorce' (did you mean 'cybersource'?)"),
        ({"cybersource": ["a"]}, "cybersource: must be a mapping from products to lists of events, not a list"),
        ({"cybersource": {"payments": "a"}}, "cybersource: payments: must be a list of events, not text"),
        ({"digital_river": {"a": []}}, "digital_river: must be a list of events, not a mapping"),
        ({"digital_river": [1]}, "digital_river: must be a list of events, each a text"),
    ],
    ids=str,
)
def test_unreadable_events_are_refused(events: Any, reason: str) -> None:
    """
    Each mistake in the parameter is named.
    """
    with pytest.raises(Misconfigured) as error:
        found(RULE, events=events)

    assert str(error.value).startswith(f"{RULE}: events: {reason}")
