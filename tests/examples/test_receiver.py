"""The receiver of example 05, asked without a server."""

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from time import monotonic

import pytest
from sqlalchemy import exc, text
from tests.cybersource.notifications.sender import (
    KEY_ID,
    KEYS,
    NOON,
    PAYLOAD,
    PEM,
    envelope,
    headers,
    sealed,
    written,
)
from tests.examples.receiver_example import loaded
from tests.stand_ins.asgi import scope_of, status_of
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.cybersource.notifications import Receiver
from pulumi_payment_webhooks.errors import SettingsProblem

example = loaded()
HOOK, HEALTH = "/notifications", "/health"
BODY = written(envelope(payload=sealed(written(PAYLOAD))))
LEGACY = written(envelope(payload="{CBC}AAAA"))


class Handled:
    """What was handled, in order; *broken* makes the next one fail."""

    def __init__(self):
        self.ids = []
        self.broken = None

    def __call__(self, notification, connection):
        """Handle one event: book it, and perhaps fail."""
        connection.execute(text("insert into bookings values (:id)"), {"id": notification.content_id})
        if self.broken is not None:
            broken, self.broken = self.broken, None
            raise broken
        self.ids.append(notification.content_id)


@pytest.fixture
def handled():
    return Handled()


@pytest.fixture
def make_store():
    """Makes stores, each as an instance of the receiver has its own, and closes them."""
    stores, store = [], example.Store

    def make(url):
        stores.append(store(url))
        return stores[-1]

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def store(database, make_store):
    return make_store(database.url)


@pytest.fixture
def ready(store, database):
    database.come()
    return store


@pytest.fixture
def app(store, handled):
    return app_with(store, handled)


def app_with(store, handled):
    """The application, at noon."""
    receiver = Receiver(keys=KEYS, decryption_keys=[PEM])
    return example.create_app(receiver, store, handle=handled, now=lambda: NOON)


def attempt(number):
    """Another try to deliver the same event, with the trace id and the signature of its own that it has."""
    body = written(
        {**envelope(transactionTraceId=f"trace-{number}", retryNumber=number), "payload": sealed(written(PAYLOAD))}
    )
    return headers(body, at=NOON + timedelta(seconds=number)), body


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_health_url_answers(app, ready, method):
    """
    The health URL answers 200 to both methods that the platform may use.
    """
    assert status_of(app, HEALTH, method=method) == 200


def test_health_url_is_down_with_the_store(app):
    """
    While nothing could be kept, the health URL says so, and the platform holds its notifications back.
    """
    assert status_of(app, HEALTH) == 503


def test_event_is_handled_once(app, ready, handled):
    """
    However often an event is delivered, each delivery is answered 200 and the event is handled once.
    """
    statuses = [status_of(app, HOOK, *attempt(number)) for number in (0, 1, 1, 2)]

    assert (statuses, len(handled.ids)) == ([200] * 4, 1)


def test_two_events_are_two(app, ready, handled):
    """
    Another payload is another event.
    """
    for payload in (PAYLOAD, {**PAYLOAD, "organizationId": "other"}):
        body = written(envelope(payload=payload))
        status_of(app, HOOK, headers(body), body)

    assert len(set(handled.ids)) == 2


def test_events_are_remembered_over_a_restart(app, ready, handled):
    """
    What was handled before the receiver was started is not handled again.
    """
    status_of(app, HOOK, *attempt(0))
    again = app_with(ready, handled)

    assert (status_of(again, HOOK, *attempt(1)), len(handled.ids)) == (200, 1)


@pytest.mark.parametrize("change", [b" ", b"\n"])
def test_stranger_is_refused(app, ready, handled, change):
    """
    A body that was altered is answered 401 and never handled.
    """
    assert status_of(app, HOOK, headers(BODY), BODY + change) == 401
    assert handled.ids == []


def test_stranger_is_refused_whatever_the_store_does(app):
    """
    Without a store a stranger is refused all the same: who may not come in does not learn how we are.
    """
    assert status_of(app, HOOK, headers(BODY), BODY + b" ") == 401


def test_stale_delivery_is_refused(store, ready):
    """
    The time is the one that the receiver was given.
    """
    app = example.create_app(Receiver(keys=KEYS, decryption_keys=[PEM]), store, now=lambda: NOON + timedelta(minutes=6))

    assert status_of(app, HOOK, headers(BODY), BODY) == 401


def test_genuine_notification_that_cannot_be_read_is_asked_for_again(app, ready):
    """
    Where a key is lacking, 503 makes the platform try again.
    """
    assert status_of(app, HOOK, headers(LEGACY), LEGACY) == 503


def test_store_that_is_not_ready_asks_for_another_try(app, handled, database):
    """
    While the store is not ready the answer is 503, and the retry after that is handled.
    """
    before = status_of(app, HOOK, *attempt(0))
    database.come()
    after = status_of(app, HOOK, *attempt(1))

    assert (before, after, len(handled.ids)) == (503, 200, 1)


def test_event_that_fails_is_not_handled(app, ready, handled):
    """
    What raises while it handles an event leaves no trace in the store, so that the retry is handled.
    """
    handled.broken = exc.OperationalError("insert", {}, Exception("disk full"))
    before = status_of(app, HOOK, *attempt(0))
    after = status_of(app, HOOK, *attempt(1))

    assert (before, after, len(handled.ids)) == (503, 200, 1)


