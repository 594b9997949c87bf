"""Handles requests to a simulated platform: operation, authentication, answer and journal. No I/O here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol

from ..journal.journal import MASK, SHOWN, Journal, Received
from ..time.clock import Clock
from .calls import Call, Declined, Operation, Reply, UnreadableRequest
from .faults import Fault, Faults
from .foreign import foreign

if TYPE_CHECKING:
    from starlette.types import ASGIApp


LONGEST_LATENCY = 600


class Service(Protocol):
    """What a simulated platform provides to the desk."""

    @property
    def operations(self) -> Sequence[Operation]:
        """The operations of its API."""

    @property
    def controls(self) -> Sequence[Operation]:
        """Its own operations of the control API."""

    def admit(self, call: Call) -> None:
        """Authenticate a call; raises `Declined`."""

    def unexpected(self, status: int, message: str, expected: Sequence[str]) -> Reply:
        """Its answer to a request for an unknown operation."""

    def fail(self, status: int) -> Reply:
        """Its answer for a fault with that status."""

    def finish(self, call: Call, reply: Reply) -> Reply:
        """*reply* with what every answer of the platform has."""

    @property
    def shown_headers(self) -> Collection[str]:
        """Its own headers that contain no credentials, in lower case."""

    def mask(self, body: object) -> Any:
        """The *body* of a request with all possible secrets masked."""

    def unlist(self, reply: Reply, *, seconds: float, requests: int) -> None:
        """Omit what *reply* created from lists, for *seconds* and for a number of list *requests*."""

    def reset(self) -> None:
        """Return to the initial state."""


class Desk:
    """
    Everything between the server and a simulated platform. `pages` are served under their own paths.

    Args:
        service: The platform's API.
        clock: The platform's time.
        latency: Seconds before each request is carried out.
        latency_after: Seconds before each answer is sent.
        lock: Held during each request; the platform's own threads use it, too.
    """

    def __init__(
        self,
        service: Service,
        *,
        clock: Clock,
        latency: float = 0.0,
        latency_after: float = 0.0,
        lock: AbstractContextManager[object] | None = None,
    ) -> None:
        self.service = service
        self.clock = clock
        self.faults = Faults()
        self.requests = Journal()
        self.lock = lock or RLock()
        self.pages: dict[str, ASGIApp] = {}
        self.latency = latency
        self.latency_after = latency_after

    @property
    def latency(self) -> float:
        """Seconds before each request is carried out."""
        return self._latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._latency = _seconds(seconds)

    @property
    def latency_after(self) -> float:
        """Seconds before each answer is sent."""
        return self._latency_after

    @latency_after.setter
    def latency_after(self, seconds: float) -> None:
        self._latency_after = _seconds(seconds)

    def note(self, call: Call) -> Received:
        """Add *call* to the journal."""
        received = self._journal_entry(call)
        self.requests.append(received)
        return received

    def answer(self, call: Call, received: Received, fault: Fault | None = None) -> Reply:
        """Carry out *call*, one at a time."""
        with self.lock:
            try:
                reply = self._carry_out(call)
                received.carried_out, received.why = True, "; ".join(reply.notes)
                if fault and fault.is_unlisted:
                    self.service.unlist(reply, seconds=fault.unlisted_seconds or 0, requests=fault.lists_to_pass)
            except Declined as no:
                reply, received.why = no.reply, no.why
            return self.service.finish(call, reply)

    def fail(self, call: Call, fault: Fault, received: Received) -> Reply:
        """The answer that *fault* sends instead of the real one."""
        status = fault.status or 500
        received.why = f"fault {fault.kind}"
        if fault.body is not None:
            return foreign(status, fault.body)
        reply = self.service.fail(status)
        seconds = fault.retry_after if fault.retry_after is not None else 1 if status == 429 else None
        if seconds is not None:
            reply = reply.bearing(Retry_After=str(seconds))
        return self.service.finish(call, reply)

    def reset(self) -> None:
        """Return to the initial state."""
        with self.lock:
            self.service.reset()
            self.faults.clear()
            self.requests.clear()
            self.clock.reset()

    def _journal_entry(self, call: Call) -> Received:
        """The journal's entry for *call*: headers of HTTP and those that the service names are shown, others masked."""
        shown = SHOWN.union(self.service.shown_headers)
        headers = {name: one if name in shown else MASK for name, one in call.headers.items()}
        try:
            body = call.content
        except UnreadableRequest:
            body = call.body.decode(errors="replace")
        return Received(self.clock.now(), call.method, call.path, dict(call.query), headers, body)

    def _carry_out(self, call: Call) -> Reply:
        operation, found = self._find(call)
        self.service.admit(call)
        return operation.handle(call.having(found))

    def _find(self, call: Call) -> tuple[Operation, dict[str, str]]:
        operations = self.service.operations
        fitting = [(one, found) for one in operations if (found := one.parameters(call.path)) is not None]
        for one, found in fitting:
            if one.method == call.method:
                return one, found
        asked = f"{call.method} {call.path}"
        if not fitting:
            message = f"{asked} is not an operation of this API"
            raise Declined(self.service.unexpected(404, message, [str(one) for one in operations]), message)
        allowed = [one.method for one, _ in fitting]
        message = f"{asked}: this path only has {', '.join(allowed)}"
        reply = self.service.unexpected(405, message, [str(one) for one, _ in fitting])
        raise Declined(reply.bearing(Allow=", ".join(allowed)), message)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_LATENCY:
        raise ValueError(f"latency is a number of seconds from 0 to {LONGEST_LATENCY}")
    return float(value)
