"""
What changes in some stacks, and not in all of them.
"""

from dataclasses import replace
from typing import Any

from tests.review.steps import PAID, REFUNDED, changed, deleted, preview, subscription

from pulumi_payment_webhooks.review.preview import Preview
from pulumi_payment_webhooks.review.rendering.as_markdown import to_markdown
from pulumi_payment_webhooks.review.rendering.as_text import to_lines
from pulumi_payment_webhooks.review.report import StackDifference
from pulumi_payment_webhooks.review.reviewing import review


def stack(name: str, old: dict[str, Any], new: dict[str, Any], **more: Any) -> Preview:
    return replace(preview(changed("payments", old, new)), stack=name, **more)


BOTH, ONE = subscription(PAID, REFUNDED), subscription(PAID)
IN_TEST = {"organizationId": "shop_test", "webhookUrl": "https://test.example.com/"}
TEST = stack("test", {**BOTH, **IN_TEST}, {**ONE, **IN_TEST})


def found(*previews: Preview) -> list[StackDifference]:
    return list(review(previews).differences)


def test_same_change_of_two_environments_is_no_difference():
    """
    Other organizations and URLs do not matter.
    """
    assert not found(TEST, stack("production", BOTH, ONE))


def test_difference_about_no_resource_is_about_the_stack():
    """
    A limit on deletions, for example, is a setting of the stack.
    """
    config = {"payment-webhooks:cybersourceMaxDeletions": "0"}
    gone = preview(deleted("payments", BOTH))

    report = review([replace(gone, stack="test"), replace(gone, stack="production", config=config)])

    assert "| the whole stack | is above the limit on deletions | no | yes |" in to_markdown(report)
    assert any("the whole stack: is above the limit" in one.text for one in to_lines(report))


def test_change_of_one_environment_is_a_difference():
    """
    What production keeps, and what only production changes, is said.
    """
    new = {**BOTH, "webhookUrl": "https://new.example.com/"}

    one, other = found(TEST, stack("production", BOTH, new))

    assert (str(one.aspect), one.stacks) == (
        f"'{REFUNDED}' is no longer delivered",
        {"test": True, "production": False},
    )
    assert (str(other.aspect), other.stacks) == ("'webhook_url' changes", {"test": False, "production": True})


def test_stacks_of_other_projects_are_not_compared():
    """
    The keys of an organization are a project of their own.
    """
    assert not found(TEST, stack("keys", BOTH, BOTH, project="keys"))


def test_drift_and_failed_previews_are_not_compared():
    """
    They show something else, or not everything.
    """
    for odd in ({"drift": True}, {"failed": True}):
        assert not found(TEST, stack("production", BOTH, BOTH, **odd))
