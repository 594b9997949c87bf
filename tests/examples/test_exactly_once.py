"""
The receiver of example 05 behind a real server, and the simulated platform, on a day when nearly everything goes wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from uuid import uuid4

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.crypto.certificates import der_line, encryption_pem
from tests.cybersource.notifications.sender import PEM
from tests.examples.databases import Database, Postgres, Sqlite
from tests.examples.receiver_example import loaded
from tests.examples.road import Road, served
from tests.simulator.cybersource.conftest import ORGANIZATION, V2, Asker
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.cybersource.notifications import Notification, Receiver
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

example = loaded()
MANY = 1000
HOOK = "/notifications"
EVENT = "payments.capture.status.accepted"
TROUBLES = ["fine"] * 13 + ["busy", "cut", "answer lost", "twice", "forged"]
LATE = 8
RETRIES = {"firstRetry": 1, "interval": 1, "numberOfRetries": 8, "deactivateFlag": "false"}
PATIENCE = 4
BROKEN = 30
LONGEST = 300.0  # Seconds, however busy the machine is.


class Keys:
    """The signature keys that the receiver knows; it learns a new one while it runs."""

    def __init__(self, simulator: CybersourceSimulator) -> None:
        self._simulator = simulator
        self._known: dict[str, str] = {}
        self.asked: Counter[str] = Counter()
        self.asked_before_rotation: Counter[str] = Counter()

    @property
    def ids(self) -> list[str]:
        """Oldest first."""
        return list(self._known)

    def rotate(self) -> None:
        """The platform gets a new one, and the receiver learns it."""
        id = self._simulator.add_signature_key(ORGANIZATION)
        self._known |= {key.key_id: key.secret for key in self._simulator.keys if key.key_id == id}
        self.asked_before_rotation = self.asked.copy()

    def __call__(self, key_id: str) -> str | None:
        """The one with that id."""
        self.asked[key_id] += 1
        return self._known.get(key_id)


@dataclass(frozen=True)
class Day:
    """What happened: deliveries at the platform, trouble on the road, and what was handled in which order."""

    simulator: CybersourceSimulator
    keys: Keys
    road: Road
    database: Database
    handled: list[Notification]

    @property
    def numbers(self) -> Counter[int]:
        """How often each event was handled."""
        return Counter(one.payload["data"]["number"] for one in self.handled)


def subscribed(simulator: CybersourceSimulator, address: str) -> str:
    """A subscription that delivers to *address*, encrypted; tells its id."""
    ask = Asker(simulator)
    information = {
        "provider": ORGANIZATION,
        "tenant": "nrtd",
        "keyType": "publickey",
        "organizationId": ORGANIZATION,
        "pub": der_line(encryption_pem()),
    }
    stored = ask("POST", "/kms/egress/v2/keys-asym", {"clientRequestAction": "STORE", "keyInformation": information})
    made = ask.subscribe(
        products=[{"productId": "payments", "eventTypes": [EVENT]}],
        webhookUrl=f"{address}{HOOK}",
        healthCheckUrl=f"{address}/health",
        retryPolicy=RETRIES,
    )
    active = ask("PUT", f"{V2}/{made.content['webhookId']}/status", {"status": "ACTIVE"})
    ask.connection.close()
    assert [one.status for one in (stored, made, active)] == [201, 201, 200]
    return str(made.content["webhookId"])


def emit(simulator: CybersourceSimulator, numbers: range) -> None:
    """Let each of these events happen, and wait until each was tried once."""
    for number in numbers:
        simulator.emit(EVENT, payload={"data": {"number": number}, "organizationId": ORGANIZATION})
    simulator.settle(LONGEST)


class Instances:
    """Several instances of the receiver behind one address, which get the requests in turn."""

    def __init__(self, apps: Sequence[ASGIApp]) -> None:
        self._next = cycle(apps)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await next(self._next)(scope, receive, send)


@pytest.fixture(scope="module", params=["one instance, SQLite", "two instances, PostgreSQL"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Where the events are remembered."""
    database: Database = Sqlite(tmp_path_factory.mktemp("store") / "data" / "events.sqlite")
    if "PostgreSQL" in request.param:
        database = Postgres(request.getfixturevalue("postgres_server"), f"day_{uuid4().hex}")
    database.come()
    return database


@pytest.fixture(scope="module")
def day(database: Database) -> Iterator[Day]:
    """
    Half of the events, a new key while some of them are still to be tried again, the other half, all the retries that
    follow, and a replay of every twentieth.
    """
    handled: list[Notification] = []
    stores = [example.Store(database.url) for _ in range(2 if isinstance(database, Postgres) else 1)]
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        simulator.turn(delivery_seconds=2)
        keys = Keys(simulator)
        receiver = Receiver(keys=keys, decryption_keys=[PEM])
        apps = [example.create_app(receiver, store, handle=lambda one, _: handled.append(one)) for store in stores]
        road = Road(Instances(apps), HOOK, troubles=TROUBLES, late=LATE, patience=PATIENCE)
        with served(road) as address:
            keys.rotate()
            webhook_id = subscribed(simulator, address)
            emit(simulator, range(MANY // 2))
            keys.rotate()
            simulator.break_endpoint(webhook_id, BROKEN)
            emit(simulator, range(MANY // 2, MANY))
            simulator.move(minutes=10)
            for delivery in list(simulator.deliveries)[::20]:
                simulator.replay(delivery.id)
            simulator.settle(LONGEST)
            yield Day(simulator, keys, road, database, handled)
    for store in stores:
        store.close()


def test_each_event_is_handled_exactly_once(day: Day) -> None:
    """
    Each of a thousand events is handled, and none twice.
    """
    assert day.numbers == Counter(dict.fromkeys(range(MANY), 1))


def test_platform_is_told_of_each(day: Day) -> None:
    """
    The platform hears 200 for each in the end, though not at once: nothing is left to be tried again.
    """
    assert {one.status for one in day.simulator.deliveries} == {"DELIVERED"}
    assert sum(len(one.attempts) for one in day.simulator.deliveries) > MANY + MANY // 20


def test_store_holds_each_once(day: Day) -> None:
    """
    The store has as many rows as there were events.
    """
    assert day.database.count() == MANY


def test_everything_went_wrong(day: Day) -> None:
    """
    Requests were refused, cut, doubled, late and forged, answers were lost, and for a while nobody was there.
    """
    errors = Counter(attempt.error for one in day.simulator.deliveries for attempt in one.attempts)

    assert {trouble for trouble in TROUBLES if day.road.met[trouble] < 20} == set()
    assert (day.road.met["late"], errors["unreachable: the endpoint was broken on request"]) == (LATE, BROKEN)


def test_forgeries_were_refused(day: Day) -> None:
    """
    Each copy that a stranger had altered was answered 401.
    """
    assert day.road.refused == day.road.met["forged"] > 0


def test_old_key_verified_what_was_under_way(day: Day) -> None:
    """
    After the rotation, deliveries of both keys were verified: retries of earlier ones still carry the old key.
    """
    old, new = day.keys.ids
    after = day.keys.asked - day.keys.asked_before_rotation

    assert (after[old] > 20, after[new] > MANY // 2) == (True, True)
    assert {one.proof.key_id for one in day.handled} == {old, new}


def test_every_payload_was_encrypted(day: Day) -> None:
    """
    Nothing of an event was told in the clear.
    """
    assert all(one.proof.was_encrypted for one in day.handled)
