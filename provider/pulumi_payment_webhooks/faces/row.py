"""
The row of a resource on the screen, as the core speaks on it: in the field names of Python programs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..reconcile.declare.declaration import Problem
from ..reconcile.ports import Remark
from .host import Call

_NAME = re.compile(r"`([A-Za-z][\w.-]*)`")


@dataclass(frozen=True)
class Row:
    """
    The caller of an operation.

    Args:
        call: The call of the host.
        names: Wire names to the names that Python programs write.
    """

    call: Call
    names: Mapping[str, str]

    @property
    def urn(self) -> str:
        return self.call.urn

    def say(self, remark: Remark) -> None:
        call = self.call.on(remark.urn)
        show = call.note if remark.is_note else call.warn
        show(self.spelled(remark.problem))

    def progress(self, text: str) -> None:
        self.call.progress(text)

    def is_awaited(self) -> bool:
        return self.call.is_awaited()

    def spelled(self, problem: Problem) -> str:
        """*problem* in one text, with fields spelled as Python programs spell them."""
        path = ".".join(self.names.get(part, part) for part in problem.path)
        text = self.worded(f"{path}: {problem.reason}" if path else problem.reason)
        return f"{problem.resource!r}: {text}" if problem.resource else text

    def worded(self, text: str) -> str:
        """*text* with the fields in it spelled so."""

        def spelled(match: re.Match[str]) -> str:
            return ".".join(self.names.get(part, part) for part in match[1].split("."))

        return _NAME.sub(spelled, text)
