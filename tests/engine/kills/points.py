"""
When something is killed: points in the exchange between a provider and its platform, at which a trap holds a request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock

from tests.stand_ins.gateway import Answer, Exchange, pass_on
from tests.waiting import PATIENCE

BUSY = b'{"response": {"rmsg": "try again"}}'
LATE = 0.4
"""Seconds after which the platform processes a request whose client has left."""


@dataclass(frozen=True)
class Point:
    """
    A point at which something is killed.

    Args:
        stage: How far the request is; None for a moment that no request marks.
        place: Which of the requests that count: `first`, `second` or `last`.
        is_change: Whether those count that ask for a change, or those that only read.
    """

    stage: Stage | None
    place: str = "first"
    is_change: bool = True


@dataclass
class Trap:
    """
    A script for the gateway that holds one request at one stage, and says when it has been reached.

    The request is held until the victim is killed, and for a while from then on.

    Args:
        point: Which request, at which stage.
        nth: The request's place among those that count, from 1.
        hold: Seconds for which it is held after the kill, unless the client leaves before.
        wait: Seconds that the platform asks a client to wait, where it does.
    """

    point: Point
    nth: int
    hold: float
    wait: int
    reached: Event = field(default_factory=Event)
    sprung: Event = field(default_factory=Event)
    _counted: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, exchange: Exchange) -> None:
        stage = self.point.stage
        if stage is not None and self._is_the_one(exchange):
            stage(exchange, self)
        else:
            pass_on(exchange)

    def is_left(self, exchange: Exchange) -> bool:
        """Hold a request, and return whether its client left meanwhile."""
        self.reached.set()
        self.sprung.wait(PATIENCE)
        return exchange.leaves_within(self.hold)

    def _is_the_one(self, exchange: Exchange) -> bool:
        if exchange.is_change is not self.point.is_change:
            return False
        with self._lock:
            self._counted += 1
            return self._counted == self.nth


Stage = Callable[[Exchange, Trap], None]


def _processing(exchange: Exchange, trap: Trap) -> None:
    """The platform works on the request, and drops it when the client leaves."""
    if not trap.is_left(exchange):
        pass_on(exchange)


def _landing(exchange: Exchange, trap: Trap) -> None:
    """The platform works on the request, and stores it although the client has left."""
    if trap.is_left(exchange):
        Event().wait(LATE)
    pass_on(exchange)


def _stored(exchange: Exchange, trap: Trap) -> None:
    """The platform has stored the request, and does not answer yet."""
    answer = exchange.forward()
    if not trap.is_left(exchange):
        exchange.reply(answer)


def _answered(exchange: Exchange, trap: Trap) -> None:
    """The answer is on its way."""
    pass_on(exchange)
    trap.reached.set()


def _waiting(exchange: Exchange, trap: Trap) -> None:
    """The platform is busy, and the client waits before it tries again."""
    headers = (("Content-Type", "application/json"), ("Retry-After", str(trap.wait)))
    exchange.reply(Answer(429, BUSY, headers))
    trap.reached.set()


STAGES: dict[str, Stage] = {
    "waiting": _waiting,
    "processing": _processing,
    "landing": _landing,
    "stored": _stored,
    "answered": _answered,
}
POINTS: dict[str, Point] = {
    "starting": Point(None),
    "listing": Point(_processing, is_change=False),
    "listed": Point(_answered, is_change=False),
    "listing-again": Point(_processing, "second", is_change=False),
    **{f"{name}-{place}": Point(stage, place) for place in ("first", "last") for name, stage in STAGES.items()},
    "ending": Point(_answered, "last"),
    "anytime": Point(None),
}
