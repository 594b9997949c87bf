"""
How long failed deliveries are retried, before and after.
"""

from typing import Any

import pytest
from tests.review.steps import PAID, RETRIES, changed, created, deleted, ids, report, step, subscription, texts

from pulumi_payment_webhooks.review.preview import UNKNOWN

POLICY = "cybersource:RetryPolicy"
FROM_PAYMENTS = {"kind": POLICY, "sources": {"subscription": ("payments",)}}


def of(**changes: Any) -> dict[str, Any]:
    return subscription(PAID, retryPolicy={**RETRIES, **changes})


def apart(**changes: Any) -> dict[str, Any]:
    return {"subscription": "sub_1", **RETRIES, **changes}


def test_shorter_policy_is_reduced_coverage():
    """
    The report compares minutes and retries, and shows both schedules.
    """
    found = report(changed("payments", of(), of(numberOfRetries=1, schedule="10 min after the first failure")))

    assert ids(found) == [("retries",)]
    assert "are retried for 10 min (1 retry), instead of 1 h 10 min (3 retries)" in texts(found)[0]
    assert "Before: '10, 40, 70 min after the first failure; gives up after 70 min'." in texts(found)[0]
    assert "After: '10 min after the first failure'." in texts(found)[0]


def test_fewer_retries_in_the_same_time_are_reduced_coverage():
    """
    The same span with fewer attempts is less.
    """
    assert ids(report(changed("payments", of(), of(numberOfRetries=2, interval=60)))) == [("retries",)]


def test_longer_policy_is_another_change():
    """
    More coverage needs no attention.
    """
    found = report(changed("payments", of(), of(numberOfRetries=9)))

    assert ids(found) == [("other",)]
    assert "are retried for 4 h 10 min (9 retries)" in texts(found)[0]


def test_policy_reset_to_the_default_is_reduced_coverage():
    """
    `{}` declares the platform's default policy, which lasts 3 minutes.
    """
    default = {**RETRIES, "firstRetry": 1, "interval": 1, "schedule": "1, 2, 3 min after the first failure"}

    assert ids(report(changed("payments", of(), of(**default)))) == [("retries",)]


def test_policy_that_is_no_longer_declared_is_kept_by_the_platform():
    """
    A released policy is not reduced.
    """
    assert ids(report(changed("payments", of(), subscription(PAID)))) == [("releases",)]


def test_deleted_policy_resets_the_subscription():
    """
    The subscription has the platform's default then, which is compared.
    """
    found = report(deleted("slow", apart(), **FROM_PAYMENTS))

    assert ids(found) == [("deletes", "retries")]
    assert "of subscription 'payments' are retried for 3 min (3 retries), instead of 1 h 10 min" in texts(found)[0]


def test_policy_deleted_with_its_subscription_resets_nothing():
    """
    What is deleted has no default policy.
    """
    found = report(deleted("payments", subscription(PAID)), deleted("slow", apart(), **FROM_PAYMENTS))

    assert ids(found) == [("lost-events", "deletes"), ("deletes",)]
    assert texts(found)[1] == "Retry policy 'slow' of subscription 'payments' is deleted with it."


def test_policy_that_becomes_a_resource_is_compared_with_the_inline_one():
    """
    Nothing is released: the new resource declares it.
    """
    steps = [changed("payments", of(), subscription(PAID)), created("slow", apart(numberOfRetries=1), **FROM_PAYMENTS)]

    found = report(*steps)

    assert sorted(ids(found)) == [("other",), ("retries",)]
    assert "are retried for 10 min (1 retry), instead of 1 h 10 min (3 retries)" in texts(found)[0]


def test_policy_that_becomes_inline_is_compared_with_the_resource():
    """
    Nothing is reset: the subscription declares it.
    """
    found = report(
        changed("payments", subscription(PAID), of(numberOfRetries=1)), deleted("slow", apart(), **FROM_PAYMENTS)
    )

    assert sorted(ids(found)) == [("other",), ("retries",)]


def test_policy_of_a_replaced_subscription_is_compared():
    """
    The id of the new subscription is not known yet, and says nothing of the retries.
    """
    old, new = apart(), {**apart(), "subscription": UNKNOWN}

    found = report(
        step("replace", "payments", subscription(PAID), subscription(PAID)),
        step("replace", "slow", old, new, **FROM_PAYMENTS),
    )

    assert not {"retries", "warnings"} & {one.id for one in found.categories}


def test_policy_with_unknown_numbers_cannot_be_compared():
    """
    What may be reduced is said, and counts as reduced.
    """
    found = report(changed("payments", of(), of(interval=UNKNOWN)))

    assert ids(found) == [("unclear", "retries")]


@pytest.mark.parametrize("odd", [{"interval": "x"}, {"numberOfRetries": {}}, {"algorithm": 4}], ids=str)
def test_odd_policies_cannot_be_compared(odd: dict[str, Any]):
    """
    A state that this version did not write makes no report fail.
    """
    assert report(changed("payments", of(**odd), of())).findings


def test_flag_alone_reduces_no_coverage():
    """
    What happens after the last retry changes no coverage.
    """
    schedule = "10, 40, 70 min after the first failure; suspends and queues after 70 min"
    found = report(changed("payments", of(), of(deactivateFlag=True, schedule=schedule)))

    assert ids(found) == [("other",)]
    assert texts(found)[0].endswith(f"After: '{schedule}'.")
    assert "'retry_policy.deactivate_flag' changes from 'false' to 'true'" in texts(found)[0]
