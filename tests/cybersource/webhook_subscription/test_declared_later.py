"""A property that a program declares for the first time, at a subscription that may have it already."""

import pytest
from tests.cybersource.orders import FULL, LEAST

LATER = {
    "description": {"description": "order events"},
    "health check": {"healthCheckUrl": "https://hooks.example.net/visa/health"},
    "scope": {"notificationScope": "SELF"},
    "retries": {"retryPolicy": FULL["retryPolicy"]},
    "security": {"securityPolicy": FULL["securityPolicy"]},
    "all": {name: FULL[name] for name in FULL if name != "signatureKey"},
}


def changes(simulator):
    """The requests that change something, and their bodies."""
    return [(one.method, one.body) for one in simulator.requests if one.method != "GET"]


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_same_value_sends_nothing(simulator, life, later):
    """
    What the subscription has already is not sent again: an equal URL would be reviewed again.
    """
    declared = LEAST | {"products": FULL["products"]}
    stored = life.create(declared | {name: FULL[name] for name in FULL if name != "signatureKey"})
    released = life.update(stored, declared)
    simulator.requests.clear()
    updated = life.update(released, declared | later)

    assert changes(simulator) == []
    assert life.changed(updated, declared | later) == set()


def test_other_value_is_sent(simulator, life):
    """
    A value that the subscription does not have is sent.
    """
    released = life.update(life.create(FULL), {name: FULL[name] for name in FULL if name != "description"})
    simulator.requests.clear()
    life.update(released, FULL | {"description": "other events"})

    assert changes(simulator) == [("PATCH", {"description": "other events"})]


def test_change_beside_it_sends_both(simulator, life):
    """
    Together with a property that changes, it is sent: nothing is looked up for a request that is sent anyway.
    """
    released = life.update(life.create(FULL), {name: FULL[name] for name in FULL if name != "description"})
    simulator.requests.clear()
    life.update(released, FULL | {"name": "other"})

    assert [(one.method, one.body) for one in simulator.requests] == [
        ("PATCH", {"name": "other", "description": "order events"})
    ]


def test_look_that_fails_sends_the_value(simulator, life):
    """
    Where the platform does not answer the look, the value is sent.
    """
    released = life.update(life.create(FULL), {name: FULL[name] for name in FULL if name != "description"})
    simulator.requests.clear()
    simulator.fail(503, method="GET", count=8)
    life.update(released, FULL)

    assert changes(simulator) == [("PATCH", {"description": "order events"})]
