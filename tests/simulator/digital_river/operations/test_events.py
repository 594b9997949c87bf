"""The operations on events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest


@pytest.fixture
def ids(simulator: Any) -> list[str]:
    """The ids of twelve events, newest first, each a second after the one before."""
    made = []
    for _ in range(12):
        made.append(simulator.emit("order.accepted").events[0].id)
        simulator.move(1)
    return made[::-1]


def found(answer: Any) -> list[str]:
    return [one["id"] for one in answer.content["data"]]


def test_page_of_ten(ask: Any, ids: list[str]) -> None:
    """
    A list has ten events unless asked for more, newest first, and says whether there are more.
    """
    answer = ask("GET", "/events")

    assert (found(answer), answer.content["hasMore"]) == (ids[:10], True)


@pytest.mark.parametrize(
    ("cursor", "at", "expected", "has_more"),
    [
        ("startingAfter", 2, slice(3, 8), True),
        ("startingAfter", 9, slice(10, 12), False),
        ("endingBefore", 7, slice(2, 7), True),
        ("endingBefore", 3, slice(0, 3), False),
    ],
)
def test_cursors(ask: Any, ids: list[str], cursor: str, at: int, expected: slice, has_more: bool) -> None:
    """
    A page begins after one event, or ends before one.
    """
    answer = ask("GET", f"/events?limit=5&{cursor}={ids[at]}")

    assert (found(answer), answer.content["hasMore"]) == (ids[expected], has_more)


def test_of_both_cursors_one_counts(ask: Any, ids: list[str]) -> None:
    """
    If both are sent, only `endingBefore` counts.
    """
    assert found(ask("GET", f"/events?startingAfter={ids[5]}&endingBefore={ids[2]}")) == ids[:2]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "createdTime[ge]=2024-01-01", "createdTime[gt]=soon"],
)
def test_wrong_query(ask: Any, query: str) -> None:
    """
    A limit, cursor or filter that is not valid is a bad request.
    """
    assert ask("GET", f"/events?{query}").status == 400


def test_event_is_retrieved_as_delivered(ask: Any, simulator: Any, ids: list[str]) -> None:
    """
    An event is found by its id; one of the other mode is not.
    """
    answer = ask("GET", f"/events/{ids[0]}")

    assert (answer.status, answer.content["type"], answer.content["liveMode"]) == (200, "order.accepted", False)
    assert ask("GET", f"/events/{ids[0]}", key=simulator.live_api_key).status == 404


def test_filter_by_type(ask: Any, simulator: Any) -> None:
    """
    Events are filtered by a group or by names.
    """
    for one in ("order.accepted", "order.blocked", "fee.created"):
        simulator.emit(one)

    assert len(found(ask("GET", "/events?type=order.*"))) == 2
    assert len(found(ask("GET", "/events?types=order.blocked,fee.created"))) == 2


def test_filter_by_time(ask: Any, simulator: Any, ids: list[str]) -> None:
    """
    `createdTime` is a deep object with bounds.
    """
    middle = next(one for one in simulator.events if one.id == ids[3]).created
    later, earlier = (quote(moment.isoformat()) for moment in (middle, middle - timedelta(seconds=2)))

    answer = ask("GET", f"/events?createdTime[lt]={later}&createdTime[gte]={earlier}")

    assert set(found(answer)) <= set(ids[4:6])
    assert found(answer)


def test_events_are_listed_for_thirty_days(ask: Any, simulator: Any, ids: list[str]) -> None:
    """
    An event of more than 30 days ago is neither listed nor found.
    """
    simulator.move(days=30)

    assert (found(ask("GET", "/events")), ask("GET", f"/events/{ids[0]}").status) == ([], 404)


def test_events_are_read_only(ask: Any, ids: list[str]) -> None:
    """
    There is no operation that sends an event again.
    """
    assert [ask(method, f"/events/{ids[0]}").status for method in ("POST", "PATCH", "DELETE")] == [405] * 3


@pytest.mark.parametrize("cursor", ["startingAfter", "endingBefore"])
def test_cursor_that_does_not_exist(ask: Any, ids: list[str], cursor: str) -> None:
    """
    A page cannot begin or end at an unknown event.
    """
    answer = ask("GET", f"/events?{cursor}=3f0c7a52-6d1e-4b8f-9a37-5c2e81d4b690")

    assert (answer.status, answer.problems) == (404, [("not_found", cursor)])


def test_unknown_parameter_of_the_query(ask: Any, simulator: Any) -> None:
    """
    A parameter that the list does not have is refused, or ignored after a turn of the knob.
    """
    refused = ask("GET", "/events?page=2")
    simulator.turn(unknown_fields="ignore")

    assert (refused.status, refused.problems) == (400, [("unknown_parameter", "page")])
    assert ask("GET", "/events?page=2").status == 200
