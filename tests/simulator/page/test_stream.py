"""Server-sent events: what a page receives, and from which change on."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from tests.waiting import PATIENCE

from pulumi_payment_webhooks.simulator.page import stream
from pulumi_payment_webhooks.simulator.page.view import PageView


def test_stream_begins_with_everything(house: Any) -> None:
    """
    A new page receives the platform, its time, its subscriptions and its deliveries in one event.
    """
    delivery = house.room.serve()

    event = house.listen().next()

    assert event.name == "start"
    assert event.content["name"] == "Tea room"
    assert event.content["now"] == "2026-07-01T12:00:00+00:00"
    assert [one["id"] for one in event.content["deliveries"]] == [delivery.id]


def test_change_is_told_at_once(house: Any) -> None:
    """
    A change reaches a page that listens, as the delivery is now.
    """
    listener = house.listen()
    listener.next()

    delivery = house.room.serve()

    event = listener.next()
    assert (event.name, event.content["id"], event.content["status"]) == ("delivery", delivery.id, "WAITING")


def test_page_that_comes_back_is_told_what_it_missed(house: Any) -> None:
    """
    After a cut, the id of the last event brings what has changed since, and nothing else.
    """
    house.room.serve()
    first = house.listen()
    last = first.next().id
    first.close()
    missed = house.room.serve("tea.cold")

    event = house.listen(last).next()

    assert (event.name, event.content["id"]) == ("delivery", missed.id)


def test_many_changes_of_one_thing_are_told_once(house: Any) -> None:
    """
    Several changes of one thing while a page was disconnected are sent once, and later changes follow.
    """
    first = house.listen()
    last = first.next().id
    first.close()
    busy = house.room.serve()
    for _ in range(10):
        house.room.deliveries.publish(busy)
    other = house.room.serve()

    listener = house.listen(last)

    assert [listener.next().content["id"] for _ in range(2)] == [busy.id, other.id]


@pytest.mark.parametrize("last", ["0badcafe-1", "1", "-", "x-y", "0badcafe-99999999999999999999"])
def test_id_of_another_run_begins_anew(house: Any, last: str) -> None:
    """
    A page of an earlier simulator at this address receives everything.
    """
    house.room.serve()

    assert house.listen(last).next().name == "start"


def test_reset_begins_anew(house: Any) -> None:
    """
    After a reset the page receives everything again, which is nothing.
    """
    house.room.serve()
    listener = house.listen()
    listener.next()

    house.desk.reset()

    event = listener.next()
    while event.name != "start":
        event = listener.next()
    assert event.content["deliveries"] == []


def test_subscription_that_is_gone(house: Any) -> None:
    """
    A changed subscription is sent as it is, and a deleted one as gone.
    """
    listener = house.listen()
    listener.next()
    house.room.guests["w"] = {"id": "w", "name": "orders"}
    house.room.deliveries.feed.publish("subscription", "w")

    assert listener.next().content == {"id": "w", "name": "orders", "held": 1}

    del house.room.guests["w"]
    house.room.deliveries.feed.publish("subscription", "w")

    assert listener.next().content == {"id": "w", "gone": True, "held": 0}


def test_event_is_one_line_of_data(house: Any) -> None:
    """
    No text from outside ends an event early or begins another: line breaks never reach the wire.
    """
    listener = house.listen()
    listener.next()

    house.room.serve("tea\n\nevent: start\ndata: {}\r\n\r\u2028")

    assert listener.next().content["eventType"] == "tea\n\nevent: start\ndata: {}\r\n\r\u2028"


def test_silence_is_filled(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    While nothing happens, comments show that the simulator is there.
    """
    monkeypatch.setattr(stream, "BEAT", 0.01)
    listener = house.listen()
    listener.next()

    while not listener.comments:
        line = listener.response.readline().decode()
        listener.comments.extend([line] if line.startswith(":") else [])

    assert listener.comments == [": still here\n"]


def test_page_that_leaves_is_forgotten(house: Any) -> None:
    """
    Nothing goes on for a page that has left, although nothing more is sent to it.
    """
    feed = house.room.deliveries.feed
    listener = house.listen()
    listener.next()
    assert len(feed._listeners) == 1

    listener.close()
    limit = 1000
    while feed._listeners and limit:
        house.ask("/_simulator/clock")
        limit -= 1

    assert feed._listeners == []


def test_simulator_stops_while_pages_listen(house: Any) -> None:
    """
    A page that listens does not keep the simulator from stopping.
    """
    listener = house.listen()
    listener.next()

    house.server.stop()

    with pytest.raises(ConnectionResetError):
        listener.response.read()


@pytest.mark.parametrize("steps", range(8))
def test_page_leaves_while_it_is_told(house: Any, steps: int) -> None:
    """
    Nothing goes on for a page that leaves in the very moment of a change, so many steps of the loop after it.
    """

    async def life() -> bool:
        leaving, told = asyncio.Event(), asyncio.Event()

        def leave_after(steps: int) -> None:
            asyncio.get_running_loop().call_soon(leave_after, steps - 1) if steps else leaving.set()

        async def receive() -> dict[str, Any]:
            await leaving.wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            if b"event: start" in message.get("body", b""):
                told.set()

        ending = asyncio.create_task(
            stream.Stream(PageView(house.room))({"type": "http", "headers": []}, receive, send)
        )
        await told.wait()
        house.room.serve()
        leave_after(steps)
        done, _ = await asyncio.wait({ending}, timeout=PATIENCE)
        return bool(done)

    assert asyncio.run(life())
    assert house.room.deliveries.feed._listeners == []
