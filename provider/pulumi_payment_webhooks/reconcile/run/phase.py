"""
One phase of one run, which one process serves: what it remembers, and the run as an operation sees it. No I/O here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...pulumi_names import name_in
from ...wording import FieldName, Words
from ..declare.declaration import Claim, Problem
from ..ports import Advice, Caller, Remark
from .deletions import Deletions
from .ownership import Holdings
from .said import Said


@dataclass(frozen=True)
class Phase:
    """
    The memory of one process. It is forgotten with the process.

    Args:
        holdings: What the resources of the run hold and claim.
        said: What was said.
        deletions: What is deleted.
    """

    holdings: Holdings[Advice] = field(default_factory=Holdings)
    said: Said = field(default_factory=Said)
    deletions: Deletions = field(default_factory=Deletions)


@dataclass(frozen=True)
class Collected:
    """
    The caller of a check or a diff, which answers with what is said.

    Args:
        urn: The resource.
        remarks: What is said, in order.
    """

    urn: str
    remarks: list[Remark] = field(default_factory=list)

    def say(self, remark: Remark) -> None:
        """Keep *remark* for the answer."""
        self.remarks.append(remark)

    def progress(self, text: str) -> None:
        """A check or a diff shows no progress."""

    def is_awaited(self) -> bool:
        """Whether the answer is waited for."""
        return True


@dataclass(frozen=True)
class RunOf:
    """The run, as the operation of one call sees it: it says each warning once, and knows the other resources."""

    caller: Caller
    phase: Phase

    @property
    def name(self) -> str:
        return name_in(self.caller.urn)

    def warn(self, text: Words) -> None:
        self.say(Problem((), text))

    def note(self, text: Words) -> None:
        self.say(Problem((), text), is_note=True)

    def progress(self, text: str) -> None:
        self.caller.progress(text)

    def say(self, problem: Problem, *, is_note: bool = False, once: bool = False, urn: str = "") -> None:
        """
        Say *problem* unless it was said.

        Args:
            problem: Where, and what.
            is_note: Whether it is no warning.
            once: Whether it is about the run, so that one resource says it.
            urn: The resource that says it, where that is another than the one of the call.
        """
        urn = urn or self.caller.urn
        if self.phase.said.is_new("" if once else urn, str(problem)):
            self.caller.say(Remark(urn, problem, is_note))

    def is_released(self, claims: frozenset[Claim]) -> bool:
        return self.phase.holdings.is_released(claims, asker=self.caller.urn)

    def see(self, id: str, changes: Sequence[FieldName] = ()) -> None:
        self.phase.holdings.see(id, changes)

    def changes_seen(self, id: str) -> Sequence[FieldName]:
        return self.phase.holdings.changes_seen(id)

    def is_fresh(self, id: str) -> bool:
        return self.phase.holdings.is_fresh(id)
