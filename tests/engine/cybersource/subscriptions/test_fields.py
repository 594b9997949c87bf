"""
Every field of a subscription changed alone: what a preview shows, what is sent, and that nothing is left to do.
"""

from typing import Any

import pytest
from tests.engine.cybersource.crowd import Crowd
from tests.engine.cybersource.shop import ABSENT, ORDERS, PLAIN, Shop, changed

from pulumi_payment_webhooks.cybersource.webhook_subscription.declaration import WebhookSubscription
from pulumi_payment_webhooks.reconcile.declare.shapes import ObjectOf, shape_of

RETRY = {"retryPolicy"}
SECURITY = {"securityPolicy"}
SCHEDULE = "retryPolicy.schedule"

# By path: new values, the paths that a preview shows, and the member that is sent.
CHANGES: dict[str, tuple[dict[str, Any], set[str], set[str]]] = {
    "name": ({"name": "Refunds"}, {"name"}, {"name"}),
    "description": ({"description": ""}, {"description"}, {"description"}),
    "webhook_url": ({"webhook_url": "https://hooks.example.com/v2"}, {"webhookUrl"}, {"webhookUrl"}),
    "health_check_url": (
        {"health_check_url": "https://hooks.example.com/alive"},
        {"healthCheckUrl"},
        {"healthCheckUrl"},
    ),
    "products.payments": (
        {"products.payments": ["payments.refund.status.updated", "payments.void.status.accepted"]},
        {'products.payments["payments.capture.status.updated"]', 'products.payments["payments.void.status.accepted"]'},
        {"products"},
    ),
    "scope_data": (
        {"scope_data": ["branch_north", "branch_west"]},
        {"scopeData.branch_south", "scopeData.branch_west"},
        {"notificationScope"},
    ),
    "status": ({"status": "INACTIVE"}, {"status"}, {"status"}),
    "retry_policy.algorithm": ({"retry_policy.algorithm": "GEOMETRIC"}, {"retryPolicy.algorithm", SCHEDULE}, RETRY),
    "retry_policy.first_retry": ({"retry_policy.first_retry": 5}, {"retryPolicy.firstRetry", SCHEDULE}, RETRY),
    "retry_policy.interval": ({"retry_policy.interval": 20}, {"retryPolicy.interval", SCHEDULE}, RETRY),
    "retry_policy.number_of_retries": (
        {"retry_policy.number_of_retries": 4},
        {"retryPolicy.numberOfRetries", SCHEDULE},
        RETRY,
    ),
    "retry_policy.deactivate_flag": (
        {"retry_policy.deactivate_flag": True},
        {"retryPolicy.deactivateFlag", SCHEDULE},
        RETRY,
    ),
    "retry_policy.repeat_sequence_count": (
        {"retry_policy.repeat_sequence_count": 2},
        {"retryPolicy.repeatSequenceCount", SCHEDULE},
        RETRY,
    ),
    # One sequence only: the waiting time between sequences changes no minute.
    "retry_policy.repeat_sequence_wait_time": (
        {"retry_policy.repeat_sequence_wait_time": 60},
        {"retryPolicy.repeatSequenceWaitTime"},
        RETRY,
    ),
    "security_policy.proxy_type": ({"security_policy.proxy_type": "internal"}, {"securityPolicy.proxyType"}, SECURITY),
    "security_policy.config.oauth_url": (
        {"security_policy.config.oauth_url": "https://login.example.com/v2"},
        {"securityPolicy.config.oAuthURL"},
        SECURITY,
    ),
    "security_policy.config.oauth_token_expiry": (
        {"security_policy.config.oauth_token_expiry": 300},
        {"securityPolicy.config.oAuthTokenExpiry"},
        SECURITY,
    ),
    # What more than one field has to say.
    "notification_scope": (
        {"notification_scope": "SELF", "scope_data": ABSENT},
        {"notificationScope", "scopeData"},
        {"notificationScope"},
    ),
    "security_policy.security_type": (
        {"security_policy": {"security_type": "KEY", "proxy_type": "external"}},
        {"securityPolicy.config", "securityPolicy.credentials", "securityPolicy.securityType"},
        SECURITY,
    ),
}
ELSEWHERE = {
    "organization_id": "another organization is another object",
    "signature_key": "is not sent",
    "certificate": "is not sent",
    "security_policy.credentials": "is not sent",
    "adopt_existing": "is not sent",
    "wait_for.status": "is not sent: test_follow_up",
    "wait_for.up_to": "is not sent: test_follow_up",
    "test_delivery": "is not sent: test_follow_up",
    "security_policy.config.additional_config.aud": "is in test_certificate",
    "security_policy.config.additional_config.client_id": "is in test_certificate",
    "security_policy.config.additional_config.key_id": "is in test_certificate",
    "security_policy.config.additional_config.scope": "is in test_certificate",
    "security_policy.config.oauth_token_type": "takes one value only",
}


