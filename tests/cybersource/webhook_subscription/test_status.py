"""The status of a subscription: what is asked for, and what belongs to the platform."""

import pytest
from tests.cybersource.orders import FULL

from pulumi_payment_webhooks.errors import PartiallyDone


def sent(simulator, method):
    """The bodies of the requests with *method*."""
    return [one.body for one in simulator.requests.matching(method)]


def test_wanted_status_is_asked_for_after_create(simulator, life):
    """
    A declared status is set by one PUT after the POST, and leaves no difference.
    """
    stored = life.create({**FULL, "status": "ACTIVE"})

    assert sent(simulator, "PUT") == [{"status": "ACTIVE"}]
    assert life.changed(stored, {**FULL, "status": "ACTIVE"}) == set()


def test_status_that_holds_already_is_not_asked_for(simulator, life):
    """
    A new subscription is inactive by itself.
    """
    life.create({**FULL, "status": "INACTIVE"})

    assert sent(simulator, "PUT") == []


def test_changed_status_is_one_put(simulator, life):
    """
    A change of the status alone is a PUT and no PATCH.
    """
    stored = life.create({**FULL, "status": "INACTIVE"})
    updated = life.update(stored, {**FULL, "status": "ACTIVE"})

    assert [one.method for one in simulator.requests.changes[1:]] == ["PUT"]
    assert updated.outputs["currentStatus"] == "ACTIVE"


def test_changed_status_beside_another_field(simulator, life):
    """
    A changed field and a changed status are a PATCH and then a PUT.
    """
    stored = life.create({**FULL, "status": "INACTIVE"})
    life.update(stored, {**FULL, "name": "sales", "status": "ACTIVE"})

    assert [one.method for one in simulator.requests.changes[1:]] == ["PATCH", "PUT"]


def test_unmanaged_status_is_shown_and_left_alone(simulator, life):
    """
    Without a declared status, what the platform does to it is an output and no difference.
    """
    stored = life.create(FULL)
    simulator.subscriptions.activate(stored.id)
    read = life.read(stored)

    assert (read.outputs["currentStatus"], life.changed(read, FULL)) == ("ACTIVE", set())


def test_review_is_waited_for_and_then_one_put_is_sent(simulator, life):
    """
    Under review nothing is asked for, and a warning says so; after the approval exactly one PUT activates.
    """
    news = {**FULL, "status": "ACTIVE"}
    simulator.turn(review="manual")
    created = life.create(news)
    before = sent(simulator, "PUT")
    simulator.subscriptions.approve(created.id)
    settled = life.read(life.update(life.read(created), news))

    assert "status is PENDING_REVIEW" in life.ear.warnings[0]
    assert (before, sent(simulator, "PUT"), life.changed(settled, news)) == ([], [{"status": "ACTIVE"}], set())


@pytest.mark.parametrize("owned", ["PENDING_REVIEW", "BLOCKED", "SUSPENDED", "RESEND", "NEW_AND_STRANGE"])
def test_status_of_the_platform_is_no_difference(simulator, life, owned):
    """
    A status that belongs to the platform is shown and told, and is no difference.
    """
    news = {**FULL, "status": "ACTIVE"}
    stored = life.create(news)
    simulator.subscriptions.set_status(stored.id, owned)
    read = life.read(stored)

    assert (read.outputs["currentStatus"], life.changed(read, news)) == (owned, set())
    assert f"status is {owned}" in life.ear.warnings[-1]


@pytest.mark.parametrize("owned", ["PENDING_REVIEW", "BLOCKED", "RESEND"])
def test_refused_status_is_a_warning(simulator, life, owned):
    """
    A PUT that the platform refuses because the status is its own ends in a warning and leaves no difference.
    """
    stored = life.create({**FULL, "status": "INACTIVE"})
    simulator.subscriptions.set_status(stored.id, owned)
    updated = life.update(stored, {**FULL, "status": "ACTIVE"})

    assert f"status is {owned}" in life.ear.warnings[-1]
    assert (updated.outputs["currentStatus"], life.changed(updated, {**FULL, "status": "ACTIVE"})) == (owned, set())


def test_refused_status_for_another_reason_is_kept_as_partly_done(simulator, life):
    """
    A PUT refused for a reason of its own fails, and the created subscription is not lost.
    """
    simulator.fail(403, method="PUT")

    with pytest.raises(PartiallyDone) as caught:
        life.create({**FULL, "status": "ACTIVE"})
    assert caught.value.id in simulator.subscriptions


def test_partly_done_create_is_repaired(simulator, life):
    """
    After a create whose status failed, an update with the same declaration sends just the status.
    """
    news = {**FULL, "status": "ACTIVE"}
    simulator.fail(500, count=9, method="PUT")
    with pytest.raises(PartiallyDone) as caught:
        life.create(news)
    simulator.faults.clear()
    partly = caught.value
    stored = life.lifecycle.update(
        partly.id, partly.state, life.inputs(news, partly.inputs), account=life.account, run=life.ear
    )

    assert (stored.outputs["currentStatus"], simulator.requests.changes[-1].method) == ("ACTIVE", "PUT")
