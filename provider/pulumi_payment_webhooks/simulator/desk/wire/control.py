"""
The control API under `/_simulator`: what a test in another process can do to a simulated platform. No I/O here.

It asks for no credentials: the server is reached from this machine only, and not by other people's web pages.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from ..time.dispatcher import Unsettled
from .calls import Call, Declined, Operation, Reply, Unreadable
from .desk import Desk
from .faults import fault
from .visitors import stranger

PREFIX = "/_simulator"
DONE = Reply(200, {"done": True})


class Control:
    """Answers the control calls of one desk, the platform's own among them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._operations = [*self._shared(), *desk.service.controls]

    def answer(self, call: Call) -> Reply:
        """Do what a test asks; complaints come as 400, 403 and 404 with the reason in words."""
        why = stranger(call.method, call.headers, scheme=call.scheme)
        if why is not None:
            return Reply(403, {"message": why})
        operation, found = self._find(call)
        if operation is None:
            return Reply(404, {"message": f"{call.method} {call.path} is no control", **self._index()})
        return self._do(operation, call.having(found))

    def waits(self, call: Call) -> bool:
        """Whether the answer to *call* takes a while, during which others must be answered."""
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
        except Unreadable as wrong:
            return Reply(400, {"message": str(wrong)})
        except KeyError as missing:
            return Reply(404, {"message": f"there is no {missing.args[0]}"})
        except (ValueError, TypeError) as wrong:
            return Reply(400, {"message": str(wrong)})

    def _index(self) -> dict[str, Any]:
        return {"controls": [f"{one}: {one.summary}" for one in self._operations]}

    def _shared(self) -> list[Operation]:
        desk = self._desk
        return [
            Operation("GET", PREFIX, "this list", lambda _: Reply(200, self._index())),
            Operation("GET", f"{PREFIX}/requests", "all requests received", lambda _: Reply(200, self._requests())),
            Operation("DELETE", f"{PREFIX}/requests", "forget them", _doing(desk.requests.clear)),
            Operation("GET", f"{PREFIX}/faults", "faults waiting", lambda _: Reply(200, desk.faults.described())),
            Operation("POST", f"{PREFIX}/faults", "let something go wrong: kind, count, …", self._add_fault),
            Operation("DELETE", f"{PREFIX}/faults", "nothing goes wrong any more", _doing(desk.faults.clear)),
            Operation("GET", f"{PREFIX}/clock", "the platform's time", lambda _: self._time(desk.clock.now())),
            Operation(
                "POST",
                f"{PREFIX}/clock",
                "move it on, through all that falls due: seconds, minutes, days",
                self._move,
                waits=True,
            ),
            Operation("PUT", f"{PREFIX}/latency", "how long requests take: seconds before, after", self._set_latency),
            Operation("POST", f"{PREFIX}/reset", "as it was when it started", _doing(desk.reset)),
        ]

    def _requests(self) -> list[dict[str, Any]]:
        return [one.described(self._desk.service.masked) for one in self._desk.requests]

    def _add_fault(self, call: Call) -> Reply:
        self._desk.faults.add(fault(**members(call)))
        return Reply(201, self._desk.faults.described())

    def _move(self, call: Call) -> Reply:
        return self._time(self._desk.clock.move(**members(call)))

    def _time(self, now: datetime) -> Reply:
        return Reply(200, {"now": now.isoformat()})

    def _set_latency(self, call: Call) -> Reply:
        """`seconds` before a request is carried out, `after` between that and its answer; either may be left out."""
        asked = members(call)
        for name in asked:
            if name not in ("seconds", "after"):
                raise ValueError(f"latency has no member {name!r}; it has seconds and after")
        before, after = asked.get("seconds", self._desk.latency), asked.get("after", self._desk.latency_after)
        self._desk.latency, self._desk.latency_after = before, after
        return Reply(200, {"seconds": self._desk.latency, "after": self._desk.latency_after})


def members(call: Call) -> dict[str, Any]:
    """
    The body of a control call, which must be a JSON object.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(call.content, dict):
        raise TypeError("send a JSON object")
    return call.content


def _doing(act: Callable[[], None]) -> Callable[[Call], Reply]:
    def handle(_: Call) -> Reply:
        act()
        return DONE

    return handle
