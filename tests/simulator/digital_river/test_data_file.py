"""What a simulator keeps over a restart."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.simulator.digital_river.conftest import UNLIMITED, Asker, oauth

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "desk.json"


@pytest.fixture
def restart(data: Path) -> Callable[[], DigitalRiverSimulator]:
    """Starts a simulator on the file."""
    return lambda: DigitalRiverSimulator(knobs=UNLIMITED, data=data)


def test_everything_is_there_again(restart: Any, data: Path) -> None:
    """
    Keys, webhooks of both modes, secrets, events and the clock are as they were; only the owner can read the file.
    """
    with restart() as first:
        ask = Asker(first)
        ids = [ask.create(transportType="OAUTH", oauth=oauth()).content["id"]]
        ids.append(ask.create(key=first.live_api_key).content["id"])
        first.rotate_secret(ids[0], "24_hours")
        first.move(days=1)
        event = first.emit("fee.created").events[0]
        before = [ask("GET", f"/webhooks/{ids[0]}").content, first.api_key, first.live_api_key, first.secret_of(ids[0])]
        ask.connection.close()
    with restart() as second:
        ask = Asker(second)
        after = [
            ask("GET", f"/webhooks/{ids[0]}").content,
            second.api_key,
            second.live_api_key,
            second.secret_of(ids[0]),
        ]
        ask.connection.close()

        assert after == before
        assert len(second.webhooks[ids[0]].secrets.all) == 2
        assert (second.events[0], second.clock.moved.days) == (event, 1)
    assert stat.S_IMODE(data.stat().st_mode) == 0o600


def test_retries_go_on(restart: Any, ear: Any) -> None:
    """
    A delivery in retry is tried again after a restart, at its time.
    """
    ear.script = [500]
    with restart() as first:
        ask = Asker(first)
        ask.create(address=ear.url)
        ask.connection.close()
        first.emit("order.accepted")
        first.settle()
    with restart() as second:
        waiting = second.deliveries[0].status
        second.move(minutes=10)

        assert (waiting, second.deliveries[0].status, len(ear.heard)) == ("RETRY", "DELIVERED", 2)


@pytest.mark.parametrize("text", ["", "{}", '{"format": 1, "platform": "cybersource"}', "[1]"])
def test_damaged_file_is_named(restart: Any, data: Path, text: str) -> None:
    """
    A file that is damaged, or of another platform, is refused by name and stays as it is.
    """
    data.write_text(text)

    with pytest.raises(ValueError, match=r"desk\.json is damaged"):
        restart()

    assert data.read_text() == text