def _changed(values: dict[str, Any]) -> dict[str, Any]:
    arguments = ORDERS
    for path, value in values.items():
        arguments = changed(arguments, path, value)
    return arguments


def _paths(shape: ObjectOf, above: str = "") -> set[str]:
    found: set[str] = set()
    for field in shape.fields:
        path = f"{above}{field.name}"
        if isinstance(field.shape, ObjectOf):
            found |= _paths(field.shape, f"{path}.")
        elif field.derived is None:
            found.add(path)
    return found


def test_field_changes_alone(shop: Shop) -> None:
    """
    A changed field is all that a preview shows but for what is derived from it, all that is sent, and then done with.
    """
    crowd = Crowd(shop)
    names = {path: path.replace(".", "_") for path in CHANGES}
    crowd.gather(names.values(), ORDERS)
    crowd.declare({names[path]: _changed(values) for path, (values, _, _) in CHANGES.items()})
    steps = crowd.steps()
    shop.up()
    sent = crowd.sent()

    assert {path: set(steps[names[path]]["detailedDiff"]) for path in CHANGES} == {
        path: shown for path, (_, shown, _) in CHANGES.items()
    }
    assert {path: sent[names[path]] for path in CHANGES} == {path: [body] for path, (_, _, body) in CHANGES.items()}
    assert shop.rest() == ""


OPTIONAL = {name: value for name, value in ORDERS.items() if name not in PLAIN}


def test_fields_are_released(open_shop: Shop) -> None:
    """
    Fields that are declared no more are shown as removed, and nothing of them is sent.
    """
    open_shop.declare(PLAIN)
    preview = open_shop.preview()
    open_shop.up()

    assert [one["kind"] for one in preview["detailedDiff"].values()] == ["delete"] * len(OPTIONAL)
    assert (open_shop.sent, open_shop.rest()) == ([], "")


def test_fields_are_taken_up(shop: Shop) -> None:
    """
    Fields that are declared later on are shown as added, and they alone are sent.
    """
    shop.declare(PLAIN)
    shop.up()
    shop.platform.requests.clear()
    shop.declare(ORDERS)
    preview = shop.preview()
    shop.up()
    (_, patch), (_, status) = shop.sent

    assert [one["kind"] for one in preview["detailedDiff"].values()] == ["add"] * len(OPTIONAL)
    # The organizations of a scope are sent with it.
    assert len([*patch, *status]) == len(OPTIONAL) - 1


@pytest.mark.parametrize("patch", ["merge", "replace"])
def test_merging_makes_no_difference(patch: str, open_shop: Shop) -> None:
    """
    Nested objects that lose members settle at once, whether the platform merges what is sent or replaces by it.
    """
    open_shop.platform.turn(patch=patch)
    less = {**ORDERS, "notification_scope": "SELF", "security_policy": {"security_type": "KEY"}}
    open_shop.declare({name: value for name, value in less.items() if name != "scope_data"})
    open_shop.up()

    assert open_shop.rest() == ""


def test_key_is_not_sent(open_shop: Shop) -> None:
    """
    Another signature key is noted in the state, and nothing is asked of the platform.
    """
    open_shop.declare(ORDERS, more="signature_key='the one that was there before'")
    preview = open_shop.preview()
    open_shop.up()

    assert set(preview["detailedDiff"]) == {"signatureKey"}
    assert open_shop.sent == []


def test_every_field_is_covered() -> None:
    """
    No field of a subscription is missing above.
    """
    covered = CHANGES.keys() | {"products"} | ELSEWHERE.keys()

    assert _paths(shape_of(WebhookSubscription)) - covered == set()
