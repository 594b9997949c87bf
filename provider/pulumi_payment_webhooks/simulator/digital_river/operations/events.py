"""The operations on events. No I/O here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from ...desk.json_values import JsonObject
from ...desk.wire.calls import Call, Operation, Reply
from ..access.keys import ApiKey
from ..events import RecordedEvent
from ..platform import SimulatedDigitalRiver
from ..refusals import INVALID, NOT_FOUND, RequestError, bad_request, declined, invalid, not_found
from ..webhooks.answers import page
from .requests import check_query, type_filter

LIST = "/events"
ONE = "/events/{id}"
PARAMETERS = frozenset({"type", "types", "createdTime", "startingAfter", "endingBefore", "limit"})
USUAL_PAGE, LONGEST_PAGE = 10, 100
COMPARED: dict[str, Callable[[datetime, datetime], bool]] = {
    "gt": lambda one, other: one > other,
    "gte": lambda one, other: one >= other,
    "lt": lambda one, other: one < other,
    "lte": lambda one, other: one <= other,
}


class EventOperations:
    """
    List and retrieve; events cannot be changed or sent again.

    Args:
        platform: What it holds.
        key_of: The key that a call carries.
    """

    def __init__(self, platform: SimulatedDigitalRiver, key_of: Callable[[Call], ApiKey]) -> None:
        self._platform = platform
        self._key_of = key_of

    def operations(self) -> list[Operation]:
        """What clients can ask."""
        return [
            Operation("GET", LIST, "list events of the last 30 days", self._list),
            Operation("GET", ONE, "retrieve an event", self._retrieve),
        ]

    def _list(self, call: Call) -> Reply:
        check_query(call, self._platform.knobs, PARAMETERS)
        is_wanted, is_in_time = type_filter(call, self._platform.knobs), _time_filter(call)
        found = [one for one in self._listed(call) if is_wanted(one.event_type) and is_in_time(one.created)]
        rows, has_more = _page(found, call)
        return Reply(200, page([self._describe(one) for one in rows], has_more=has_more))

    def _retrieve(self, call: Call) -> Reply:
        id = call.parameters["id"]
        for one in self._listed(call):
            if one.id == id:
                return Reply(200, self._describe(one))
        raise not_found("Event", id)

    def _listed(self, call: Call) -> list[RecordedEvent]:
        return self._platform.events.listed(self._platform.clock.now(), is_live=self._key_of(call).is_live)

    def _describe(self, event: RecordedEvent) -> JsonObject:
        return event.envelope(self._platform.knobs)


def _page(found: Sequence[RecordedEvent], call: Call) -> tuple[Sequence[RecordedEvent], bool]:
    """The page that is asked for; of both cursors, only `endingBefore` counts."""
    limit = _limit(call)
    places = {one.id: place for place, one in enumerate(found)}
    before, after = call.query.get("endingBefore"), call.query.get("startingAfter")
    if before is not None:
        end = _place(before, places, "endingBefore")
        return found[max(end - limit, 0) : end], end > limit
    start = 0 if after is None else _place(after, places, "startingAfter") + 1
    return found[start : start + limit], len(found) > start + limit


def _place(id: str, places: dict[str, int], parameter: str) -> int:
    if id not in places:
        raise declined(404, RequestError(f"Event '{id}' not found.", NOT_FOUND, parameter))
    return places[id]


def _limit(call: Call) -> int:
    text = call.query.get("limit", str(USUAL_PAGE))
    limit = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= limit <= LONGEST_PAGE:
        raise bad_request(invalid("limit", text, "integer from 1 to 100", code="invalid_integer"))
    return limit


def _time_filter(call: Call) -> Callable[[datetime], bool]:
    """Which times the deep object `createdTime` asks for."""
    bounds = []
    for name, text in call.query.items():
        kind, _, rest = name.partition("[")
        if kind != "createdTime":
            continue
        if rest.removesuffix("]") not in COMPARED:
            raise bad_request(RequestError(f"'{name}' is not a valid filter.", INVALID, "createdTime"))
        bounds.append((COMPARED[rest.removesuffix("]")], _time(text)))
    return lambda moment: all(compare(moment, bound) for compare, bound in bounds)


def _time(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise bad_request(invalid("createdTime", text, "time")) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