def test_what_a_handler_writes_is_kept_with_the_event(app, ready, handled, database):
    """
    What is written for an event is kept when the event is remembered, and not when handling it fails.
    """
    handled.broken = exc.OperationalError("insert", {}, Exception("disk full"))
    kept = [(status_of(app, HOOK, *attempt(number)), database.booked()) for number in (0, 1, 2)]

    assert kept == [(503, []), (200, handled.ids), (200, handled.ids)]


@pytest.mark.parametrize("instances", ["threads", "processes"])
def test_event_that_comes_twice_at_once_is_handled_once(ready, make_store, handled, database, instances):
    """
    Of two workers that get the same event at the same moment, one waits for the other and finds it handled; so it is
    with two instances, each with connections of its own.
    """
    together = Barrier(2)
    stores = [ready, ready if instances == "threads" else make_store(database.url)]

    def worker(number):
        app = app_with(stores[number], handled)
        together.wait()
        return status_of(app, HOOK, *attempt(number))

    with ThreadPoolExecutor() as pool:
        statuses = list(pool.map(worker, (0, 1)))

    assert (set(statuses) <= {200, 503}, database.booked()) == (True, handled.ids[:1])
    assert instances == "processes" or statuses == [200, 200]


def asked_at_once(app, requests):
    """The statuses of *requests* that one event loop serves, in the order in which they are answered."""
    answers = []

    async def ask(path, given, body):
        statuses = []

        async def send(message):
            statuses.append(message.get("status"))

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        await app(scope_of(path, given), receive, send)
        answers.append((path, statuses[0]))

    async def ask_all():
        await asyncio.gather(*(ask(*request) for request in requests))

    asyncio.run(ask_all())
    return answers


def test_locked_database_stops_nobody_else(monkeypatch, make_store, database, handled):
    """
    While another program holds a lock, the health URL answers 200 before any notification is answered 503; and those do
    not wait for the lock one after another.
    """
    monkeypatch.setattr(example, "BUSY", 1.0)
    database.come()
    app = app_with(make_store(database.url), handled)
    first, *others = [(HOOK, *attempt(number)) for number in range(20)]
    with database.locked():
        started = monotonic()
        answers = asked_at_once(app, [first, (HEALTH, {}, b""), *others])
        took = monotonic() - started

    assert answers == [(HEALTH, 200), *[(HOOK, 503)] * 20]
    assert took < 10  # seconds, of which 1 is the lock's; one after another it would be 20


def test_event_is_handled_when_the_lock_is_gone(app, ready, handled, database):
    """
    What was answered 503 while the database was locked is handled by the next try.
    """
    with database.locked():
        before = status_of(app, HOOK, *attempt(0))
    after = [status_of(app, HOOK, *attempt(number)) for number in (1, 2)]

    assert (before, after, database.booked()) == (503, [200, 200], handled.ids)


def test_slow_handler_does_not_stop_the_health_url(ready):
    """
    While an event is being handled, the server answers others.
    """
    going, done = Event(), Event()

    def slow(notification, connection):
        going.set()
        assert done.wait(PATIENCE)

    app = app_with(ready, slow)
    with ThreadPoolExecutor() as pool:
        handling = pool.submit(status_of, app, HOOK, *attempt(0))
        assert going.wait(PATIENCE)
        healthy = status_of(app, HEALTH)
        done.set()

    assert (healthy, handling.result()) == (200, 200)


def test_sender_that_hangs_up_makes_no_error(app, ready):
    """
    A request that is never sent whole is nobody's mistake: a stranger could fill the log with them.
    """
    assert status_of(app, HOOK, headers(BODY), BODY[:9], ends=False) == 400


def test_mistake_in_the_handler_is_not_hidden(app, ready, handled):
    """
    An error of another kind reaches whoever runs the server, and the event counts as not handled.
    """
    handled.broken = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        status_of(app, HOOK, *attempt(0))

    assert (status_of(app, HOOK, *attempt(1)), len(handled.ids)) == (200, 1)


def test_one_line_chooses_the_database(monkeypatch, tmp_path, capsys, database, make_store):
    """
    With keys, key file and database named by the environment, an event of this moment is handled once, in one line.
    """
    database.come()
    (tmp_path / "receiver.key").write_bytes(PEM)
    monkeypatch.setenv("SIGNATURE_KEYS", json.dumps(KEYS))
    monkeypatch.setenv("PRIVATE_KEY_FILE", str(tmp_path / "receiver.key"))
    monkeypatch.setenv("EVENTS_DATABASE", database.url)
    given = headers(BODY, at=datetime.now(UTC))
    monkeypatch.setattr(example, "Store", make_store)
    app = example.app()
    statuses = [status_of(app, HOOK, given, BODY) for _ in range(2)]

    assert (statuses, capsys.readouterr().out, database.count()) == (
        [200, 200],
        f"{envelope()['eventType']}: signed with {KEY_ID}, encrypted: {json.dumps([PAYLOAD['data']])}\n",
        1,
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("[secret]", "is '[secret]', which Pulumi prints in place of a secret"),
        ("", "is empty"),
        ("{}", "holds no key"),
    ],
)
def test_application_does_not_start_without_keys(monkeypatch, given, reason):
    """
    What `pulumi stack output` prints without --show-secrets stops the server when it starts, with the reason.
    """
    monkeypatch.setenv("SIGNATURE_KEYS", given)

    with pytest.raises(SettingsProblem, match=re.escape(reason)):
        example.app()
