"""What becomes of properties that a program no longer declares, and of those that it clears."""

from typing import Any

import pytest
from tests.cybersource.orders import FULL, LEAST, SUBSCRIPTION

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.hints import Hints
from pulumi_payment_webhooks.reconcile.run.lifecycle import Lifecycle

ORGANIZATION = {"organizationId": "a"}
ALL = FULL | ORGANIZATION | {"status": "ACTIVE", "notificationScope": "CUSTOM", "scopeData": ["b"]}
LOCAL = {"signatureKey": "k", "certificate": "c", "adoptExisting": True, "waitFor": {"status": "ACTIVE"}}
DEFAULTS = {
    "algorithm": "ARITHMETIC",
    "firstRetry": 1,
    "interval": 1,
    "numberOfRetries": 3,
    "deactivateFlag": False,
    "repeatSequenceCount": 0,
    "repeatSequenceWaitTime": 0,
}


def released(olds: dict[str, Any], news: dict[str, Any], *, parts: frozenset[str] = frozenset()) -> list[str]:
    """The warnings that properties are no longer managed."""
    lifecycle = Lifecycle(registry.resource_type(SUBSCRIPTION))
    before = lifecycle.check({}, olds, account=None).inputs
    checked = lifecycle.check(before, news, account=None, hints=Hints(parts=parts))
    return [str(one) for one in checked.warnings if "no longer managed" in str(one)]


def test_released_properties_are_named_once() -> None:
    """
    Properties that are no longer declared are one warning that names each, and none that is not at the platform.
    """
    assert released(ALL | LOCAL | {"testDelivery": True}, LEAST | ORGANIZATION) == [
        "no longer managed; the platform keeps: `description`, `healthCheckUrl`, `notificationScope`, `status`, "
        "`retryPolicy`, `securityPolicy`; see docs/how-to/release.md"
    ]


@pytest.mark.parametrize(
    "news",
    [
        ALL,
        ALL | {"notificationScope": "SELF", "scopeData": None},
        {name: value for name, value in (ALL | LOCAL).items() if name not in LOCAL},
        ALL | {"description": "", "healthCheckUrl": "", "retryPolicy": {}, "securityPolicy": {}},
        LEAST | {"organizationId": "b"},
    ],
    ids=["unchanged", "another scope", "what is not sent", "cleared", "replaced"],
)
def test_nothing_is_released(news: dict[str, Any]) -> None:
    """
    What is declared, cleared, not at the platform, or of a subscription that is replaced, is not released.
    """
    assert released(ALL | LOCAL, news) == []


def test_released_only_once() -> None:
    """
    A property that was released before is not mentioned again, nor is one that was empty.
    """
    assert released(LEAST | ORGANIZATION | {"description": "", "healthCheckUrl": ""}, LEAST | ORGANIZATION) == []


def test_policy_that_moved_is_not_released() -> None:
    """
    A policy that a resource of its own declares now is still managed.
    """
    olds = LEAST | ORGANIZATION | {"retryPolicy": {"interval": 7}, "description": "d"}

    assert released(olds, LEAST | ORGANIZATION, parts=frozenset({"retryPolicy"})) == [
        "no longer managed; the platform keeps: `description`; see docs/how-to/release.md"
    ]


URL = "https://hooks.example.net/by/hand"
CLEARED = {"description": "", "healthCheckUrl": "", "retryPolicy": {}, "securityPolicy": {}}


@pytest.mark.parametrize("name", CLEARED)
@pytest.mark.parametrize("patch", ["merge", "replace"])
def test_property_is_cleared(name, patch, simulator, life):
    """
    The empty value of a property is sent, and the platform then has none, or its default; after that nothing differs.
    """
    simulator.turn(patch=patch)
    stored = life.create(FULL)
    updated = life.update(stored, FULL | {name: CLEARED[name]})
    document = simulator.subscriptions[stored.id].document
    default = {"description": "", "healthCheckUrl": None, "retryPolicy": DEFAULTS}.get(name)

    assert document[name]["securityType"] == "KEY" if name == "securityPolicy" else document[name] == default
    assert list(simulator.requests[-1].body) == [name]
    assert (life.changed(updated, FULL | {name: CLEARED[name]}), life.ear.warnings) == (set(), [])


def test_cleared_property_is_read_as_cleared(life):
    """
    A refresh of cleared properties finds nothing.
    """
    stored = life.create(FULL | CLEARED)
    read = life.read(stored)

    assert (read, life.changed(read, FULL | CLEARED)) == (stored, set())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("description", "by hand"),
        ("healthCheckUrl", URL),
        ("retryPolicy", {"interval": 9}),
        ("securityPolicy", {"securityType": "oAuth", "config": {"oAuthURL": URL, "oAuthTokenType": "Bearer"}}),
    ],
)
def test_cleared_property_that_is_set_is_drift(name, value, simulator, life):
    """
    A value that somebody gives a cleared property at the platform is a difference, and is cleared again.
    """
    stored = life.create(FULL | CLEARED)
    simulator.edit(stored.id, {name: value})
    read = life.read(stored)
    found = {one.partition(".")[0] for one in life.changed(read, FULL | CLEARED)}
    repaired = life.update(read, FULL | CLEARED)

    assert found == {name}
    assert life.changed(life.read(repaired), FULL | CLEARED) == set()


def test_new_subscription_has_nothing_to_clear(simulator, life):
    """
    An empty health check URL is left out of a create.
    """
    life.create(LEAST | {"healthCheckUrl": ""})

    assert "healthCheckUrl" not in simulator.requests[-1].body


def test_reset_policy_needs_no_flag(life):
    """
    The platform's default policy beside a health check URL needs no word about deactivation; any other policy does.
    """
    lifecycle, news = life.lifecycle, LEAST | {"healthCheckUrl": "https://hooks.example.net/health"}
    checked = [lifecycle.check({}, news | {"retryPolicy": one}, account=life.account) for one in ({}, {"interval": 7})]

    assert [len(one.failures) for one in checked] == [0, 1]


def test_policy_without_a_health_check_needs_no_flag(life):
    """
    A health check URL that is cleared does not ask for a word about deactivation.
    """
    news = LEAST | {"healthCheckUrl": "", "retryPolicy": {"interval": 7}}

    assert life.lifecycle.check({}, news, account=life.account).failures == ()
