"""
The limit on deletions, as the resources of one type meet it: what counts, and what a refusal says. No I/O here.

* What the platform keeps, so that Pulumi only forgets it, does not count.
* A replacement counts: the platform deletes an object.
* A part counts as its whole, unless the program declares the whole or the part itself: then only the part is reset.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ...errors import PaymentWebhooksError
from ...pages import see
from ...pulumi_names import name_in, stack_in
from ...settings.deletions import DeletionLimit
from ..declare.declaration import Problem, whole_of
from ..ports import Advice
from ..resource import ResourceType
from .deletions import Allowance, Arrival, Excess
from .lifecycle import Permit
from .phase import Phase, RunOf

_PAGE = see("how-to/guard-deletions")


@dataclass(frozen=True)
class Guard:
    """
    The limit on deletions, for one type.

    Args:
        resource: The resource type.
        limit: How many objects a run may delete.
        phase: What the process remembers.
    """

    resource: ResourceType
    limit: DeletionLimit
    phase: Phase

    @contextmanager
    def deleting(self, run: RunOf, id: str) -> Iterator[Permit | None]:
        """While the object *id* is deleted: what permits it; None where it does not count."""
        urn = run.caller.urn
        allowance = self._allowance(urn)
        if not allowance or not self._counts(urn, id):
            yield None
            return
        with self.phase.deletions.arrival(allowance, whole_of(id)) as arrival:
            yield lambda: self._insist(arrival, run)

    def foresee(self, urn: str, id: str) -> Problem | None:
        """Note that the object *id* is replaced; what is wrong where that is too much."""
        allowance = self._allowance(urn)
        if not allowance or self.resource.is_part or not self._counts(urn, id):
            return None
        excess = self.phase.deletions.foresee(allowance, id)
        return Problem((), self._refusal("replace", urn, excess)) if excess else None

    def is_in_force(self, urn: str) -> bool:
        """Whether deletions are limited in this run."""
        return self.limit.allowed(stack_in(urn)) is not None

    def notes(self, urn: str) -> Iterator[Advice]:
        """That the limit is lifted."""
        stack = stack_in(urn)
        if self.limit.is_lifted(stack):
            text = f"{self.limit.variable} lifts {self.limit.setting}: this run may delete {self.limit.allowed(stack)}"
            yield Advice(Problem((), text), is_note=True, once=True)

    def _counts(self, urn: str, id: str) -> bool:
        holdings = self.phase.holdings
        if self.resource.declaration.meaning.is_only_forgotten:
            return False
        if not self.resource.is_part:
            return True
        return not holdings.is_declared(urn) and holdings.other_holder(whole_of(id), urn) is None

    def _allowance(self, urn: str) -> Allowance | None:
        """How many objects the run of *urn* may delete; None for any number."""
        most = self.limit.allowed(stack_in(urn))
        return None if most is None else Allowance(self.limit, most)

    def _insist(self, arrival: Arrival, run: RunOf) -> None:
        if arrival.allowance.most:
            run.progress("waiting for other deletions, to count them together")
        if excess := arrival.count():
            raise PaymentWebhooksError(self._refusal("delete", run.caller.urn, excess))

    def _refusal(self, doing: str, urn: str, excess: Excess) -> str:
        """Why *urn* cannot be deleted: explained on the first resource, to which all others refer."""
        limit, stack = excess.allowance.limit, stack_in(urn)
        start = f"cannot {doing} {self.resource.declaration.meaning.noun} {name_in(urn)!r}"
        first = self.phase.said.first(urn, limit.setting)
        if first != urn:
            return f"{start}: stopped for the same reason as {name_in(first)!r}"
        remedy = f"to lift the limit for one run, set {limit.variable}={stack or 'project/stack'}:<number>; {_PAGE}"
        return f"{start}: {self._reason(excess, stack)}\n{remedy}"

    def _reason(self, excess: Excess, stack: str) -> str:
        limit, most = excess.allowance.limit, excess.allowance.most
        said_by = limit.variable if limit.is_lifted(stack) else limit.setting
        if limit != self.limit:
            return f"{said_by} stops all deletions of this run"
        so_many = f"this run deletes {excess.known} or more, and " if most else ""
        return f"{so_many}{said_by} allows {most}"
