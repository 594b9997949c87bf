"""
Whether anybody still waits for what this process is about to send. Standard library only, and no I/O of its own.

A request that waits for another try outlives the command that wanted it. Whoever knows the command says how to look;
the client looks before each try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Unattended(Exception):
    """Nobody waits any more: nothing may be sent."""


_looks: list[Callable[[], None]] = []
_is_awaited: ContextVar[Callable[[], bool] | None] = ContextVar("is_awaited", default=None)


def look_before_each_request(look: Callable[[], None]) -> None:
    """Call *look* before each request of this process, whichever thread sends it; once is enough."""
    if look not in _looks:
        _looks.append(look)


@contextmanager
def awaited(is_awaited: Callable[[], bool]) -> Iterator[None]:
    """Send nothing in this thread, while the block runs, once *is_awaited* says that nobody waits for it."""
    token = _is_awaited.set(is_awaited)
    try:
        yield
    finally:
        _is_awaited.reset(token)


def insist_on_somebody() -> None:
    """
    Look whether somebody waits.

    Raises:
        Unattended: Nobody does.
    """
    for look in _looks:
        look()
    is_awaited = _is_awaited.get()
    if is_awaited is not None and not is_awaited():
        raise Unattended
