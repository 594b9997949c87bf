"""Faults: what goes wrong, how often, and for which requests. No I/O here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from threading import Lock
from typing import Any, Literal, get_args

from pydantic import ConfigDict, Field, ValidationError, field_validator
from pydantic.dataclasses import dataclass

from ....wording import did_you_mean
from ..complaints import LONGEST_WORD, complaint
from ..json_values import JsonObject
from .foreign import ForeignBody
from .patterns import check_pattern, matches

Kind = Literal[
    "200",
    "202",
    "204",
    "301",
    "302",
    "307",
    "308",
    "400",
    "401",
    "403",
    "404",
    "406",
    "409",
    "410",
    "429",
    "500",
    "502",
    "503",
    "504",
    "slow",
    "reset",
    "unlisted",
]
_SPOKEN = {
    "reset-before": ("reset", False),
    "reset-after": ("reset", True),
    "slow-before": ("slow", False),
    "slow-after": ("slow", True),
}
MOST_WAITING = 1000


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Fault:
    """
    What goes wrong with the next matching requests.

    Args:
        kind: A status to answer, `slow`, `reset` to close the connection without an answer, or `unlisted` to answer
            as usual and omit what the request created from lists.
        count: For how many requests.
        method: Only this method.
        path: Only paths that match this pattern; `*` stands for any characters, `^` and `$` for start and end.
        stored: Carry out the request first, so that only its answer is lost or late.
        seconds: How long `slow` takes, before the request is carried out, or after it if it is `stored`.
        body: Body of an answer with a status, as gateways and proxies send it: `empty`,
            `message` for `{"message": …}`, `null`, `list` for `[]`, `object` for `{}`, `rows` for rows without ids,
            `text` or `html`. `empty` for a status below 400 unless given.
        retry_after: Value of the `Retry-After` header of an answer with a status; 1 for a 429 unless given.
        unlisted_seconds: Lists omit what was created for this many seconds of the platform's time; implies `stored`,
            works with every kind.
        unlisted_requests: Lists omit what was created in this many list requests; implies `stored`, works with every
            kind. 1 for the kind `unlisted` unless one of the two is given.
    """

    kind: Kind
    count: int = Field(default=1, ge=1)
    method: str | None = None
    path: str | None = None
    stored: bool = False
    seconds: float = Field(default=1.0, ge=0)
    retry_after: int | None = Field(default=None, ge=0)
    body: ForeignBody | None = None
    unlisted_seconds: float | None = Field(default=None, ge=0)
    unlisted_requests: int | None = Field(default=None, ge=0)

    @field_validator("path")
    @classmethod
    def _is_pattern(cls, value: str | None) -> str | None:
        return None if value is None else check_pattern(value)

    @property
    def status(self) -> int | None:
        """The status to answer; None for `slow` and `reset`."""
        return int(self.kind) if self.kind.isdigit() else None

    @property
    def is_unlisted(self) -> bool:
        """Whether lists omit what the request created."""
        return self.kind == "unlisted" or self.unlisted_seconds is not None or self.unlisted_requests is not None

    @property
    def is_carried_out(self) -> bool:
        """Whether the request is carried out; a slow one is, unless its client disconnects before."""
        return self.stored or self.is_unlisted or self.kind == "slow"

    @property
    def is_answered(self) -> bool:
        """Whether the client gets the real answer."""
        return self.kind in ("slow", "unlisted")

    @property
    def seconds_before(self) -> float:
        """Extra seconds before the request is carried out."""
        return self.seconds if self.kind == "slow" and not (self.stored or self.is_unlisted) else 0.0

    @property
    def seconds_after(self) -> float:
        """Extra seconds before the answer is sent."""
        return self.seconds if self.kind == "slow" and (self.stored or self.is_unlisted) else 0.0

    @property
    def lists_to_pass(self) -> int:
        """How many list requests omit what was created."""
        if self.unlisted_requests is None:
            return 1 if self.kind == "unlisted" and self.unlisted_seconds is None else 0
        return self.unlisted_requests

    def fits(self, method: str, path: str) -> bool:
        """Whether it applies to a request."""
        if self.method is not None and self.method.upper() != method:
            return False
        return self.path is None or matches(self.path, path)


def fault(kind: str | int, **details: Any) -> Fault:
    """
    A fault by its name; also `reset-before`, `reset-after`, `slow-before` and `slow-after` (the change is stored).

    Raises:
        ValueError: There is no such fault.
    """
    name, stored = _SPOKEN.get(str(kind), (str(kind), None))
    if stored is not None:
        details["stored"] = stored
    if name.isdigit() and int(name) < 400:
        details.setdefault("body", "empty")
    if name not in get_args(Kind):
        kinds = [one for one in get_args(Kind) if one not in ("slow", "reset")] + list(_SPOKEN)
        close = "" if name.isdigit() else did_you_mean(name[:LONGEST_WORD], kinds)
        raise ValueError(f"no such kind of fault {name[:LONGEST_WORD]!r}{close}; there are {', '.join(kinds)}")
    known = [one.name for one in fields(Fault)]
    for unknown in [one for one in details if one not in known]:
        raise ValueError(f"fault {kind}: no such detail {unknown!r}{did_you_mean(unknown[:LONGEST_WORD], known)}")
    try:
        return Fault(**{"kind": name, **details})
    except ValidationError as wrong:
        detail, reason = complaint(wrong)
        raise ValueError(f"fault {kind}: {detail} {reason}") from None


class Faults:
    """The waiting faults, oldest first; at most one applies to a request."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Fault, int]] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        """
        Apply *fault* to the next matching requests.

        Raises:
            ValueError: Too many faults are waiting already.
        """
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                raise ValueError(f"{MOST_WAITING} faults are waiting already; clear them first")
            self._waiting.append((fault, fault.count))

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that applies to this request; its count decreases."""
        with self._lock:
            for place, (fault, left) in enumerate(self._waiting):
                if fault.fits(method, path):
                    self._waiting[place : place + 1] = [(fault, left - 1)] if left > 1 else []
                    return fault
        return None

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._waiting.clear()

    def __iter__(self) -> Iterator[Fault]:
        return iter([fault for fault, _ in list(self._waiting)])

    def __len__(self) -> int:
        return len(self._waiting)

    def describe(self) -> list[JsonObject]:
        """Each waiting fault with its remaining count."""
        return [{**asdict(fault), "count": left} for fault, left in list(self._waiting)]
