"""
Whether the engine that started this process is still there, and the end of the process when it is not.

An engine that is killed takes no process with it. A request that waits here for another try would be sent all the
same, over what a later run has done, and no output would show it.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from threading import Event, Lock, Thread

from ..attendance import look_before_each_request

LOOK_EVERY = 0.5
"""Seconds between two looks of the watcher."""

_CONNECT_WITHIN = 5.0
_WRAPPER = b"pulumi-resource-pulumi-python"
"""Pulumi's script between the engine and this process; it stays where the engine is killed."""


def _parents() -> tuple[int, ...]:
    """
    The process that started this one, and its parent where that is Pulumi's script: the last is the engine.

    Without `/proc` the script hides the engine, whose address then decides alone.
    """
    parent, process = os.getppid(), Path(f"/proc/{os.getppid()}")
    try:
        if _WRAPPER not in (process / "cmdline").read_bytes():
            return (parent,)
        return (parent, int((process / "stat").read_text().rpartition(")")[2].split()[1]))
    except (OSError, ValueError, IndexError):
        return (parent,)


_started_by = _parents()
_lock = Lock()
_watcher: Thread | None = None


def address() -> str:
    """Host and port of the engine; empty in a process that no engine started."""
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    host, _, port = given.rpartition(":")
    return given if host and port.isdecimal() else ""


def is_gone() -> bool:
    """
    Whether the engine is certainly gone: it is not our parent any more, or nothing listens at its address.

    An engine that is slow, or that cannot be asked for another reason, is not gone. Both are looked at, because the
    address may belong to another program by now, and Pulumi's script may stand between the engine and us.
    """
    if _parents() != _started_by:
        return True
    host, _, port = address().rpartition(":")
    if not host:
        return False
    try:
        with socket.create_connection((host, int(port)), _CONNECT_WITHIN) as connection:
            # Where nobody listens, TCP may connect the port to itself.
            return bool(connection.getsockname() == connection.getpeername())
    except ConnectionRefusedError:
        return True
    except OSError:
        return False


def leave_if_gone() -> None:
    """End this process, at once and wholly, when the engine is gone."""
    if is_gone():
        os._exit(1)


def watch() -> None:
    """Leave when the engine is gone: from now on, in the background, and before each request."""
    global _watcher
    if not address():
        return
    with _lock:
        if _watcher is None:
            look_before_each_request(leave_if_gone)
            _watcher = Thread(target=_look_on, name="engine watcher", daemon=True)
            _watcher.start()


def _look_on() -> None:
    never = Event()
    while not never.wait(LOOK_EVERY):
        leave_if_gone()
