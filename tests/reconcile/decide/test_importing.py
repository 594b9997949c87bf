"""What a program would declare of an object that exists."""

from tests.reconcile.alert import FULL, LEAST, Alert

from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.importing import select_importable


def observed(**more):
    return {name: value for name, value in check(Alert, {}, {**FULL, **more}).inputs.items() if name != "after"}


def test_what_could_be_declared_is_there():
    """
    What the platform reports of declarable fields is imported, nested members too.
    """
    found = select_importable(Alert, observed())

    assert found["contact"] == {"phone": "112", "delay": 1, "note": "run"}
    assert found["topics"] == {"orders": {"order.late": True, "order.paid": True}}


def test_defaults_are_left_out():
    """
    What equals the default, inside objects too, is not declared.
    """
    found = select_importable(Alert, observed(pause=60, contact={"phone": "112", "delay": 5}))

    assert (found["contact"], "pause" in found) == ({"phone": "112"}, False)


def test_what_follows_or_stays_here_is_left_out():
    """
    Computed members, fields that are never sent and outputs are not imported.
    """
    found = select_importable(Alert, {**observed(), "after": "another", "createdAt": "then"})

    assert ("after" in found, "line" in found["contact"], "createdAt" in found) == (False, False, False)


def test_import_of_the_least_is_the_least():
    """
    An object as the least declaration makes it is imported as just that.
    """
    least = check(Alert, {}, LEAST).inputs

    assert select_importable(Alert, least).keys() == LEAST.keys()
