"""What differs between the state and what is declared now."""

import pytest
from tests.reconcile.alert import FULL, LEAST, Alert

from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.differences import diff
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN

STATE = {**check(Alert, {}, FULL).inputs, "createdAt": "2026-01-01T00:00:00Z", "signingKey": "k"}


def changed(news, state=STATE):
    return {".".join(path) for path in diff(Alert, state, check(Alert, state, news).inputs).changed}


def test_same_declaration_changes_nothing():
    """
    A state and the inputs it came from do not differ, whatever the platform added.
    """
    assert changed(FULL) == set()


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({"pause": 31}, ["pause"]),
        ({"url": "https://other.example.net/"}, ["url"]),
        ({"muted": None}, ["muted"]),
        ({"level": "LOW"}, ["level"]),
        ({"token": "other"}, ["token"]),
        ({"after": "something else"}, ["after"]),
        ({"teams": ["ops", "sales", "law"]}, ["teams.law"]),
        ({"teams": ["ops"]}, ["teams.sales"]),
        ({"topics": {"orders": ["order.paid"]}}, ["topics.orders.order.late"]),
        ({"topics": {**FULL["topics"], "cards": ["card.lost"]}}, ["topics.cards"]),
        ({"contact": None}, ["contact"]),
        ({"contact": {**FULL["contact"], "note": "walk"}}, ["contact.note"]),
        ({"contact": {**FULL["contact"], "delay": 2}}, ["contact.delay", "contact.line"]),
    ],
    ids=str,
)
def test_change_is_named_down_to_the_member(change, paths):
    """
    One changed member shows as exactly that path, and what is derived from it.
    """
    assert sorted(changed({**FULL, **change})) == paths


@pytest.mark.parametrize("path", ["url", "topics", "teams", "pause", "contact"])
def test_unknown_value_counts_as_a_change(path):
    """
    A value that is not known yet may differ, so it is shown.
    """
    assert changed({**FULL, path: UNKNOWN}) == {path}


def test_field_that_is_no_longer_declared_is_released():
    """
    Each field that the program drops is a change of its own.
    """
    assert changed(LEAST) == {"teams", "level", "pause", "muted", "token", "contact", "after"}


def test_marked_field_replaces():
    """
    Another value of a field that cannot change in place makes another object.
    """
    difference = diff(Alert, STATE, check(Alert, STATE, {**FULL, "accountId": "other"}).inputs)

    assert difference.replacing == ("accountId",)


def test_other_fields_do_not_replace():
    """
    All other fields together make no other object.
    """
    news = {**LEAST, "url": "https://other.example.net/", "topics": {"cards": ["card.lost"]}}

    assert diff(Alert, STATE, check(Alert, STATE, news).inputs).replacing == ()


def test_top_level_names_sum_up():
    """
    The fields of a difference are the first names of its paths.
    """
    difference = diff(Alert, STATE, check(Alert, STATE, {**FULL, "teams": ["x"], "pause": 1}).inputs)

    assert difference.fields == {"teams", "pause"}


def test_state_that_breaks_the_rules_of_today_can_be_compared():
    """
    Old state with values that no check would pass is compared and not judged.
    """
    assert changed(FULL, {**STATE, "pause": "forever", "topics": ["a"]}) == {"pause", "topics"}
