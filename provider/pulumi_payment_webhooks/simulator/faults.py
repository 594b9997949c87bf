"""Faults on demand: what goes wrong, how often, and for which requests. No I/O here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from threading import Lock
from typing import Any, Literal

from pydantic import ConfigDict, Field, ValidationError, field_validator
from pydantic.dataclasses import dataclass

Kind = Literal["401", "403", "404", "429", "500", "502", "503", "504", "slow", "reset"]
_SPOKEN = {"reset-before": ("reset", False), "reset-after": ("reset", True)}


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Fault:
    """
    What goes wrong with the next requests that fit.

    Args:
        kind: A status to answer, `slow`, or `reset` for a connection that is cut without an answer.
        count: For how many requests.
        method: Only this method.
        path: Only paths in which this regular expression is found.
        stored: The request is carried out first, and only its answer is lost or late.
        seconds: How long `slow` takes.
        retry_after: Value of the `Retry-After` header that goes with a status; 1 for a 429 unless given.
    """

    kind: Kind
    count: int = Field(default=1, ge=1)
    method: str | None = None
    path: str | None = None
    stored: bool = False
    seconds: float = Field(default=1.0, ge=0)
    retry_after: int | None = Field(default=None, ge=0)

    @field_validator("path")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as wrong:
            raise ValueError(f"no regular expression: {wrong}") from None
        return value

    @property
    def status(self) -> int | None:
        """The status to answer; None for `slow` and `reset`."""
        return int(self.kind) if self.kind.isdigit() else None

    def fits(self, method: str, path: str) -> bool:
        """Whether a request is one of those it is meant for."""
        if self.method is not None and self.method.upper() != method:
            return False
        return self.path is None or re.search(self.path, path) is not None


def fault(kind: str | int, **details: Any) -> Fault:
    """
    A fault from what a person says: also `reset-before` and `reset-after` the change is stored.

    Raises:
        ValueError: There is no such fault.
    """
    name, stored = _SPOKEN.get(str(kind), (str(kind), None))
    if stored is not None:
        details["stored"] = stored
    try:
        return Fault(**{"kind": name, **details})
    except ValidationError as wrong:
        complaint = wrong.errors(include_url=False)[0]
        raise ValueError(f"fault {complaint['loc'][0]}: {complaint['msg']}") from None


class Faults:
    """The faults still to happen, oldest first; each request meets at most one."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Fault, int]] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        """Let *fault* happen to the next requests that fit."""
        with self._lock:
            self._waiting.append((fault, fault.count))

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that meets this request, used up by one."""
        with self._lock:
            for place, (fault, left) in enumerate(self._waiting):
                if fault.fits(method, path):
                    self._waiting[place : place + 1] = [(fault, left - 1)] if left > 1 else []
                    return fault
        return None

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._waiting.clear()

    def __iter__(self) -> Iterator[Fault]:
        return iter([fault for fault, _ in list(self._waiting)])

    def __len__(self) -> int:
        return len(self._waiting)

    def described(self) -> list[dict[str, Any]]:
        """Each waiting fault with how often it still happens."""
        return [{**asdict(fault), "count": left} for fault, left in list(self._waiting)]
