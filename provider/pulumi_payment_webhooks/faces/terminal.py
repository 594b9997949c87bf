"""
The run of a plugin process, as an operation sees it: what it says on a resource's row, and what others are about to do.

A process serves one phase of one command, so what is remembered here is forgotten with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..reconcile.declare.declaration import Claim
from ..reconcile.ports import Advice
from ..reconcile.run.ownership import Holdings
from ..reconcile.run.said import Said
from .host import Call

SAID = Said()
HOLDINGS: Holdings[Advice] = Holdings()


class Terminal:
    """The run, as an operation sees it: speaks on the resource's row, and says each warning once."""

    def __init__(self, call: Call, worded: Callable[[str], str]) -> None:
        self._call = call
        self._worded = worded

    @property
    def urn(self) -> str:
        return self._call.urn

    @property
    def name(self) -> str:
        return self._call.name

    def warn(self, text: str, *, once: bool = False) -> None:
        if SAID.is_new("" if once else self._call.urn, text):
            self._call.warn(self._worded(text))

    def note(self, text: str, *, once: bool = False) -> None:
        if SAID.is_new("" if once else self._call.urn, text):
            self._call.note(self._worded(text))

    def progress(self, text: str) -> None:
        self._call.progress(text)

    def is_released(self, claims: frozenset[Claim]) -> bool:
        return HOLDINGS.is_released(claims, asker=self._call.urn)

    def see(self, id: str, changes: Sequence[str] = ()) -> None:
        HOLDINGS.see(id, changes)

    def changes_seen(self, id: str) -> Sequence[str]:
        return HOLDINGS.changes_seen(id)

    def is_fresh(self, id: str) -> bool:
        return HOLDINGS.is_fresh(id)

    def holds(self, id: str) -> None:
        HOLDINGS.hold(id, self._call.urn)

    def heir(self, id: str) -> str | None:
        return HOLDINGS.other_holder(id, self._call.urn)
