"""
What is asked of the platform once and used by many.
"""

from collections.abc import Iterator
from threading import Event

import pytest
from tests.cybersource.gateway import Reply, gateway
from tests.cybersource.life import Life, account_at, next_run
from tests.cybersource.orders import LEAST
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.client.shared_answers import Budget
from pulumi_payment_webhooks.cybersource.account.lookups import Lookups
from pulumi_payment_webhooks.cybersource.api.subscriptions import read_row
from pulumi_payment_webhooks.errors import Missing, PlatformError, Refused, Unavailable
from pulumi_payment_webhooks.reconcile.run.lifecycle import Stored
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

LIST = "/v2/webhooks$"
OTHER = {**LEAST, "name": "links", "products": {"payByLink": ["payByLink.customer.payment"]}}


@pytest.fixture
def lookups(simulator: CybersourceSimulator) -> Iterator[Lookups]:
    yield Lookups(account_at(simulator, Retries=1).settings)
    next_run()


@pytest.fixture
def stored(life: Life) -> tuple[Stored, Stored]:
    """
    Two subscriptions of one organization; the journal is empty.
    """
    return life.create(LEAST), life.create(OTHER)


def asked(simulator: CybersourceSimulator) -> list[str]:
    """
    What was read, as the end of each path.
    """
    return [one.path.rpartition("/")[2] for one in simulator.requests if one.method == "GET"]


def test_list_serves_all(lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator) -> None:
    """
    Two subscriptions of one organization are read from one list.
    """
    simulator.requests.clear()
    found = [lookups.subscription(one.id, simulator.organization_id, doing="read") for one in stored]

    assert [one.id for one in found] == [one.id for one in stored]
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

    assert lookups.subscription(stored[0].id, simulator.organization_id, doing="read").id == stored[0].id


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
    lookups.record_write("PATCH", "/elsewhere", {})

    assert lookups.subscription(stored[0].id, simulator.organization_id, doing="read").fields["name"] == "other"


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


