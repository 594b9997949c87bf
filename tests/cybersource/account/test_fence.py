"""A stack that names the organizations it may touch touches no other, on whatever way it comes there."""

import pytest
from tests.cybersource.orders import LEAST, SUBSCRIPTION

from pulumi_payment_webhooks.errors import SettingsProblem

ELSEWHERE = {"AllowedOrganizations": "elsewhere", "OrganizationId": "elsewhere"}
FENCED = "is not among those this stack may touch"
PARTS = [
    ("cybersource:RetryPolicy", {"interval": 9}),
    ("cybersource:OAuthSecurityConfig", {"config": {"oAuthURL": "https://idp.example.net/token"}}),
]


@pytest.fixture
def stored(life):
    """A subscription of the organization that the stack may not touch."""
    return life.create(LEAST)


def changes(simulator):
    return [one.method for one in simulator.requests if one.method != "GET"]


def test_subscription_of_another_organization_is_not_deleted(simulator, life_of, stored):
    """
    What a check never sees, because the program declares it no more, is not deleted in a foreign organization.
    """
    with pytest.raises(SettingsProblem, match=rf"cannot delete subscription 'orders': .* {FENCED} .*state delete"):
        life_of(SUBSCRIPTION, **ELSEWHERE).delete(stored)

    assert stored.id in simulator.subscriptions


@pytest.mark.parametrize(("kind", "news"), PARTS, ids=[kind for kind, _ in PARTS])
def test_part_of_a_foreign_subscription_is_not_made(simulator, life_of, stored, kind, news):
    """
    A part names its subscription by id alone: that of an organization which the stack may not touch is left alone.
    """
    simulator.requests.clear()

    with pytest.raises(SettingsProblem, match=FENCED):
        life_of(kind, **ELSEWHERE).create({"subscription": stored.id, **news})
    assert changes(simulator) == []


@pytest.mark.parametrize(("kind", "news"), PARTS, ids=[kind for kind, _ in PARTS])
def test_part_of_a_foreign_subscription_is_not_reset(simulator, life_of, stored, kind, news):
    """
    Nor is a part there given the platform's own value back.
    """
    part = life_of(kind).create({"subscription": stored.id, **news})
    simulator.requests.clear()

    with pytest.raises(SettingsProblem, match=FENCED):
        life_of(kind, **ELSEWHERE).delete(part)
    assert changes(simulator) == []


@pytest.mark.parametrize(("kind", "news"), PARTS, ids=[kind for kind, _ in PARTS])
def test_part_inside_the_fence_lives(simulator, life_of, stored, kind, news):
    """
    A part of a subscription that the stack may touch is made and reset, and its reset is quiet when that is gone.
    """
    inside = life_of(kind, AllowedOrganizations=simulator.organization_id)
    part = inside.create({"subscription": stored.id, **news})
    inside.delete(part)
    life_of(SUBSCRIPTION).delete(stored)
    inside.delete(part)

    assert changes(simulator)[-3:] == ["PATCH", "PATCH", "DELETE"]
