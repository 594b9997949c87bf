"""
Resources that are created, imported, deleted, replaced or renamed.
"""

import pytest
from tests.review.steps import (
    PAID,
    REFUNDED,
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

WEBHOOK = "digital_river:Webhook"
OTHER_URL = "https://new.example.com/"


@pytest.mark.parametrize("op", ["create-replacement", "replace", "delete-replaced"])
def test_replacement_says_what_it_means(op: str):
    """
    Whichever of its steps is listed, the reason and the consequence are said once.
    """
    found = report(step(op, "payments", subscription(PAID), subscription(PAID)))

    assert ids(found) == [("replaces",)]
    assert "Nothing is delivered between its deletion and the review" in texts(found)[0]


def test_reason_of_a_replacement_is_said():
    """
    The field that cannot change in place is the reason.
    """
    found = report(step("replace", "p", subscription(PAID), subscription(PAID, organizationId="other_org")))

    assert ", because 'organization_id' changes from 'shop_org' to 'other_org'." in texts(found)[1]


def test_renamed_subscription_is_not_deleted():
    """
    With `adopt_existing`, the new resource manages the same object, and nothing is lost.
    """
    found = report(deleted("old", subscription(PAID)), created("new", subscription(PAID, adoptExisting=True)))

    assert ids(found) == [("other",)]
    assert texts(found)[0].endswith(
        "takes the place of 'old' in the program: it adopts the same object, and nothing is deleted at the platform."
    )


def test_renamed_webhook_is_not_deleted():
    """
    The other platform goes by the id, or by the URL and the events.
    """
    for adopts, id in ((True, ""), ("w1", "w1")):
        new = webhook("a", adoptExisting=adopts)
        found = report(deleted("old", webhook("a"), kind=WEBHOOK, id=id), created("new", new, kind=WEBHOOK))

        assert ids(found) == [("other",)]


def test_rename_that_drops_an_event_loses_it():
    """
    The object is the same, and what changes in it is reported.
    """
    found = report(
        deleted("old", subscription(PAID, REFUNDED)),
        created("new", subscription(PAID, adoptExisting=True, webhookUrl=OTHER_URL)),
    )

    assert ids(found) == [("lost-events",), ("interruptions",), ("other",)]


def test_creation_beside_a_deletion_without_adoption_is_both():
    """
    Without `adopt_existing`, the first subscription is deleted, and its events move.
    """
    found = report(deleted("old", subscription(PAID)), created("new", subscription(PAID)))

    assert ids(found) == [("moves", "deletes")]


def test_adoption_creates_nothing():
    """
    A subscription that exists already may have delivered all of that.
    """
    found = report(created("payments", subscription(PAID, adoptExisting=True)))

    assert ids(found) == [("other",)]
    assert "adopts what exists at the platform already" in texts(found)[0]


def test_import_changes_nothing():
    """
    What is imported exists already.
    """
    found = report(step("import", "payments", {}, subscription(PAID)))

    assert ids(found) == [("other",)]
    assert "exists already; this program manages it from now on" in texts(found)[0]


def test_object_that_the_platform_has_lost_is_not_called_deleted_by_the_program():
    """
    In a look for drift, somebody else has deleted it.
    """
    found = report(deleted("payments", subscription(PAID)), drift=True)

    assert "no longer exists at the platform" in texts(found)[0]


def test_deleted_security_policy_says_what_is_missing_then():
    """
    Each kind says itself what its deletion means.
    """
    policy = {"subscription": "s", "securityType": "oAuth", "config": {"oAuthURL": "https://id.example.com/"}}

    found = report(deleted("oauth", policy, kind="cybersource:OAuthSecurityConfig"))

    assert ids(found) == [("deletes",)]
    assert texts(found)[0].endswith("Notifications of the subscription no longer carry a bearer token.")


@pytest.mark.parametrize("op", ["same", "read", "refresh", "discard", "read-discard", "remove-pending-replace", "odd"])
def test_steps_that_change_nothing_at_the_platform_have_no_finding(op: str):
    """
    What is only read, or only removed from the state, is not reported.
    """
    assert not report(step(op, "payments", subscription(PAID), subscription(PAID))).findings


def test_unchanged_resources_are_counted():
    """
    The engine counts what it does not list.
    """
    found = report(changed("a", subscription(PAID), subscription(PAID, name="B")), counts={"same": 7, "update": 1})

    assert found.unchanged == 7


def test_resources_of_other_packages_are_counted_once():
    """
    A replacement of three steps is one resource.
    """
    steps = [step(op, "b", kind="") for op in ("create-replacement", "replace", "delete-replaced")]

    assert report(*steps, step("same", "c", kind="")).others == {"replaced": 1}
