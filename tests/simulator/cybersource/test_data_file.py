"""What a simulator keeps over a restart."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from tests.simulator.cybersource.conftest import ORGANIZATION, Asker
from tests.simulator.ear import Answer
from tests.stand_ins.simulators import UNREVIEWED
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.simulator.cybersource.access.credentials import Credentials
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.desk.data_file import DataFile

EVENT = "tms.networktoken.updated"
V2 = "/notification-subscriptions/v2/webhooks"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "desk.json"


@pytest.fixture
def simulator(data: Path) -> Iterator[CybersourceSimulator]:
    """A simulator that keeps what it holds, with a signature key."""
    with CybersourceSimulator(knobs=UNREVIEWED, data=data) as one:
        one.add_signature_key(ORGANIZATION)
        yield one


def again(data: Path) -> CybersourceSimulator:
    return CybersourceSimulator(knobs=UNREVIEWED, data=data)


def told(simulator: CybersourceSimulator) -> dict[str, Any]:
    """Everything that is kept, as far as it does not move with time."""
    return {
        "subscriptions": [one.describe() for one in simulator.subscriptions],
        "keys": [(one.describe(), one.secret, one.certificate) for one in simulator.keys],
        "deliveries": [one.describe() for one in simulator.deliveries],
        "credentials": simulator.credentials,
    }


def test_everything_is_there_again(ask: Any, ear: Any, listen: Any, simulator: Any, data: Path) -> None:
    """
    Subscriptions, keys, deliveries with their attempts, the clock and the account are what they were.
    """
    listen()
    simulator.keys.add_certificate("acme_eu", b"\x00\xff", expires_on=simulator.clock.now() + timedelta(days=9))
    simulator.declare_children("acme", "acme_eu")
    simulator.offer("acme_eu", {"tokenManagement": [EVENT]})
    ear.script = [500]
    simulator.emit(EVENT)
    simulator.move(days=3)
    simulator.stop()

    with again(data) as after:
        asker = Asker(after)
        catalogue = asker("GET", "/notification-subscriptions/v2/products/acme_eu").content
        asker.connection.close()

        assert told(after) == told(simulator)
        assert after.clock.moved == timedelta(days=3)
        assert [one["productId"] for one in catalogue] == ["tokenManagement"]


def test_retries_are_taken_up(ear: Any, listen: Any, simulator: Any, data: Path) -> None:
    """
    A message in retry is tried again after a restart, at the time that was planned.
    """
    listen()
    ear.script = [500]
    simulator.emit(EVENT)
    simulator.settle()
    simulator.stop()

    with again(data) as after:
        after.settle()
        early = len(ear.heard)
        after.move(minutes=1)

        assert (early, len(ear.heard), after.deliveries[0].status) == (1, 2, "DELIVERED")


def test_interrupted_attempt_is_made_again(ear: Any, listen: Any, simulator: Any, data: Path, tmp_path: Path) -> None:
    """
    A simulator that is killed in the middle of an attempt has made it without success, and makes another one.
    """
    listen()
    gate, arrived = Event(), Event()

    def answer(_: Any) -> Answer:
        arrived.set()
        return Answer(200 if gate.wait(PATIENCE) else 500)

    ear.answer = answer
    simulator.emit(EVENT)
    assert arrived.wait(PATIENCE)
    simulator._data_file.write()
    killed = tmp_path / "killed.json"
    killed.write_bytes(data.read_bytes())
    gate.set()

    with again(killed) as after:
        after.settle()

        attempts = [(one.outcome, one.request_type) for one in after.deliveries[0].attempts]
        assert attempts == [("failed", "NEW"), ("delivered", "RETRY")]


def test_leftovers_are_removed(simulator: Any, data: Path, tmp_path: Path) -> None:
    """
    What a simulator left that was killed between writing and renaming is gone after the next start, and nothing else.
    """
    others = [".desk.json.backup", ".desk.json.0123abcd.old", ".other.json.0123abcd", "desk.json.0123abcd"]
    leftovers = [".desk.json.0123abcd", ".desk.json.ffffffff"]
    for name in [*others, *leftovers]:
        (tmp_path / name).write_text("keys")
    simulator.stop()

    with again(data):
        assert sorted(one.name for one in tmp_path.iterdir()) == sorted([*others, "desk.json"])


def test_review_goes_on(ask: Any, simulator: Any, data: Path) -> None:
    """
    A review that takes a day ends a day after it began, and known URLs are known.
    """
    simulator.turn(review="timed", review_seconds=86_400)
    webhook_id = ask.subscribe().content["webhookId"]
    simulator.stop()

    with again(data) as after:
        before = after.subscriptions[webhook_id].status
        after.move(days=1)

        assert (before, after.subscriptions[webhook_id].status) == ("PENDING_REVIEW", "INACTIVE")


def test_change_is_written_at_once(ask: Any, simulator: Any, data: Path) -> None:
    """
    Changes are in the file soon, without a stop: killing the simulator loses nothing older.
    """
    webhook_id = ask.subscribe().content["webhookId"]

    ends = time.monotonic() + PATIENCE
    while webhook_id not in data.read_text():
        assert time.monotonic() < ends
    assert json.loads(data.read_text())["keys"][0]["key_type"] == "sharedSecret"


def test_half_a_character_is_kept(listen: Any, simulator: Any, data: Path) -> None:
    """
    A payload that JSON can escape and UTF-8 cannot hold is kept like any other, and so is what comes after it.
    """
    listen()
    for payload in ({"half": "\ud800"}, {"whole": "later"}):
        simulator.emit(EVENT, payload=payload)
    simulator.settle()
    simulator.stop()

    with again(data) as after:
        assert [one.payload for one in after.deliveries] == [{"half": "\ud800"}, {"whole": "later"}]


def test_file_is_its_owners(simulator: Any, data: Path) -> None:
    """
    The file contains keys: only its owner can read it, even if all could read the file before. No other file remains.
    """
    data.chmod(0o644)
    simulator.stop()

    assert data.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in data.parent.iterdir()] == [data.name]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}', '{"format": 1, "keys": [{"key_id": 1}]}'])
def test_damaged_file_is_said(data: Path, content: str) -> None:
    """
    A file that is damaged, or of another kind, is named and left alone.
    """
    data.write_text(content)

    with pytest.raises(ValueError, match=r"desk\.json is damaged(?!.*Snapshot).*move it away"):
        again(data)
    assert data.read_text() == content


def test_damaged_file_shows_no_secret(simulator: Any, data: Path) -> None:
    """
    The complaint about a file shows none of the keys in it.
    """
    secret = next(iter(simulator.keys)).secret
    simulator.stop()
    data.write_text(data.read_text().replace('"superseded":false', '"superseded":"perhaps"'))

    with pytest.raises(ValueError, match="damaged") as refused:
        again(data)
    assert secret not in str(refused.value)
    assert simulator.shared_secret not in str(refused.value)


def test_given_account_wins(simulator: Any, data: Path) -> None:
    """
    A given account replaces the account in the file.
    """
    simulator.stop()

    with CybersourceSimulator(knobs=UNREVIEWED, data=data, credentials=Credentials(merchant_id="mine")) as after:
        assert after.merchant_id == "mine"


def test_unwritable_file_is_said(tmp_path: Path) -> None:
    """
    A file that cannot be written is said at the start, not when everything is lost.
    """
    simulator = CybersourceSimulator(knobs=UNREVIEWED, data=tmp_path / "nowhere" / "desk.json")

    with pytest.raises(FileNotFoundError):
        simulator.start()
    simulator.stop()


def test_reset_is_kept(ask: Any, simulator: Any, data: Path) -> None:
    """
    What was forgotten by a reset does not come back.
    """
    ask.subscribe()
    simulator.reset()
    simulator.stop()

    with again(data) as after:
        assert (len(after.subscriptions), len(after.keys)) == (0, 0)


def test_file_has_one_simulator_at_a_time(ask: Any, simulator: Any, data: Path) -> None:
    """
    A second simulator on the same file does not start, also after the first has written, and leaves its port free.
    """
    ask.subscribe()
    simulator._data_file.write()
    second = again(data)

    with pytest.raises(OSError, match="another simulator uses it"):
        second.start()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(second.endpoint.rpartition(":")[2])), timeout=PATIENCE)
    simulator.stop()
    with again(data) as after:
        assert told(after) == told(simulator)


def test_file_is_locked_at_every_moment(simulator: Any, data: Path) -> None:
    """
    However often the first simulator writes, a second one never starts, and nothing of the first is lost.
    """
    writing, leaving = simulator._data_file, Event()

    def write() -> None:
        while not leaving.is_set():
            writing.write()

    threads = [Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    started = 0
    for _ in range(200):
        keeper = DataFile(data, content=lambda: b"{}", feed=simulator.feed)
        try:
            keeper.start()
            started += 1
        except OSError:
            keeper.stop()
    leaving.set()
    for thread in threads:
        thread.join()

    assert started == 0
    assert json.loads(data.read_text())["keys"]
