"""Waiting for requests and for the end of processes, without polling."""

import os
import select
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from threading import Condition
from time import monotonic
from typing import Protocol
from unittest.mock import patch

from pulumi_payment_webhooks.simulator.desk.journal.journal import Journal, Received

PATIENCE = 60.0
"""Seconds after which something hangs, in any test: on a machine that is busy everything takes long."""


class Asked(Protocol):
    """What keeps a journal of its requests, such as a simulator."""

    @property
    def requests(self) -> Journal:
        """Every request received, oldest first."""


def wait_until(asked: Asked, is_so: Callable[[], object], seconds: float = PATIENCE) -> None:
    """
    Wait until something is true of the requests that were received; look again at each new one.
    """
    journal, news = asked.requests, Condition()
    record = journal.append

    def append(received: Received) -> None:
        record(received)
        with news:
            news.notify_all()

    with patch.object(journal, "append", append), news:
        assert news.wait_for(is_so, timeout=seconds), "it never became true"


class Watched:
    """
    Processes that need not be children of this one, from the moment at which they are watched.

    Args:
        pids: Their ids; those that have ended are left out.
    """

    def __init__(self, pids: Iterable[int]) -> None:
        self._watching = ExitStack()
        self._handles = []
        for pid in pids:
            try:
                handle = os.pidfd_open(pid)
            except ProcessLookupError:
                continue
            self._watching.callback(os.close, handle)
            self._handles.append(handle)

    def wait(self, seconds: float = PATIENCE) -> None:
        """
        Wait until all of them have ended.
        """
        end = monotonic() + seconds
        with self._watching:
            for handle in self._handles:
                ended, _, _ = select.select([handle], [], [], max(end - monotonic(), 0.0))
                assert ended, "a process lives on"
