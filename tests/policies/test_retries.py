"""
The rule `retry-coverage`.
"""

from typing import Any

import pytest
from tests.policies.estates import declared, found, subscription, texts, webhook

from pulumi_payment_webhooks.policies.retries import span
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN

RULE = "retry-coverage"
WHOLE = {
    "algorithm": "ARITHMETIC",
    "firstRetry": 10,
    "interval": 30,
    "numberOfRetries": 3,
    "repeatSequenceCount": 0,
    "repeatSequenceWaitTime": 0,
    "deactivateFlag": False,
    "schedule": "10, 40, 70 min",
}
NAMED = "'refunds': retry_policy: "


def apart(of: Any, **values: Any) -> Any:
    """
    A retry policy that is declared apart from its subscription, whose id is not known yet.
    """
    return declared("cybersource:RetryPolicy", "patience", {**WHOLE, "subscription": UNKNOWN, **values}, of=of)


@pytest.mark.parametrize(
    ("policy", "hours"), [(WHOLE, 1), (WHOLE, 70 / 60), ({**WHOLE, "interval": 2000}, 24), ({}, 0.05)], ids=str
)
def test_long_policy_passes(policy: Any, hours: float) -> None:
    """
    A policy whose last retry is late enough passes; absent members have the platform's defaults.
    """
    assert found(RULE, subscription(retryPolicy=policy), hours=hours) == []


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (WHOLE, "retries for 70 minutes, and 24 hours are required: increase the interval or the number of retries"),
        ({}, "retries for 3 minutes, and 24 hours are required: increase the interval or the number of retries"),
        (
            {**WHOLE, "numberOfRetries": 0},
            "retries for 0 minutes, and 24 hours are required: increase the interval or the number of retries",
        ),
    ],
    ids=str,
)
def test_short_policy_is_reported(policy: Any, says: str) -> None:
    """
    A policy that gives up too early is reported with its time and the time that is required.
    """
    assert texts(found(RULE, subscription(retryPolicy=policy))) == [NAMED + says]


def test_default_of_the_platform_is_judged() -> None:
    """
    A subscription without any policy has the platform's default.
    """
    says = "not declared, and the platform's default retries for 3 minutes; 24 hours are required"

    assert texts(found(RULE, subscription())) == [NAMED + says]


def test_policy_that_is_declared_apart_is_judged_in_its_place() -> None:
    """
    A separate policy is judged itself, even if the id of its subscription is unknown; the subscription is not.
    """
    whole = subscription()

    assert texts(found(RULE, whole, apart(whole))) == [
        "'patience': retries for 70 minutes, and 24 hours are required: increase the interval or the number of retries"
    ]
    assert found(RULE, whole, apart(whole, interval=2000)) == []


def test_policy_of_another_subscription_does_not_count() -> None:
    """
    A separate policy covers its own subscription alone.
    """
    whole, other = subscription(), subscription("other")

    assert [one.about for one in found(RULE, whole, other, apart(other, interval=2000))] == [whole]


@pytest.mark.parametrize("policy", [UNKNOWN, {**WHOLE, "interval": UNKNOWN}], ids=["whole", "member"])
def test_unknown_policy_is_uncertain(policy: Any) -> None:
    """
    A policy that is unknown, or of which a member is, is not judged.
    """
    [one] = found(RULE, subscription(retryPolicy=policy))

    assert (one.is_known, str(one)) == (False, f"{NAMED}not known yet; the update checks it")


def test_what_the_platform_decides_is_not_judged() -> None:
    """
    Retries of Digital River cannot be declared, so nothing is required of a webhook.
    """
    assert found(RULE, webhook()) == []


@pytest.mark.parametrize(
    ("minutes", "says"), [(3, "3 minutes"), (119, "119 minutes"), (120, "2 hours"), (1445, "24.1 hours")]
)
def test_span_is_readable(minutes: float, says: str) -> None:
    """
    Times below two hours are said in minutes.
    """
    assert span(minutes) == says
