"""
Findings that say the same of several resources.
"""

import pytest
from tests.review.steps import PAID, RETRIES, changed, report, subscription, webhook, whole

from pulumi_payment_webhooks.review.points import points_of
from pulumi_payment_webhooks.review.preview import UNKNOWN, Diagnostic
from pulumi_payment_webhooks.review.rendering.as_markdown import to_markdown

POLICY = "cybersource:RetryPolicy"
WEBHOOK = "digital_river:Webhook"
SHORTER = {**RETRIES, "numberOfRetries": 1, "schedule": "10 min after the first failure; gives up after 10 min"}


def shortened(number: int, new: dict[str, object] = SHORTER):
    old = {"subscription": f"s{number}"}
    whole = {"subscription": (f"sub-{number}",)}
    return changed(f"policy-{number}", {**old, **RETRIES}, {**old, **new}, kind=POLICY, sources=whole)


def test_shared_change_is_read_once():
    """
    A policy that three subscriptions share is described once, and each subscription is named.
    """
    found = report(*map(shortened, range(3)))
    (point,) = points_of(found.findings)

    assert str(point.text).endswith("The same applies to 'sub-1' and 'sub-2'.")
    assert str(point.text).count("Before: ") == 1
    assert point.number == len(found.findings) == 3


def test_other_change_is_a_point_of_its_own():
    """
    Resources are named together only if everything else is the same.
    """
    longer = {**RETRIES, "numberOfRetries": 2, "schedule": "10, 40 min after the first failure; gives up after 40 min"}

    assert [one.number for one in points_of(report(shortened(0), shortened(1, longer), shortened(2)).findings)] == [
        2,
        1,
    ]


def test_shared_message_is_quoted_once():
    """
    A warning that the provider prints for each resource is one warning with several names.
    """
    said = tuple(Diagnostic("warning", f"{one}: its URL changed", one, one) for one in "abc")

    (point,) = points_of(report(said=said).findings)

    assert (str(point.text), point.quote) == ("About 'a', 'b' and 'c':", "its URL changed")


@pytest.mark.parametrize(
    ("of", "about"), [("a", "About 'a':"), ("", "About the whole program:")], ids=["resource", "program"]
)
def test_message_that_is_repeated_names_its_resource_once(of: str, about: str):
    """
    The same message twice about a resource, or about no resource, is not about several.
    """
    (point,) = points_of(report(said=(Diagnostic("warning", "slow", of, of),) * 3).findings)

    assert (str(point.text), point.quote, point.number) == (about, "slow", 3)


def test_resources_that_are_named_after_their_events_differ():
    """
    Only the name of a resource is left out when sentences are compared, and no event that has the same name.
    """
    lost = [changed(one, webhook(one, "x"), webhook("x"), kind=WEBHOOK) for one in ("order.accepted", "order.blocked")]

    assert [one.number for one in points_of(report(*lost).findings)] == [1, 1]


def test_name_that_is_said_twice_is_left_out_twice():
    """
    A finding of several sentences names its resource in each of them.
    """
    kept = subscription(PAID)
    unclear = [changed(one, kept, subscription(PAID, retryPolicy=UNKNOWN)) for one in "ab"]
    (point,) = points_of(report(*unclear).findings)

    assert str(point.text).count("'a'") == 2
    assert str(point.text).endswith("The same applies to 'b'.")


def test_headline_counts_points():
    """
    A reader finds as many points as the headline announces.
    """
    both = subscription(PAID, "x")
    found = report(changed("p", both, subscription(PAID)), *map(shortened, range(40)))

    assert str(found.headline).endswith("; 1 further point below")


def test_left_out_points_are_counted_by_finding():
    """
    What is left out is not made smaller by being said once.
    """
    text = to_markdown(
        whole(changed("p" * 300, *[subscription(PAID, str(one)) for one in (1, 2)]), *map(shortened, range(40))),
        limit=2_000,
    )

    assert "40 points under “retries reduced”" in text
