"""
Subscriptions over several commands of a stack, in the provider's process: adopted, refused, gone, and with v1.
"""

from typing import Any

import pytest
from tests.faults.deployment import Declared, Ref
from tests.faults.stack import Stack

from pulumi_payment_webhooks.simulator.cybersource.subscriptions.subscriptions import Subscription

BINDING = {"tokenManagement": {"tms.networktoken.binding": True}}
UPDATED = {"tokenManagement": {"tms.networktoken.updated": True}}
PAYMENT = {"payByLink": {"payByLink.customer.payment": True}}
V1 = {"ApiVersion": "v1"}


def subscription(name: str = "Tokens", called: str = "orders", products: Any = UPDATED, **more: Any) -> Declared:
    inputs = {"name": name, "products": products, "webhookUrl": "https://hooks.example.com/tokens", **more}
    return Declared("cybersource:WebhookSubscription", called, inputs)


LINKS = subscription("Links", "links", PAYMENT)
WANTED = subscription(
    "Ours",
    products={"tokenManagement": {**BINDING["tokenManagement"], **UPDATED["tokenManagement"]}},
    adoptExisting=True,
)


@pytest.fixture
def occupied(stack: Stack) -> Stack:
    """
    An empty stack whose organization has two subscriptions that nobody declared: to tokens, and to links.
    """
    assert stack.up(subscription(), LINKS), stack.said
    stack.held.clear()
    stack.platform.requests.clear()
    return stack


@pytest.fixture
def old(stack: Stack) -> Stack:
    """
    A stack that uses v1, with a subscription deployed; the journal is empty.
    """
    stack.settings |= V1
    assert stack.up(subscription(description="Declared.", status="ACTIVE")), stack.said
    stack.platform.requests.clear()
    return stack


def tokens(stack: Stack) -> Subscription:
    """
    The only subscription to tokens.
    """
    [one] = [one for one in stack.platform.subscriptions if "tokenManagement" in one.products]
    return one


def sent(stack: Stack) -> list[tuple[str, Any]]:
    """
    Method and body of each request that asked for a change.
    """
    return [(one.method, one.body) for one in stack.platform.requests.changes]


def versions(stack: Stack) -> set[str]:
    """
    The versions of the API that requests about subscriptions and products were made for.
    """
    return {one.path.split("/")[2] for one in stack.platform.requests if "/notification-subscriptions/" in one.path}


def test_adoption_where_there_is_nothing(stack: Stack) -> None:
    """
    Where no subscription is in the way, `adopt_existing` creates one and says nothing.
    """
    stack.preview(subscription(adoptExisting=True))
    said = stack.said
    stack.up(subscription(adoptExisting=True))

    assert (said, [method for method, _ in sent(stack)]) == ([], ["POST"])


def test_two_occupants(occupied: Stack) -> None:
    """
    Two subscriptions in the way of one that adopts are one error that names both, before anything is sent.
    """
    assert not occupied.up(subscription(products=UPDATED | PAYMENT, adoptExisting=True))
    [error] = occupied.said

    assert [one.webhook_id in error for one in occupied.platform.subscriptions] == [True, True]
    assert sent(occupied) == []


def test_occupant_without_adoption(occupied: Stack) -> None:
    """
    Another subscription to the product is an error before anything is sent, with its id and the way to take it over.
    """
    assert not occupied.up(subscription("Ours"))
    [error] = occupied.said

    assert (tokens(occupied).webhook_id in error, "set adopt_existing" in error) == (True, True)
    assert sent(occupied) == []


def test_occupant_that_is_as_declared(occupied: Stack) -> None:
    """
    An occupant that is exactly as declared is a warning in a preview, with its id.
    """
    occupied.preview(subscription())
    [warning] = occupied.said

    assert f"orders: products: {tokens(occupied).webhook_id} holds tokenManagement, and is as declared" in warning


