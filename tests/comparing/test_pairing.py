"""
Which objects are compared with each other.
"""

from typing import Any

import pytest
from tests.comparing.sides_of import existing, organization, stack, subscription

from pulumi_payment_webhooks.comparing.pairing import pair_up
from pulumi_payment_webhooks.comparing.sides import Side

VOIDS = {"payments": {"payments.void.status.accepted": True}}
INVOICES = {"customerInvoicing": {"invoicing.customer.invoice.paid": True}}


def pairs(one: Side, other: Side) -> list[tuple[str, str]]:
    return [(left.id, right.id) for left, right in pair_up(one.entries, other.entries)[0]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (subscription("a", name="x", products=VOIDS), subscription("a", name="y", products=INVOICES)),
        (subscription("a", name="Refunds"), subscription("b", name="refunds", products=INVOICES)),
        (subscription("a"), subscription("b", name="y", webhookUrl="https://other.example.com/a")),
        (subscription("a"), subscription("b", name="y")),
        (subscription("a"), subscription("b", webhookUrl="https://b.example.com/a", products=INVOICES)),
        (subscription("a"), subscription("b", products=VOIDS)),
    ],
    ids=["resource", "name", "events-and-path", "events", "path", "product"],
)
def test_clue_makes_a_pair(one: dict[str, Any], other: dict[str, Any]) -> None:
    """
    The name of the resource makes a pair, then the name at the platform, the events and the path, and the products.
    """
    assert pairs(stack(one), stack(other)) == [(one["id"], other["id"])]


def test_organizations_are_paired_by_their_products() -> None:
    """
    The exact name counts before its case, and what is left is paired by a product that both cover.
    """
    ones = [existing("1", name="Payments"), existing("2", name="payments", products=INVOICES)]
    others = [existing("3", name="payments"), existing("4", name="Orders", products={**VOIDS, **INVOICES})]

    assert pairs(organization(*ones), organization(*others)) == [("id-of-2", "id-of-3"), ("id-of-1", "id-of-4")]


def test_nothing_in_common_makes_no_pair() -> None:
    """
    Two subscriptions without a clue are not paired, although no others are left.
    """
    assert pairs(stack(subscription("a")), stack(subscription("b", products=INVOICES))) == []


def test_what_is_ambiguous_makes_no_pair() -> None:
    """
    Two subscriptions that a clue cannot tell apart are not paired by it.
    """
    one = stack(subscription("a", name="x", webhookUrl="https://h.example.com/x"))
    other = stack(
        subscription("b", name="y", webhookUrl="https://h.example.com/1"),
        subscription("c", name="z", webhookUrl="https://h.example.com/2"),
    )

    assert pairs(one, other) == []


def test_object_is_paired_with_itself() -> None:
    """
    What a stack manages is the object with its id at the platform, whatever else looks like it there.
    """
    program = [{**subscription(name), "id": f"id-of-{number}"} for number, name in enumerate(["a", "b", "c"])]
    there = [existing(str(number), name="the same", webhookUrl="https://h.example.com/") for number in range(4)]

    assert pairs(stack(*program), organization(*there)) == [(f"id-of-{number}",) * 2 for number in range(3)]


def test_stronger_clue_comes_first() -> None:
    """
    A subscription with the same name is preferred to a subscription with the same events.
    """
    one = stack(subscription("a", name="refunds"))
    other = organization(existing("voids"), existing("refunds", products=INVOICES))

    assert pairs(one, other) == [("id-of-a", "id-of-refunds")]


def test_objects_without_a_pair_are_left_in_their_order() -> None:
    """
    What has no pair is left, in its order.
    """
    one = stack(subscription("a", name="x"), subscription("b", name="y", products=VOIDS))
    other = stack(subscription("b", name="y", products=VOIDS), subscription("c", name="z", products=INVOICES))
    found, left, right = pair_up(one.entries, other.entries)

    assert [[each.name for each in pair] for pair in found] == [["b", "b"]]
    assert ([each.name for each in left], [each.name for each in right]) == (["a"], ["c"])
