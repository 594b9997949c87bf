"""
The rules `protect` and `scope`, and the parameters that every rule has.
"""

from typing import Any

import pytest
from tests.policies.estates import declared, found, subscription, texts, webhook

from pulumi_payment_webhooks.policies.parameters import Misconfigured
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN

PROTECT, SCOPE = "protect", "scope"


def test_unprotected_resource_of_production_is_reported() -> None:
    """
    Subscriptions and webhooks must be protected in production.
    """
    says = "not protected: a change of the program can delete it; pass opts=pulumi.ResourceOptions(protect=True)"

    assert texts(found(PROTECT, subscription(), webhook())) == [f"'refunds': {says}", f"'orders': {says}"]


def test_protected_resource_and_keys_pass() -> None:
    """
    What is protected passes, and so does what delivers no events.
    """
    guarded = declared("cybersource:WebhookSubscription", "a", {}, protect=True)

    assert found(PROTECT, guarded, declared("cybersource:DigitalSignatureKey", "key", {})) == []


@pytest.mark.parametrize(("stack", "count"), [("prod", 1), ("production", 1), ("test", 0), ("preprod", 0)])
def test_other_stacks_need_no_protection(stack: str, count: int) -> None:
    """
    Production is what the stack is called, unless the configuration says otherwise.
    """
    assert len(found(PROTECT, subscription(), stack=stack)) == count


def test_production_can_be_named() -> None:
    """
    The parameter `stacks` names the stacks of production, with `*` for any characters.
    """
    assert len(found(PROTECT, subscription(), stack="live-eu", stacks=["live-*"])) == 1
    assert found(PROTECT, subscription(), stack="production", stacks=["live-*"]) == []


def test_resources_can_be_left_out() -> None:
    """
    The parameter `exclude` leaves out resources by name.
    """
    assert [one.about and one.about.name for one in found(PROTECT, subscription(), webhook(), exclude=["ref*"])] == [
        "orders"
    ]


@pytest.mark.parametrize("name", ["refunds[0]", "refunds?", "a.b"])
def test_only_an_asterisk_is_a_pattern(name: str) -> None:
    """
    Names of resources may contain other characters of patterns, which stand for themselves.
    """
    one = declared("cybersource:WebhookSubscription", name, {})

    assert (found(PROTECT, one, exclude=[name]), len(found(PROTECT, one, exclude=["refunds0", "axb", "refundsx"]))) == (
        [],
        1,
    )
    assert found(PROTECT, one, exclude=["*"]) == []


def test_undeclared_scope_is_reported() -> None:
    """
    A subscription that declares no scope gets the events of all descendants by accident.
    """
    assert texts(found(SCOPE, subscription())) == [
        "'refunds': notification_scope: not declared, so the platform uses 'DESCENDANTS': declare one of SELF, "
        "DESCENDANTS, CUSTOM"
    ]


@pytest.mark.parametrize("scope", ["SELF", "DESCENDANTS", "CUSTOM"])
def test_declared_scope_passes(scope: str) -> None:
    """
    A scope that is declared is no accident.
    """
    assert found(SCOPE, subscription(notificationScope=scope), webhook()) == []


def test_scopes_can_be_restricted() -> None:
    """
    The parameter `allowed` restricts the scopes.
    """
    assert texts(found(SCOPE, subscription(notificationScope="DESCENDANTS"), allowed=["SELF", "CUSTOM"])) == [
        "'refunds': notification_scope: 'DESCENDANTS' is not allowed; allowed: SELF, CUSTOM"
    ]


def test_unknown_scope_is_uncertain() -> None:
    """
    A scope that is not known yet is not judged.
    """
    [one] = found(SCOPE, subscription(notificationScope=UNKNOWN))

    assert not one.is_known


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"alowed": ["SELF"]}, "unknown parameter 'alowed' (did you mean 'allowed'?)"),
        ({"stacks": "prod"}, "stacks: must be a list of texts, not text"),
        ({"exclude": [""]}, "exclude: must be a list of texts, and has an empty text"),
        ({"allowed": []}, "allowed: must not be empty, because nothing would be allowed"),
        (
            {"allowed": ["SELFF"]},
            "allowed: 'SELFF' is not a scope (did you mean 'SELF'?); the scopes are SELF, DESCENDANTS, CUSTOM",
        ),
        ({"exclude": [3]}, "exclude: must be a list of texts, and has a number"),
    ],
    ids=str,
)
def test_parameters_that_cannot_be_read_are_refused(given: Any, reason: str) -> None:
    """
    An unknown parameter and a value of another kind are refused, with the name of the rule.
    """
    with pytest.raises(Misconfigured) as error:
        found(SCOPE, **given)

    assert str(error.value) == f"{SCOPE}: {reason}"
