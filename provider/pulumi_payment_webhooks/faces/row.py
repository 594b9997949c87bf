"""
The row of a resource on the screen, as the core speaks on it: in the field names of Python programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..reconcile.declare.declaration import Problem
from ..reconcile.ports import Remark
from ..wording import Words, render
from .host import HostCall


@dataclass(frozen=True)
class Row:
    """
    The caller of an operation.

    Args:
        call: The call of the host.
        names: Wire names to the names that Python programs write.
    """

    call: HostCall
    names: Mapping[str, str]

    @property
    def urn(self) -> str:
        return self.call.urn

    def say(self, remark: Remark) -> None:
        call = self.call.on(remark.urn)
        show = call.note if remark.is_note else call.warn
        show(self.render(remark.problem))

    def progress(self, text: str) -> None:
        self.call.progress(text)

    def is_awaited(self) -> bool:
        return self.call.is_awaited()

    def render(self, problem: Problem) -> str:
        """*problem* in one text, with fields spelled as Python programs spell them."""
        return problem.render(self._spell)

    def worded(self, words: Words) -> str:
        """*words* with fields spelled so."""
        return render(words, self._spell)

    def _spell(self, wire: str) -> str:
        return self.names.get(wire, wire)