def test_comparison_is_made_with_the_first_list(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    Whatever is written later, comparisons ask for one list, and for nothing by id that is on it.
    """
    simulator.requests.clear()
    for one in stored:
        lookups.row(one.id, simulator.organization_id)
        lookups.record_write("PATCH", "/elsewhere", {})

    assert asked(simulator) == ["webhooks"]


def test_refresh_and_comparison_share_a_list(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    A comparison after a reading asks for nothing.
    """
    lookups.subscription(stored[0].id, simulator.organization_id, doing="read")
    simulator.requests.clear()
    lookups.begin(simulator.organization_id)

    assert lookups.row(stored[1].id, simulator.organization_id).fields["name"] == "links"
    assert asked(simulator) == []


def test_comparison_and_reading_share_a_list(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    A reading after a comparison asks for nothing, until something was written.
    """
    lookups.row(stored[0].id, simulator.organization_id)
    counts: list[int] = []
    for _ in range(2):
        simulator.requests.clear()
        lookups.subscription(stored[1].id, simulator.organization_id, doing="read")
        counts.append(len(simulator.requests))
        lookups.record_write("PATCH", "/elsewhere", {})

    assert counts == [0, 1]


def test_what_the_first_list_lacks(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    A comparison asks by id for what is not on the list.
    """
    simulator.requests.clear()

    assert lookups.row(stored[0].id, "somebody_else").id == stored[0].id
    assert asked(simulator) == ["webhooks", stored[0].id]


def test_comparison_without_a_list(lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    Where there is no list, nothing is asked by id: it would take as long for each.
    """
    simulator.fail(503, count=9)
    for id in ("a", "b"):
        with pytest.raises(Unavailable):
            lookups.row(id, simulator.organization_id)

    assert asked(simulator) == ["webhooks"]


def test_comparison_by_id_gives_up(lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    After a first failure by id nobody else is asked for, while what does not exist is no failure.
    """
    with pytest.raises(Missing):
        lookups.row("gone", simulator.organization_id)
    simulator.fail(503, count=9)
    for id in ("a", "b"):
        with pytest.raises(Unavailable):
            lookups.row(id, simulator.organization_id)

    assert asked(simulator) == ["webhooks", "gone", "a"]


@pytest.mark.parametrize("status", [401, 403])
def test_refusal_is_heard(status: int, lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    Credentials that are refused are told from a platform that does not answer.
    """
    simulator.fail(status, count=9)
    with pytest.raises(Refused) as caught:
        lookups.reach(simulator.organization_id)

    assert caught.value.status == status


def test_no_time_left(lookups: Lookups, simulator: CybersourceSimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    When the time for comparisons is spent, what nobody has begun to ask is not asked any more.
    """
    lookups.reach("north")
    monkeypatch.setattr(lookups._waits, "_budget", Budget(0))
    for organization in ("north", "west"):
        lookups.begin(organization)
        lookups.begin_catalogue(organization)
    lookups.reach("north")
    with pytest.raises(PlatformError, match="within the 5 s that all comparisons share"):
        lookups.reach("west")

    assert asked(simulator) == ["webhooks"]


def test_catalogue_is_read_once(lookups: Lookups, simulator: CybersourceSimulator) -> None:
    """
    The catalogue of an organization is read in the background, once.
    """
    for _ in range(2):
        lookups.begin_catalogue("north")

    assert "payments" in lookups.catalogue("north")
    assert asked(simulator) == ["north"]


def test_holders_without_what_was_changed(
    lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator
) -> None:
    """
    What this process deleted, or gave other products, does not hold what it held.
    """
    counts: list[int] = []
    for method, one, body in (("PATCH", 0, {"name": "x"}), ("PATCH", 0, {"products": []}), ("DELETE", 1, None)):
        lookups.record_write(method, f"/notification-subscriptions/v2/webhooks/{stored[one].id}", body)
        counts.append(len(list(lookups.holders(simulator.organization_id, ["payByLink"]))))

    assert counts == [2, 1, 0]


def test_written_members(lookups: Lookups) -> None:
    """
    Every member that was written is remembered, the status under its own name, and a deletion for good.
    """
    path = "/notification-subscriptions/v2/webhooks/a"
    row = read_row({"webhookId": "A", "name": "n", "status": "ACTIVE"})
    found: list[set[str] | None] = []
    for method, suffix, body in (
        ("PATCH", "", {"name": "x"}),
        ("PUT", "/status", {"status": "ACTIVE"}),
        ("DELETE", "", None),
        ("PATCH", "", {"name": "y"}),
    ):
        lookups.record_write(method, f"{path}{suffix}", body)
        current = lookups.current(row)
        found.append({*row.fields} - {*current.fields} if current else None)

    assert found == [{"name"}, {"name", "status"}, None, None]


def test_ids_in_any_case(lookups: Lookups, stored: tuple[Stored, Stored], simulator: CybersourceSimulator) -> None:
    """
    A list that spells an id in another case has the subscription.
    """
    simulator.requests.clear()

    assert lookups.row(stored[0].id.upper(), simulator.organization_id).id == stored[0].id
    assert (
        lookups.subscription(stored[0].id.upper(), simulator.organization_id, doing="read").fields["name"] == "orders"
    )
    assert asked(simulator) == ["webhooks"]


def test_late_answers_are_reported_alike(simulator: CybersourceSimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Once time is up, a list that is late, one that failed later and one that nobody asked for have the same reason.
    """
    released = Event()

    def answer(_: str, __: str) -> Reply:
        released.wait(PATIENCE)
        return Reply(503)

    reasons: list[str] = []
    with gateway(answer) as wall:
        late = Lookups(account_at(simulator, Endpoint=wall.endpoint).settings)
        late.begin("north")
        monkeypatch.setattr(late._waits, "_budget", Budget(0))
        for organization in ("north", "west", "north"):
            with pytest.raises(Unavailable) as caught:
                late.reach(organization)
            reasons.append(caught.value.reason)
            released.set()
            next_run()

    assert len(set(reasons)) == 1
    assert reasons[0].startswith(f"no answer from {wall.endpoint.removeprefix('http://')} within the 5 s")
