"""
The control API under `/_simulator`, with which a test in another process drives a simulated platform. No I/O here.

It needs no credentials: only this machine can reach the server, and no web page of another site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from ..json_values import JsonObject
from ..time.dispatcher import Unsettled
from .calls import Call, Declined, Operation, Reply, UnreadableRequest
from .desk import Desk
from .faults import fault
from .visitors import stranger

PREFIX = "/_simulator"
DONE = Reply(200, {"done": True})


class Control:
    """The control API of a desk, with the platform's own operations."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._operations = [*self._shared(), *desk.service.controls]

    def answer(self, call: Call) -> Reply:
        """Answer a control call; 400, 403 and 404 have the reason in `message`."""
        why = stranger(call.method, call.headers, scheme=call.scheme)
        if why is not None:
            return Reply(403, {"message": why})
        operation, found = self._find(call)
        if operation is None:
            return Reply(404, {"message": f"{call.method} {call.path} is not a control", **self._index()})
        return self._do(operation, call.having(found))

    def waits(self, call: Call) -> bool:
        """Whether *call* waits for other requests, which must be answered meanwhile."""
        operation, _ = self._find(call)
        return operation is not None and operation.waits

    def _find(self, call: Call) -> tuple[Operation | None, dict[str, str]]:
        for operation in self._operations:
            found = operation.parameters(call.path)
            if found is not None and operation.method == call.method:
                return operation, found
        return None, {}

    def _do(self, operation: Operation, call: Call) -> Reply:
        try:
            with nullcontext() if operation.waits else self._desk.lock:
                return operation.handle(call)
        except Unsettled as late:
            return Reply(504, {"message": str(late)})
        except Declined as no:
            return no.reply
        except UnreadableRequest as wrong:
            return Reply(400, {"message": str(wrong)})
        except KeyError as missing:
            return Reply(404, {"message": f"{missing.args[0]} does not exist"})
        except (ValueError, TypeError) as wrong:
            return Reply(400, {"message": str(wrong)})

    def _index(self) -> JsonObject:
        return {"controls": [f"{one}: {one.summary}" for one in self._operations]}

    def _shared(self) -> list[Operation]:
        desk = self._desk
        return [
            Operation("GET", PREFIX, "list the operations of the control API", lambda _: Reply(200, self._index())),
            Operation(
                "GET", f"{PREFIX}/requests", "list all requests received", lambda _: Reply(200, self._requests())
            ),
            Operation("DELETE", f"{PREFIX}/requests", "delete the list", _doing(desk.requests.clear)),
            Operation(
                "GET",
                f"{PREFIX}/faults",
                "list the faults that are waiting",
                lambda _: Reply(200, desk.faults.describe()),
            ),
            Operation("POST", f"{PREFIX}/faults", "add a fault: kind, count, …", self._add_fault),
            Operation("DELETE", f"{PREFIX}/faults", "remove all faults", _doing(desk.faults.clear)),
            Operation("GET", f"{PREFIX}/clock", "return the platform's time", lambda _: self._time(desk.clock.now())),
            Operation(
                "POST",
                f"{PREFIX}/clock",
                "move it forward and do what becomes due: seconds, minutes, days",
                self._move,
                waits=True,
            ),
            Operation("PUT", f"{PREFIX}/latency", "set how long requests take: seconds, after", self._set_latency),
            Operation("POST", f"{PREFIX}/reset", "return to the initial state", _doing(desk.reset)),
        ]

    def _requests(self) -> list[JsonObject]:
        return [one.describe(self._desk.service.mask) for one in self._desk.requests]

    def _add_fault(self, call: Call) -> Reply:
        self._desk.faults.add(fault(**members(call)))
        return Reply(201, self._desk.faults.describe())

    def _move(self, call: Call) -> Reply:
        return self._time(self._desk.clock.move(**members(call)))

    def _time(self, now: datetime) -> Reply:
        return Reply(200, {"now": now.isoformat()})

    def _set_latency(self, call: Call) -> Reply:
        """Set `seconds` before a request is carried out and `after` before its answer; both are optional."""
        asked = members(call)
        for name in asked:
            if name not in ("seconds", "after"):
                raise ValueError(f"latency has no member {name!r}; it has seconds and after")
        before, after = asked.get("seconds", self._desk.latency), asked.get("after", self._desk.latency_after)
        self._desk.latency, self._desk.latency_after = before, after
        return Reply(200, {"seconds": self._desk.latency, "after": self._desk.latency_after})


def members(call: Call) -> JsonObject:
    """
    The body of a control call, a JSON object.

    Raises:
        TypeError: It is not an object.
    """
    if not isinstance(call.content, dict):
        raise TypeError("send a JSON object")
    return call.content


def _doing(act: Callable[[], None]) -> Callable[[Call], Reply]:
    def handle(_: Call) -> Reply:
        act()
        return DONE

    return handle


def event_arguments(spoken: JsonObject, names: Mapping[str, str]) -> dict[str, Any]:
    """
    The arguments that describe an event, from the members of a request to raise it.

    Args:
        spoken: The members.
        names: The argument for each member that there may be; `eventType` is required.

    Raises:
        ValueError: A member is unknown or absent.
    """
    for name in spoken:
        if name not in names:
            raise ValueError(f"unknown member {name!r} of an event; it has {', '.join(names)}")
    if "eventType" not in spoken:
        raise ValueError("eventType is required")
    return {names[name]: value for name, value in spoken.items()}
