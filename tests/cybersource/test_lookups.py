"""
What is asked of the platform once and used by many.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from tests.cybersource.life import Life, account_at
from tests.cybersource.orders import LEAST

from pulumi_payment_webhooks.cybersource import lookups as module
from pulumi_payment_webhooks.cybersource.connection import disconnect
from pulumi_payment_webhooks.cybersource.lookups import Lookups, Once
from pulumi_payment_webhooks.cybersource.simulator.handle import CybersourceSimulator
from pulumi_payment_webhooks.errors import Missing, Unavailable
from pulumi_payment_webhooks.reconcile.lifecycle import Stored

LIST = "/v2/webhooks$"
OTHER = {**LEAST, "name": "links", "products": {"payByLink": ["payByLink.customer.payment"]}}


@pytest.fixture
def lookups(simulator: CybersourceSimulator) -> Iterator[Lookups]:
    yield Lookups(account_at(simulator, Retries=1).settings)
    disconnect()


@pytest.fixture
def stored(life: Life) -> tuple[Stored, Stored]:
    """
    Two subscriptions of one organization; the journal is empty.
    """
    return life.create(LEAST), life.create(OTHER)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def asked(simulator: CybersourceSimulator) -> list[str]:
    """
    What was read, as the end of each path.
    """
    return [one.path.rpartition("/")[2] for one in simulator.requests if one.method == "GET"]


def test_asked_once_by_many(pool: ThreadPoolExecutor) -> None:
    """
    Many threads that want one answer have it asked once, and all get it.
    """
    asked: list[str] = []
    ready = Event()

    def ask(key: str) -> str:
        asked.append(key)
        ready.wait(10)
        return key * 2

    once = Once(ask)
    waiting: list[Future[str]] = [pool.submit(once.get, "a") for _ in range(8)]
    ready.set()

    assert [one.result(10) for one in waiting] == ["aa"] * 8
    assert asked == ["a"]


def test_error_is_an_answer() -> None:
    """
    An error is raised for everybody, and nobody asks again before it is forgotten.
    """
    failures = [Unavailable("first"), Unavailable("second")]

    def ask(_: str) -> str:
        raise failures.pop(0)

    once = Once(ask)
    said: list[str] = []
    for forget in (False, True, False):
        with pytest.raises(Unavailable) as caught:
            once.get("a")
        said.append(str(caught.value))
        if forget:
            once.forget()

    assert said == ["first", "first", "second"]


def test_bug_leaves_nobody_waiting(pool: ThreadPoolExecutor) -> None:
    """
    A failure that is a bug of ours ends every call, rather than let the others wait for ever.
    """
    nothing: dict[str, str] = {}
    once = Once(nothing.__getitem__)
    with pytest.raises(KeyError):
        once.get("a")

    failure = pool.submit(once.get, "a").exception(10)
    assert (failure is None, isinstance(failure, TimeoutError)) == (False, False)


def test_list_serves_all(lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator) -> None:
    """
    Two subscriptions of one organization are read from one list.
    """
    simulator.requests.clear()
    found = [lookups.subscription(one.id, simulator.organization_id, doing="read") for one in stored]

    assert [one["webhookId"] for one in found] == [one.id for one in stored]
    assert asked(simulator) == ["webhooks"]


def test_what_the_list_lacks_is_asked_by_id(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    A subscription that is not in its organization's list is asked for by id.
    """
    simulator.requests.clear()
    lookups.subscription(stored[0].id, "somebody_else", doing="read")

    assert asked(simulator) == ["webhooks", stored[0].id]


@pytest.mark.parametrize("fault", [404, 403, 500, "reset-before"])
def test_list_that_fails(
    fault: str | int, lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    Where there is no list, a subscription is asked for by id.
    """
    simulator.fail(fault, count=9, path=LIST)

    assert lookups.subscription(stored[0].id, simulator.organization_id, doing="read")["webhookId"] == stored[0].id


def test_missing_is_only_said_of_the_id(lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    A subscription is missing only where the platform was asked for that very id.
    """
    with pytest.raises(Missing):
        lookups.subscription("nobody", simulator.organization_id, doing="read")

    assert asked(simulator)[-1] == "nobody"


def test_write_makes_the_next_reading_fresh(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    After a write of ours the list is asked for again.
    """
    lookups.subscription(stored[0].id, simulator.organization_id, doing="read")
    simulator.edit(stored[0].id, {"name": "other"})
    lookups.wrote()

    assert lookups.subscription(stored[0].id, simulator.organization_id, doing="read")["name"] == "other"


def test_change_of_an_account_is_a_write(life: Life, simulator: CybersourceSimulator) -> None:
    """
    An update and a reading after it ask for the list anew.
    """
    stored = life.create(LEAST)
    life.read(stored)
    updated = life.update(stored, {**LEAST, "name": "renamed"})
    simulator.requests.clear()
    read = life.read(updated)

    assert read is not None
    assert (read.inputs["name"], asked(simulator)) == ("renamed", ["webhooks"])


def test_glance_is_taken_once(lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    Advice asks for a catalogue and a list, once for each organization.
    """
    for organization in ("north", "north", "west"):
        lookups.glance(organization, ())

    assert sorted(asked(simulator)) == ["north", "webhooks", "webhooks", "west"]


def test_glance_after_a_write(lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    A write does not keep anybody from advice on another organization; what was seen before is remembered.
    """
    before = lookups.glance("north", ())
    lookups.wrote()

    assert lookups.glance("north", ()) is before
    assert lookups.glance("west", ()) is not None


def test_glance_within_its_budget(
    lookups: Lookups, simulator: CybersourceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    When the time for advice is used up, no other organization is looked at.
    """
    ticks = iter([0.0, module.ADVICE_BUDGET])
    monkeypatch.setattr(module, "monotonic", lambda: next(ticks))
    first = lookups.glance("north", ())

    assert first is not None
    assert lookups.glance("west", ()) is None


@pytest.mark.parametrize("fault", [401, 500, "reset-before"])
def test_glance_at_nobody(fault: str | int, lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    A platform that does not answer leaves the glance empty, after one try each.
    """
    simulator.fail(fault, count=9)
    glance = lookups.glance("north", ())

    assert glance is not None
    assert (glance.catalogue, glance.rows, len(simulator.requests)) == (None, None, 2)


def test_glance_at_an_empty_organization(lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    A list that answers 404 is an empty list, and no failure.
    """
    glance = lookups.glance("north", ())

    assert glance is not None
    assert (glance.rows, "payments" in (glance.catalogue or {})) == ((), True)
