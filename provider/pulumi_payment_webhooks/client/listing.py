"""
Lists of objects, and what their rows leave out: read by id, concurrently.

Knows no platform and no request: how an object is read is passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from ..errors import Missing


class ListedObject(Protocol):
    """One object in a list."""

    @property
    def id(self) -> str:
        """The platform's id."""


R = TypeVar("R", bound=ListedObject)


def complete_rows(
    rows: Iterable[R], read: Callable[[str], R], *, is_short: Callable[[R], bool], each: bool, workers: int
) -> list[R]:
    """
    *rows* with what every object has, in the order of their ids. An object that was deleted meanwhile is left out.

    Args:
        rows: What a list shows.
        read: Reads an object by its id.
        is_short: Whether a row leaves out what every object has.
        each: Whether every object is read, not only those with short rows.
        workers: Concurrent requests, at most.

    Raises:
        PlatformError: There is no definite answer, or the platform refuses.
    """
    found: dict[str, R | None] = {}
    short: list[str] = []
    for row in rows:
        found[row.id] = row
        if each or is_short(row):
            short.append(row.id)
    if short:
        with ThreadPoolExecutor(min(len(short), workers)) as pool:
            found.update(zip(short, pool.map(lambda one: _find(read, one), short), strict=True))
    return [row for _, row in sorted(found.items()) if row]


def _find(read: Callable[[str], R], id: str) -> R | None:
    try:
        return read(id)
    except Missing:
        return None
