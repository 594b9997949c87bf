"""
What settings mean: deletions above the limit of a stack, and settings of explicit providers that change.
"""

import pytest
from tests.review.steps import PAID, changed, created, deleted, ids, report, step, subscription, texts, webhook

from pulumi_payment_webhooks.review.preview import SECRET

LIMITED = {"payment-webhooks:cybersourceMaxDeletions": "1", "payment-webhooks:digitalRiverMaxDeletions": "0"}
POLICY = {"kind": "cybersource:RetryPolicy"}
KEY = {"kind": "cybersource:DigitalSignatureKey"}
BEFORE = {name: subscription(PAID, organizationId=name) for name in ("one", "two")}
REFUSED = (
    "The deployment deletes or replaces 2 subscriptions, and 'cybersourceMaxDeletions' allows 1, "
    "so it will be refused, unless 'CYBERSOURCE_CONFIRM_DELETIONS=shop/dev:2' is set for it."
)


def about_limits(*steps, config=LIMITED, **more):
    """What a report says of limits."""
    return [one for one in texts(report(*steps, config=config, **more)) if "will be refused, unless" in one]


def all_deleted():
    return [deleted(name, before) for name, before in BEFORE.items()]


def test_deletions_above_the_limit_are_explained_first():
    """
    What is refused, and the confirmation that it needs, stand before the deletions themselves.
    """
    found = report(*all_deleted(), config=LIMITED)

    assert about_limits(*all_deleted()) == [REFUSED]
    assert ids(found).index(("deletes",)) == min(n for n, one in enumerate(ids(found)) if one[0] == "deletes")


def test_replacements_count():
    """
    A replacement deletes an object.
    """
    moved = step("replace", "two", BEFORE["two"], subscription(PAID, organizationId="three"))

    assert about_limits(deleted("one", BEFORE["one"]), moved) == [REFUSED]


def test_each_platform_has_its_limit():
    """
    Objects of another platform count for that platform.
    """
    hook = deleted("hook", webhook("order.accepted"), kind="digital_river:Webhook")

    assert about_limits(deleted("one", BEFORE["one"]), hook) == [
        "The deployment deletes or replaces 1 webhook, and 'digitalRiverMaxDeletions' allows 0, "
        "so it will be refused, unless 'DIGITAL_RIVER_CONFIRM_DELETIONS=shop/dev:1' is set for it."
    ]


NOT_COUNTED = {
    "within the limit": [deleted("one", BEFORE["one"])],
    "changed": [deleted("one", BEFORE["one"]), changed("two", BEFORE["two"], subscription(PAID, name="B"))],
    "kept by the platform": [deleted("one", BEFORE["one"]), deleted("key", {"organizationId": "one"}, **KEY)],
    "a part": [deleted("one", BEFORE["one"]), deleted("retries", {"subscription": "s1"}, **POLICY)],
    "retained": [deleted("one", BEFORE["one"]), deleted("two", BEFORE["two"], retained=True)],
    "replaced, and retained": [
        deleted("one", BEFORE["one"]),
        step("replace", "two", BEFORE["two"], subscription(PAID, organizationId="three"), retained=True),
    ],
    "another account": [deleted("one", BEFORE["one"]), deleted("two", BEFORE["two"], account="eu")],
    "adopted": [
        *all_deleted(),
        created("three", {**BEFORE["two"], "adoptExisting": True}),
    ],
}


@pytest.mark.parametrize("steps", NOT_COUNTED.values(), ids=NOT_COUNTED.keys())
def test_only_deletions_at_the_platform_in_this_account_count(steps):
    """
    Only what the platform itself deletes, in the account of the stack, counts.
    """
    assert about_limits(*steps) == []


@pytest.mark.parametrize("config", [{}, {"payment-webhooks:cybersourceMaxDeletions": "many"}], ids=["none", "wrong"])
def test_stack_without_a_limit(config):
    """
    Without a limit, nothing is refused; a wrong value is reported by the preview itself.
    """
    assert about_limits(*all_deleted(), config=config) == []


@pytest.mark.parametrize("more", [{"drift": True}, {"failed": True}], ids=["drift", "failed"])
def test_only_a_whole_plan_is_counted(more):
    """
    Drift has happened already, and a failed preview is incomplete.
    """
    assert about_limits(*all_deleted(), **more) == []


def test_limit_is_among_the_facts():
    """
    Programs find the numbers and the confirmation.
    """
    [facts] = [dict(one.facts) for one in report(*all_deleted(), config=LIMITED).findings if "limit" in one.facts]

    assert facts == {"deletions": 2, "limit": 1, "confirmation": "CYBERSOURCE_CONFIRM_DELETIONS=shop/dev:2"}


PROVIDER = "pulumi:providers:pulumi-python"
OLD = {"payment-webhooks:cybersourceMaxDeletions": 1, "payment-webhooks:cybersourceSharedSecret": SECRET}
NEW = {**OLD, "payment-webhooks:cybersourceMaxDeletions": 40}


def test_changed_settings_are_named():
    """
    A limit that is lifted matters to the next deployment; no value is shown, because it may be secret.
    """
    found = report(step("update", "eu", OLD, NEW, kind="", type=PROVIDER))

    assert ids(found) == [("other",)]
    assert texts(found) == ["The settings of provider 'eu' change: 'cybersourceMaxDeletions'."]
    assert not found.others


def test_secret_that_the_engine_says_to_change_is_named():
    """
    Both values are hidden, and the engine names the setting.
    """
    changed = {"payment-webhooks:cybersourceSharedSecret": "update"}

    found = report(step("update", "eu", OLD, OLD, kind="", type=PROVIDER, changed=changed))

    assert texts(found) == ["The settings of provider 'eu' change: 'cybersourceSharedSecret'."]


def test_provider_of_other_resources_is_counted_only():
    """
    Programs have dynamic resources of their own, with settings that mean nothing here.
    """
    found = report(step("update", "own", {"own:a": 1}, {"own:a": 2}, kind="", type=PROVIDER))

    assert (ids(found), found.others) == ([], {"changed": 1})
