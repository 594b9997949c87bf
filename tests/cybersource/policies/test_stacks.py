"""
Policies that are declared apart from their subscription, over several commands of a stack, in the provider's process.
"""

from typing import Any

import pytest
from tests.faults.deployment import Declared, Ref
from tests.faults.stack import Stack

RETRY, OAUTH = "cybersource:RetryPolicy", "cybersource:OAuthSecurityConfig"
TIMES: dict[str, Any] = {
    "algorithm": "ARITHMETIC",
    "firstRetry": 10,
    "interval": 30,
    "numberOfRetries": 3,
    "deactivateFlag": False,
    "repeatSequenceCount": 0,
    "repeatSequenceWaitTime": 0,
}
TOKEN: dict[str, Any] = {
    "securityType": "oAuth",
    "proxyType": "external",
    "config": {"oAuthURL": "https://login.example.com/token", "oAuthTokenExpiry": 365},
    "credentials": "stored by hand",
}
DEFAULTS: dict[str, dict[str, Any]] = {
    RETRY: {
        "retryPolicy": {
            "algorithm": "ARITHMETIC",
            "firstRetry": 1,
            "interval": 1,
            "numberOfRetries": 3,
            "deactivateFlag": False,
            "repeatSequenceCount": 0,
            "repeatSequenceWaitTime": 0,
        }
    },
    OAUTH: {"securityPolicy": {"securityType": "KEY", "proxyType": "external", "digitalSignatureEnabled": "yes"}},
}
PARTS = {RETRY: "retryPolicy", OAUTH: "securityPolicy"}
ARGUMENTS = {RETRY: TIMES, OAUTH: TOKEN}
KINDS = pytest.mark.parametrize("kind", [RETRY, OAUTH], ids=["retry", "security"])


def subscription(
    name: str = "orders", product: str = "tokenManagement", event: str = "tms.networktoken.updated"
) -> Any:
    inputs = {"name": name, "products": {product: {event: True}}, "webhookUrl": f"https://hooks.example.com/{name}"}
    return Declared("cybersource:WebhookSubscription", name, inputs)


ORDERS = subscription("orders", "tokenManagement", "tms.networktoken.updated")
OF_ORDERS = Ref("orders")


def apart(kind: str, of: Any = OF_ORDERS, **changes: Any) -> Declared:
    return Declared(kind, kind, {"subscription": of, **ARGUMENTS[kind], **changes})


BOTH = (ORDERS, apart(RETRY), apart(OAUTH))


def only(stack: Stack) -> Any:
    """
    The only subscription of the platform.
    """
    [one] = stack.platform.subscriptions
    return one


def sent(stack: Stack) -> list[tuple[str, Any]]:
    """
    Method and body of each request that asked for a change.
    """
    return [(one.method, one.body) for one in stack.platform.requests.changes]


@pytest.fixture
def both(stack: Stack) -> Stack:
    """
    A stack whose subscription has both policies apart, deployed; the journal is empty.
    """
    assert stack.up(*BOTH), stack.said
    stack.platform.requests.clear()
    return stack


@KINDS
def test_part_is_sent_whole_and_stored_alone(kind: str, stack: Stack) -> None:
    """
    Creating a policy sends it whole and nothing else, and no other member of the subscription reaches its state.
    """
    stack.up(ORDERS, apart(kind))
    _, (method, body) = sent(stack)

    assert (method, set(body)) == ("PATCH", {PARTS[kind]})
    stored = {name for name in stack.held[kind].outputs if not name.startswith("__")}
    assert {*body[PARTS[kind]], "subscription"} == stored - {"schedule", "credentials"}


def test_credentials_of_a_policy_are_not_sent(both: Stack) -> None:
    """
    Other credentials beside a security policy are noted in the state, and nothing is sent.
    """
    both.up(ORDERS, apart(RETRY), apart(OAUTH, credentials="other"))

    assert (sent(both), both.held[OAUTH].outputs["credentials"]) == ([], "other")


@KINDS
@pytest.mark.parametrize("patch", ["merge", "replace"])
def test_removed_part_gives_the_default_back(kind: str, patch: str, both: Stack) -> None:
    """
    A policy that is declared no more leaves the platform's own behind, and the other policy as it was.
    """
    both.platform.turn(patch=patch)
    before = dict(only(both).document)
    both.up(*(one for one in BOTH if one.kind != kind))

    assert only(both).document == {**before, **DEFAULTS[kind]}


@KINDS
def test_drift_of_a_part_is_mended(kind: str, stack: Stack) -> None:
    """
    A policy that somebody changed by hand is found by a refresh and put right by the next `up`.
    """
    stack.up(ORDERS, apart(kind))
    document = dict(only(stack).document)
    edit = {"interval": 99} if kind == RETRY else {"securityType": "KEY", "config": None}
    stack.platform.edit(only(stack).webhook_id, {PARTS[kind]: edit})
    found = stack.rest(ORDERS, apart(kind))
    stack.up(ORDERS, apart(kind), refresh=True)

    assert kind in found
    assert only(stack).document == document


def test_part_of_a_subscription_that_is_gone(both: Stack) -> None:
    """
    Where somebody deleted the subscription, `up --refresh` creates it again with both of its policies.
    """
    wanted = {name: only(both).document[name] for name in PARTS.values()}
    both.platform.subscriptions.clear()
    both.up(*BOTH, refresh=True)

    assert {name: only(both).document[name] for name in PARTS.values()} == wanted


def test_part_is_deleted_after_its_subscription(both: Stack) -> None:
    """
    A policy whose subscription is already gone is deleted quietly.
    """
    id = only(both).webhook_id
    program = (ORDERS, apart(RETRY, of=id), apart(OAUTH, of=id))
    both.up(*program)
    both.platform.subscriptions.clear()

    assert both.up(), both.said
    assert (both.ids, both.said) == ({}, [])


def test_policy_moves_to_another_subscription(both: Stack) -> None:
    """
    A policy that names another subscription is set there, and the first one has the platform's default back.
    """
    links = subscription("links", "payByLink", "payByLink.customer.payment")
    program = (ORDERS, links, apart(RETRY, of=Ref("links")))
    both.up(*program)
    policies = {one.name: one.document["retryPolicy"] for one in both.platform.subscriptions}

    assert {"retryPolicy": policies["orders"]} == DEFAULTS[RETRY]
    assert (policies["links"]["interval"], both.rest(*program)) == (30, [])
