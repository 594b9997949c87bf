"""
Concurrent requests for each of many objects, such as for what the rows of a list leave out.

Knows no platform and no request: how an object is read is passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Protocol, TypeVar

from ..errors import Missing


class ListedObject(Protocol):
    """One object in a list."""

    @property
    def id(self) -> str:
        """The platform's id."""


K = TypeVar("K")
T = TypeVar("T")
R = TypeVar("R", bound=ListedObject)


def ask_each(ask: Callable[[K], T], keys: Sequence[K], *, workers: int) -> list[T]:
    """
    What *ask* returns for each of *keys*, in their order, asked for concurrently.

    Every thread has the context of the caller: where waits are reported, and the values that no message may show.

    Args:
        ask: Sends a request.
        keys: What is asked for.
        workers: Concurrent requests, at most.
    """
    if not keys:
        return []
    with ThreadPoolExecutor(min(len(keys), workers)) as pool:
        return list(pool.map(lambda context, key: context.run(ask, key), [copy_context() for _ in keys], keys))


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
    found.update(zip(short, ask_each(partial(_find, read), short, workers=workers), strict=True))
    return [row for _, row in sorted(found.items()) if row]


def _find(read: Callable[[str], R], id: str) -> R | None:
    try:
        return read(id)
    except Missing:
        return None
