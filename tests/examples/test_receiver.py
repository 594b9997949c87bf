"""The receiver of example 05, asked without a server."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from tests.asgi import status_of
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

from pulumi_payment_webhooks.cybersource.notifications import Receiver

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
        connection.execute("insert into bookings values (?)", (notification.content_id,))
        if self.broken is not None:
            broken, self.broken = self.broken, None
            raise broken
        self.ids.append(notification.content_id)


@pytest.fixture
def handled():
    return Handled()


@pytest.fixture
def database(tmp_path):
    return tmp_path / "data" / "events.sqlite"


@pytest.fixture
def store(database):
    return example.Store(database)


@pytest.fixture
def ready(store, database):
    database.parent.mkdir()
    book(database)
    return store


@pytest.fixture
def app(store, handled):
    receiver = Receiver(keys=KEYS, decryption_keys=[PEM])
    return example.create_app(receiver, store, handle=handled, now=lambda: NOON)


def book(database):
    """Make the table in which a shop would book what happened."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("create table bookings (content_id text)")


def booked(database):
    """What was booked and kept."""
    with closing(sqlite3.connect(database)) as connection:
        return [content_id for (content_id,) in connection.execute("select content_id from bookings")]


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
    again = example.create_app(Receiver(keys=KEYS, decryption_keys=[PEM]), ready, handle=handled, now=lambda: NOON)

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
    database.parent.mkdir()
    book(database)
    after = status_of(app, HOOK, *attempt(1))

    assert (before, after, len(handled.ids)) == (503, 200, 1)


def test_event_that_fails_is_not_handled(app, ready, handled):
    """
    What raises while it handles an event leaves no trace in the store, so that the retry is handled.
    """
    handled.broken = sqlite3.OperationalError("disk full")
    before = status_of(app, HOOK, *attempt(0))
    after = status_of(app, HOOK, *attempt(1))

    assert (before, after, len(handled.ids)) == (503, 200, 1)


def test_what_a_handler_writes_is_kept_with_the_event(app, ready, handled, database):
    """
    What is written for an event is kept when the event is remembered, and not when handling it fails.
    """
    handled.broken = sqlite3.OperationalError("disk full")
    kept = [(status_of(app, HOOK, *attempt(number)), booked(database)) for number in (0, 1, 2)]

    assert kept == [(503, []), (200, handled.ids), (200, handled.ids)]


def test_event_that_comes_twice_at_once_is_handled_once(ready, handled, database):
    """
    Of two workers that get the same event at the same moment, one waits for the other and finds it handled.
    """
    together = Barrier(2)

    def worker(number):
        app = example.create_app(Receiver(keys=KEYS, decryption_keys=[PEM]), ready, handle=handled, now=lambda: NOON)
        together.wait()
        return status_of(app, HOOK, *attempt(number))

    with ThreadPoolExecutor() as pool:
        statuses = list(pool.map(worker, (0, 1)))

    assert (statuses, booked(database)) == ([200, 200], handled.ids[:1])


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


def test_application_takes_its_keys_from_the_environment(monkeypatch, tmp_path, capsys):
    """
    With keys, key file and store named by the environment, an event of this moment is told in one line.
    """
    (tmp_path / "receiver.key").write_bytes(PEM)
    monkeypatch.setenv("SIGNATURE_KEYS", json.dumps(KEYS))
    monkeypatch.setenv("PRIVATE_KEY_FILE", str(tmp_path / "receiver.key"))
    monkeypatch.setenv("EVENTS_FILE", str(tmp_path / "events.sqlite"))
    status = status_of(example.app(), HOOK, headers(BODY, at=datetime.now(UTC)), BODY)

    assert (status, capsys.readouterr().out) == (
        200,
        f"{envelope()['eventType']}: signed with {KEY_ID}, encrypted: {json.dumps([PAYLOAD['data']])}\n",
    )
