"""What a state holds."""

import pytest
from tests.reconcile.alert import FULL, LEAST, Alert

from pulumi_payment_webhooks.cybersource.webhook_subscription.declaration import WebhookSubscription
from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.states import added_part, as_model, declared_part, select_owned

DECLARED = check(Alert, {}, FULL).inputs


POLICY = {
    "algorithm": "ARITHMETIC",
    "interval": 10,
    "numberOfRetries": 3,
    "deactivateFlag": False,
    "repeatSequenceCount": 0,
    "repeatSequenceWaitTime": 0,
}


def test_unreported_field_counts_as_unchanged():
    """
    A field the platform does not mention has the value that was declared.
    """
    assert select_owned(Alert, DECLARED, {}) == DECLARED


def test_field_that_the_platform_has_not_is_absent():
    """
    A field of which the platform says that there is none is drift: it is missing from the state.
    """
    assert "teams" not in select_owned(Alert, DECLARED, {"teams": None})


@pytest.mark.parametrize(
    ("field", "value"), [("pause", 99), ("teams", {"law": True}), ("level", "LOW"), ("topics", {"x": {"y": True}})]
)
def test_other_value_at_the_platform_is_drift(field, value):
    """
    What the platform reports of a declared field is what the state holds.
    """
    assert select_owned(Alert, DECLARED, {field: value})[field] == value


def test_undeclared_field_is_not_managed():
    """
    What a program does not declare is not in the state, whatever the platform has.
    """
    least = check(Alert, {}, LEAST).inputs

    assert select_owned(Alert, least, {"teams": {"ops": True}, "contact": {"phone": "1"}}) == least


def test_undeclared_member_of_a_declared_object_is_not_managed():
    """
    Inside a declared object a member without default that is not declared is not in the state.
    """
    declared = check(Alert, {}, {**LEAST, "contact": {"phone": "112"}}).inputs

    owned = select_owned(Alert, declared, {"contact": {"phone": "112", "note": "theirs"}})

    assert owned["contact"] == {"phone": "112", "delay": 5, "line": "112 after 5 min"}


def test_nested_drift_is_found():
    """
    A member that drifted shows, and what is derived from it with it.
    """
    contact = select_owned(Alert, DECLARED, {"contact": {"delay": 9}})["contact"]

    assert contact == {"phone": "112", "delay": 9, "note": "run", "line": "112 after 9 min"}


def test_equal_spelling_is_no_drift():
    """
    A URL that the platform spells in another way stays as it was declared.
    """
    assert select_owned(Alert, DECLARED, {"url": "https://HOOKS.example.net:443/alerts"})["url"] == DECLARED["url"]


def test_local_field_is_never_taken_from_the_platform():
    """
    A field that is never sent keeps the declared value.
    """
    assert select_owned(Alert, DECLARED, {"after": "theirs"})["after"] == "another"


def test_declared_part_is_without_outputs():
    """
    The inputs in a state are all of it but what the platform added and what is foreign.
    """
    assert declared_part(Alert, {**DECLARED, "createdAt": "now", "else": 1}) == DECLARED


def test_added_part_is_without_inputs():
    """
    The outputs in a state are what the platform added.
    """
    assert added_part(Alert, {**DECLARED, "createdAt": "now", "else": 1}) == {"createdAt": "now"}


def test_model_has_python_values():
    """
    From the normal form a model is built, with sets as sets and secrets hidden.
    """
    model = as_model(Alert, DECLARED)

    assert model.topics == {"orders": frozenset({"order.paid", "order.late"})}
    assert FULL["token"] not in repr(model)


@pytest.mark.parametrize(
    ("seen", "schedule"),
    [
        ({**POLICY, "firstRetry": 1}, "1, 11, 21 min after the first failure; gives up after 21 min"),
        (POLICY, "not known yet"),
    ],
    ids=["reported", "not reported"],
)
def test_ignored_member_of_an_added_policy_is_read_from_the_platform(seen: object, schedule: str) -> None:
    """
    A member that `ignore_changes` leaves out of a new policy is not stored, and counts in what is computed from it.
    """
    declared = {**POLICY, "schedule": "not known yet"}

    owned = select_owned(WebhookSubscription, {"retryPolicy": declared}, {"retryPolicy": seen})

    assert owned["retryPolicy"] == {**POLICY, "schedule": schedule}
