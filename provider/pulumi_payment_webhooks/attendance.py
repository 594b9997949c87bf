"""
Whether a command still waits for what this process sends, and where waits are reported. Standard library only.

A request that waits for another try outlives the command that wanted it. The face that knows the command says how to
look; the client looks before each try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Unattended(Exception):
    """No command waits any more: nothing may be sent."""


OnWait = Callable[[str], None]

_looks: list[Callable[[], None]] = []
_is_awaited: ContextVar[Callable[[], bool] | None] = ContextVar("is_awaited", default=None)

_on_wait: ContextVar[OnWait | None] = ContextVar("on_wait", default=None)


def look_before_each_request(look: Callable[[], None]) -> None:
    """Call *look* before each request of this process, whichever thread sends it; once is enough."""
    if look not in _looks:
        _looks.append(look)


@contextmanager
def awaited(is_awaited: Callable[[], bool]) -> Iterator[None]:
    """Send nothing in this thread, while the block runs, once *is_awaited* says that no command waits for it."""
    token = _is_awaited.set(is_awaited)
    try:
        yield
    finally:
        _is_awaited.reset(token)


def insist_on_somebody() -> None:
    """
    Look whether a command still waits.

    Raises:
        Unattended: No command does.
    """
    for look in _looks:
        look()
    is_awaited = _is_awaited.get()
    if is_awaited is not None and not is_awaited():
        raise Unattended


@contextmanager
def announcing(on_wait: OnWait) -> Iterator[None]:
    """Report to *on_wait*, in one line, every wait that begins in this thread while the block runs."""
    token = _on_wait.set(on_wait)
    try:
        yield
    finally:
        _on_wait.reset(token)


def listener() -> OnWait | None:
    """Where the waits of this thread are reported; None where that was not asked for."""
    return _on_wait.get()