def test_adoption_of_a_refused_change(occupied: Stack) -> None:
    """
    A subscription taken over whose change is refused is in the state, and the next `up` sends the change.
    """
    id = tokens(occupied).webhook_id
    occupied.platform.fail(503, count=9, method="PATCH")

    assert not occupied.up(WANTED)
    assert occupied.ids == {"orders": id}
    occupied.platform.faults.clear()
    assert occupied.up(WANTED)
    assert (tokens(occupied).webhook_id, tokens(occupied).name) == (id, "Ours")
    assert len(list(occupied.platform.subscriptions)) == 2


def test_refused_update_loses_nothing(stack: Stack) -> None:
    """
    After a refused update nothing has changed: with the old program there is nothing to do.
    """
    stack.up(subscription())
    wrong = subscription(products={"tokenManagement": {"tms.networktoken.done": True}})

    assert not stack.up(wrong)
    [error] = [one for one in stack.said if "did you mean" not in one]
    assert error.startswith(
        "cannot update subscription 'orders': the platform refused: event type tms.networktoken.done"
    )
    assert stack.rest(subscription()) == []


def test_update_of_what_is_gone(stack: Stack) -> None:
    """
    Where somebody deleted the subscription, an update says so, and what to do.
    """
    stack.up(subscription())
    stack.platform.subscriptions.clear()

    assert not stack.up(subscription("Refunds"))
    [error] = stack.said
    assert " does not exist at 127.0.0.1:" in error
    assert error.endswith(": run `pulumi up --refresh`")


def test_drift_with_v1(old: Stack) -> None:
    """
    An edit at the platform is found by a refresh and repaired by `up`.
    """
    old.platform.edit(tokens(old).webhook_id, {"description": "Nobody knows.", "status": "INACTIVE"})
    program = subscription(description="Declared.", status="ACTIVE")
    found = old.rest(program)
    old.up(program, refresh=True)

    assert "orders" in found
    assert sent(old) == [("PATCH", {"description": "Declared."}), ("PATCH", {"status": "ACTIVE"})]
    assert versions(old) == {"v1"}


def test_gone_with_v1(old: Stack) -> None:
    """
    A subscription that somebody deleted is created again after a refresh.
    """
    before = old.ids
    old.platform.subscriptions.clear()
    old.up(subscription(description="Declared.", status="ACTIVE"), refresh=True)

    assert (list(before), old.ids) == (["orders"], {"orders": tokens(old).webhook_id})
    assert old.ids != before


def test_update_after_the_move(old: Stack) -> None:
    """
    After a move to v2, a change is sent with v2 to the same subscription.
    """
    webhook_id = tokens(old).webhook_id
    old.settings["ApiVersion"] = "v2"
    old.up(subscription(description="Declared.", status="INACTIVE"))

    assert (versions(old), sent(old)) == ({"v2"}, [("PUT", {"status": "INACTIVE"})])
    assert tokens(old).webhook_id == webhook_id


def test_take_over_with_v1(stack: Stack) -> None:
    """
    With v1 the holder of a product is found by an event that the program does not declare; `up` keeps its id.
    """
    stack.up(subscription(products=BINDING))
    there = tokens(stack).webhook_id
    stack.held.clear()
    stack.platform.requests.clear()
    stack.settings |= V1
    stack.preview(subscription(adoptExisting=True))
    said = "".join(stack.said)
    stack.up(subscription(adoptExisting=True))

    assert f"adopts subscription {there} and changes" in said
    assert [method for method, _ in sent(stack)] == ["PATCH"]
    assert (stack.ids, tokens(stack).products) == ({"orders": there}, {"tokenManagement": ["tms.networktoken.updated"]})


def test_refresh_with_v1_asks_for_each(stack: Stack) -> None:
    """
    A refresh with v1 asks once for each subscription, whether its policy is declared apart or not, and for no list.
    """
    stack.settings |= V1
    retries = Declared("cybersource:RetryPolicy", "retries", {"subscription": Ref("orders"), "interval": 9})
    program = (subscription(), LINKS, retries)
    stack.up(*program)
    stack.platform.requests.clear()

    assert stack.refresh() == []
    assert sorted(one.path.rpartition("/")[2] for one in stack.platform.requests) == sorted(
        one.webhook_id for one in stack.platform.subscriptions
    )
