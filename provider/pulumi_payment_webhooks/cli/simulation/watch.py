"""Prints what a simulator delivers: one line for each attempt, as long as somebody reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from ...simulator.desk.mail.deliveries import SUSPENDED
from ..printing import harmless

if TYPE_CHECKING:
    from ...simulator.desk.mail.deliveries import Attempt, Deliveries, Delivery
    from ...simulator.desk.running import AnySimulator

LOOK_UP = 0.5
"""Seconds after which the main thread looks up: a signal that another thread receives does not wake it."""


def watch(simulator: AnySimulator) -> None:
    """Print each attempt when it has ended, until the process is interrupted."""
    ids: SimpleQueue[str] = SimpleQueue()

    def note(kind: str, id: str) -> None:
        if kind == "delivery":
            ids.put(id)

    stop = simulator.feed.listen(lambda change: note(change.kind, change.id))
    printed: dict[str, int] = {one.id: len(one.attempts) for one in simulator.deliveries}
    is_read = True
    try:
        while True:
            id = _next(ids)
            for delivery, attempt in _ended(simulator.deliveries, id, printed):
                is_read = is_read and _print(line(delivery, attempt))
    finally:
        stop()


def wait_for_interruption() -> NoReturn:
    """Do nothing until the process is interrupted."""
    never = Event()
    while True:
        never.wait(LOOK_UP)


def _next(ids: SimpleQueue[str]) -> str:
    while True:
        with suppress(Empty):
            return ids.get(timeout=LOOK_UP)


def line(delivery: Delivery[Any], attempt: Attempt) -> str:
    """One attempt as a line: time, event, URL and result."""
    when = attempt.begun.astimezone().strftime("%H:%M:%S")
    which = f"attempt {attempt.number}, {attempt.kind}" if attempt.kind else f"attempt {attempt.number}"
    again = "" if attempt.number == 1 else f" ({which})"
    milliseconds = f"in {(attempt.seconds or 0) * 1000:.0f} ms"
    result = f"{attempt.status} {milliseconds}" if not attempt.error else attempt.error
    following = f"; {_outlook(delivery)}" if attempt.error else ""
    kind = "test" if delivery.is_test else delivery.event_type
    return f"{when}  {kind}{again} -> {attempt.url}: {result}{following}"


def _outlook(delivery: Delivery[Any]) -> str:
    """What happens next to a delivery whose attempt has failed."""
    if delivery.planned:
        due, today = delivery.planned[0].astimezone(), datetime.now(UTC).astimezone().date()
        return f"will retry at {due:%H:%M:%S}" if due.date() == today else f"will retry at {due:%Y-%m-%d %H:%M:%S}"
    return "withheld until its subscription is active" if delivery.status == SUSPENDED else "will not retry"


def _ended(deliveries: Deliveries[Any], id: str, printed: dict[str, int]) -> Iterator[tuple[Delivery[Any], Attempt]]:
    """The attempts of a delivery that have ended and are not printed yet, in order."""
    if id not in deliveries:
        printed.pop(id, None)
        return
    delivery = deliveries[id]
    for attempt in delivery.attempts[printed.get(id, 0) :]:
        if attempt.seconds is None:
            return
        printed[id] = printed.get(id, 0) + 1
        yield delivery, attempt


def _print(text: str) -> bool:
    """Print a line; return whether somebody still reads: a closed terminal ends the lines, not the simulator."""
    try:
        typer.echo(harmless(text))
    except (OSError, ValueError):
        return False
    return True
