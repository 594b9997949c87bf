"""The journal: every request that a simulated platform received, and how it was answered. No I/O here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..json_values import JsonObject

KEPT = 50_000
MASK = "***"
SHOWN = frozenset(
    {
        *("accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "connection", "date"),
        *("content-encoding", "content-length", "content-type", "digest", "expect", "host", "keep-alive", "origin"),
        *("te", "transfer-encoding", "upgrade", "user-agent", "via"),
    }
)
"""Headers of HTTP that contain no credentials; a platform adds its own."""


@dataclass
class Received:
    """
    One request.

    Args:
        time: When it arrived, in the platform's time.
        method: In capitals.
        path: Without the query.
        query: The query's names, each with its last value.
        headers: Lower-case names; values that may be credentials are masked.
        body: Parsed JSON, or the text if it is not JSON; None if it was empty. Not masked, for tests in this process.
        status: Status of the answer; None before it, and if the connection was reset.
        carried_out: Whether the platform did what was requested; true before a delayed answer is sent.
        why: The cause of a refusal or a fault, which the answer does not show.
    """

    time: datetime
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = field(default=None, repr=False)
    status: int | None = None
    carried_out: bool = False
    why: str = ""

    def describe(self, mask: Callable[[object], object]) -> JsonObject:
        """The entry as JSON values, with its body masked."""
        return {**vars(self), "time": self.time.isoformat(), "body": mask(self.body)}


class Journal:
    """The requests received, oldest first; behaves like a list."""

    def __init__(self) -> None:
        self._entries: deque[Received] = deque(maxlen=KEPT)

    def append(self, received: Received) -> None:
        """Add an entry."""
        self._entries.append(received)

    def matching(self, method: str | None = None, path: str | None = None, status: int | None = None) -> list[Received]:
        """The entries with this method, this text in their path, and this status."""
        return [
            one
            for one in list(self._entries)
            if (method is None or one.method == method.upper())
            and (path is None or path in one.path)
            and (status is None or one.status == status)
        ]

    @property
    def changes(self) -> list[Received]:
        """The entries that request a change: everything but GET."""
        return [one for one in list(self._entries) if one.method != "GET"]

    def clear(self) -> None:
        """Delete all entries."""
        self._entries.clear()

    def __iter__(self) -> Iterator[Received]:
        return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, place: int) -> Received:
        return self._entries[place]
