"""
What is asked of the platform once and used by many, where lists are of one product and one event.
"""

from collections.abc import Iterator

import pytest
from tests.cybersource.life import Life, account_at, next_run
from tests.cybersource.orders import LEAST

from pulumi_payment_webhooks.cybersource.account.account import CybersourceAccount
from pulumi_payment_webhooks.cybersource.account.lookups import Lookups
from pulumi_payment_webhooks.errors import Missing, PlatformError
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

LINK = {**LEAST, "name": "links", "products": {"payByLink": ["payByLink.customer.payment"]}}
CATALOGUE = {"tokenManagement": ["tms.networktoken.updated"], "payByLink": ["payByLink.customer.payment", "other"]}


@pytest.fixture
def account(simulator: CybersourceSimulator) -> Iterator[CybersourceAccount]:
    yield account_at(simulator, Retries=1, ApiVersion="v1")
    next_run()


@pytest.fixture
def lookups(account: CybersourceAccount) -> Lookups:
    return Lookups(account.settings)


@pytest.fixture
def stored(life: Life, simulator: CybersourceSimulator) -> tuple[Stored, Stored]:
    """
    Two subscriptions of an organization that is offered three events; the journal is empty.
    """
    simulator.offer(simulator.organization_id, CATALOGUE)
    both = life.create(LEAST), life.create(LINK)
    simulator.requests.clear()
    return both


def asked(simulator: CybersourceSimulator) -> list[str]:
    """
    What was read: the event of a list, otherwise the end of the path.
    """
    return sorted(one.query.get("eventType", one.path.rpartition("/")[2]) for one in simulator.requests)


def test_each_is_asked_for_by_id(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    A subscription and its parts ask for it once, by its id, and for no list.
    """
    for one in (*stored, *stored):
        lookups.subscription(one.id, simulator.organization_id, doing="read")

    assert asked(simulator) == sorted(one.id for one in stored)


def test_write_makes_the_next_reading_fresh(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    After a write of ours a subscription is asked for again.
    """
    lookups.subscription(stored[0].id, simulator.organization_id, doing="read")
    simulator.edit(stored[0].id, {"name": "other"})
    lookups.record_write("PATCH", "/elsewhere", {})

    assert lookups.subscription(stored[0].id, simulator.organization_id, doing="read").fields["name"] == "other"


def test_missing_is_said(lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    A subscription that does not exist is missing.
    """
    with pytest.raises(Missing, match="cannot read subscription nobody"):
        lookups.subscription("nobody", simulator.organization_id, doing="read")


def test_all_are_found_event_by_event(
    account: CybersourceAccount, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    A list of everything asks for each event of the catalogue, and has each subscription once.
    """
    found = account.subscriptions(simulator.organization_id)

    assert sorted(one.id for one in found) == sorted(one.id for one in stored)
    assert asked(simulator) == [
        "other",
        "payByLink.customer.payment",
        simulator.organization_id,
        "tms.networktoken.updated",
    ]


def test_nothing_is_found_of_an_empty_catalogue(
    account: CybersourceAccount, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    An organization that is offered nothing has an empty list, and no list is asked for.
    """
    simulator.offer(simulator.organization_id, {})

    assert (account.subscriptions(simulator.organization_id), len(simulator.requests)) == ((), 1)


@pytest.mark.parametrize("path", ["/products/", "/webhooks$"])
def test_list_that_fails(
    path: str, account: CybersourceAccount, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    A list of everything fails where the catalogue or one event cannot be asked for: it is never a part of the truth.
    """
    simulator.fail(403, method="GET", path=path)

    with pytest.raises(PlatformError):
        account.subscriptions(simulator.organization_id)


def test_compared_by_id(lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator) -> None:
    """
    A comparison asks for each subscription by id, once, and for nothing in advance.
    """
    lookups.begin(simulator.organization_id)
    for one in (*stored, *stored):
        lookups.row(one.id, simulator.organization_id)

    assert asked(simulator) == sorted(one.id for one in stored)


def test_reached_through_the_catalogue(lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    Where there is no list of everything, the catalogue shows whether the platform answers.
    """
    lookups.reach(simulator.organization_id)

    assert asked(simulator) == [simulator.organization_id]


def test_holders_of_the_products_in_question(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    The catalogue is read once, and the holders of those products are asked for that are in question.
    """
    found = [
        len(list(lookups.holders(simulator.organization_id, products)))
        for products in (["payByLink"], ["payByLink"], [])
    ]

    assert found == [1, 1, 0]
    assert asked(simulator) == ["other", "payByLink.customer.payment", simulator.organization_id]


@pytest.mark.parametrize("path", ["/products/*", "/webhooks"])
def test_holders_of_nobody(
    path: str, lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    Where catalogue or lists are not answered, the holders are not known.
    """
    simulator.fail(403, count=9, method="GET", path=path)

    with pytest.raises(PlatformError):
        lookups.holders(simulator.organization_id, ["payByLink"])
