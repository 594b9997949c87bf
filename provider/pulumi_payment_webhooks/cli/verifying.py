"""
What the command `verify` of each platform shares: its options, and the reason and remedy of a refusal.

No platform here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from ..notifications.verification import FIVE_MINUTES, Doubt, Mismatch
from .outcomes import Exit, exit_with, report_errors
from .sources import parse_time

if TYPE_CHECKING:
    from ..notifications.envelope import Envelope

T = TypeVar("T")

USUAL_TOLERANCE = int(FIVE_MINUTES.total_seconds())
LONGEST_TOLERANCE = 10**9
"""Seconds: thirty years."""

File = Annotated[
    str, typer.Argument(metavar="FILE", help="The body, byte for byte as it arrived; - is standard input.")
]
Header = Annotated[
    list[str] | None, typer.Option("--header", "-H", metavar="'NAME: VALUE'", help="A header. May be repeated.")
]
HeadersFile = Annotated[
    str | None, typer.Option("--headers", metavar="FILE", help="All headers: as sent over HTTP, or as JSON.")
]
Arrival = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="When it arrived, ISO 8601, UTC. Default: now.")
]
Tolerance = Annotated[
    int,
    typer.Option(
        "--tolerance", metavar="SECONDS", min=0, max=LONGEST_TOLERANCE, help="How old it may be at that time."
    ),
]


@dataclass(frozen=True)
class StoredDelivery:
    """
    A stored delivery, and when it is verified.

    Args:
        body: Its body.
        headers: Its headers.
        at: The time that counts as now.
        tolerance: How many seconds old it may be.
    """

    body: bytes
    headers: list[tuple[str, str]]
    at: datetime
    tolerance: int

    @property
    def age(self) -> timedelta:
        """How old it may be."""
        return timedelta(seconds=self.tolerance)

    def header(self, name: str) -> str:
        """The value of a header; nothing where there is none."""
        return next((value for one, value in self.headers if one.lower() == name), "")


def arrival(at: str | None) -> datetime:
    """The time that ``--at`` says."""
    return datetime.now(UTC) if at is None else parse_time(at, option="--at")


def verified(
    stored: StoredDelivery, verify: Callable[[], T], *, sent_at: Callable[[], datetime], options: dict[str, str]
) -> T:
    """
    What *verify* returns. If it refuses, the command ends with the reason in one line.

    Args:
        stored: The delivery.
        verify: Verifies it with a receiver.
        sent_at: Reads the time of sending from the headers; raises ValueError or OverflowError where there is none.
        options: What an argument of the receiver is called here.
    """
    from ..errors import Unreadable, Unverified

    with report_errors(), _collected_doubts() as doubts:
        try:
            return verify()
        except Unverified:
            why = _why(doubts[-1], stored, sent_at)
            raise exit_with(Exit.NO, f"not verified: {_in_options(why, options)}") from None
        except Unreadable as problem:
            raise exit_with(Exit.UNREADABLE, _in_options(str(problem), options)) from None


def utc(time: datetime) -> str:
    """*time* as it is printed."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sent_members(notification: Envelope[Any]) -> dict[str, object]:
    """What was sent, under the platform's names; pydantic's own dump takes no payload that nests 255 levels deep."""
    declared = {field.alias or name: name for name, field in type(notification).model_fields.items()}
    sent = {alias: name for alias, name in declared.items() if name in notification.model_fields_set}
    return {**{alias: getattr(notification, name) for alias, name in sent.items()}, **(notification.model_extra or {})}


def print_facts(facts: list[tuple[str, object]]) -> None:
    """Print what is known of a notification: a line for each fact, without those that are empty."""
    from .printing import columns, harmless

    for line in columns([(name, harmless(str(value)).replace("\n", " ")) for name, value in facts if value]):
        typer.echo(f"  {line}")


class _Doubts(logging.Handler):
    """Collects the reasons that are logged."""

    def __init__(self) -> None:
        super().__init__()
        self.doubts: list[Doubt] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Collect a reason."""
        self.doubts += [one for one in record.args or () if isinstance(one, Doubt)]


@contextmanager
def _collected_doubts() -> Iterator[list[Doubt]]:
    """
    The reasons in the debug log. A server must not send them to a stranger; this command's user has the keys.
    """
    from ..notifications.verification import log

    handler, level = _Doubts(), log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield handler.doubts
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def _in_options(text: str, options: dict[str, str]) -> str:
    for argument, option in options.items():
        text = text.replace(f"`{argument}`", option)
    return text


def _why(doubt: Doubt, stored: StoredDelivery, sent_at: Callable[[], datetime]) -> str:
    """The reason, and the remedy for the usual mistakes with stored deliveries."""
    sent = _sent(sent_at)
    if sent and abs(stored.at - sent) > stored.age:
        when = f"more than {stored.tolerance} s from the time it is verified at; --at sets that"
        return f"it was sent at {utc(sent)}, {when}"
    if not stored.body:
        return "the body is empty: is this the file with the body?"
    if isinstance(doubt, Mismatch) and stored.body.endswith(b"\n"):
        return f"{doubt} (the body ends with a line break: was it sent, or added when it was saved?)"
    return str(doubt)


def _sent(sent_at: Callable[[], datetime]) -> datetime | None:
    try:
        return sent_at()
    except (ValueError, OverflowError):
        return None
