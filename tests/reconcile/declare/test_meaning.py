"""
Each resource type says what it and each of its fields mean to people.
"""

import pytest

from pulumi_payment_webhooks.reconcile.declare.meaning import Role
from pulumi_payment_webhooks.reconcile.declare.shapes import outputs_of, shape_of
from pulumi_payment_webhooks.registry import PLATFORMS, platform

TYPES = [one for name in PLATFORMS for one in platform(name).resources]
EVERY = pytest.mark.parametrize("type_", TYPES, ids=lambda one: one.kind)


@EVERY
def test_each_field_has_a_role(type_):
    """
    No field of a declaration is without a role.
    """
    meaning = type_.declaration.meaning

    assert not [one.wire for one in shape_of(type_.declaration).fields if (one.role or meaning.role) is None]


@EVERY
def test_what_is_renewed_says_what_receivers_need(type_):
    """
    A resource type whose keys are renewed says what that means, and no other type does.
    """
    assert bool(type_.declaration.meaning.renewal) == bool(type_.declaration.renewed)


@EVERY
def test_deletion_has_a_meaning_of_its_own(type_):
    """
    No resource type leaves the meaning of its deletion to the default.
    """
    assert type_.declaration.meaning.noun != "object"


@EVERY
def test_type_with_events_has_an_address(type_):
    """
    A resource type with events has a URL to which they are delivered.
    """
    roles = {one.role for one in (*shape_of(type_.declaration).fields, *outputs_of(type_.declaration).fields)}

    assert Role.EVENTS not in roles or Role.ADDRESS in roles
