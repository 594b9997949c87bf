"""
How previews see a policy that is owned apart from its subscription: in the list of the subscription's organization.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...reconcile.declare.declaration import part_id, whole_of
from ...reconcile.ports import Comparison, Observed, Run
from ..account.account import CybersourceAccount
from ..account.settings import guard_organization
from ..api.policies import RETRY_POLICY, SECURITY_POLICY
from .parts import ORGANIZATION


@dataclass(frozen=True)
class PolicyComparison:
    """
    The comparison of one kind of policy.

    Args:
        member: Wire name of the policy in a subscription.
    """

    member: str
    is_blind = False

    def prepare(self, inputs: Mapping[str, Any], olds: Mapping[str, Any], *, account: CybersourceAccount) -> None:
        """A policy does not say whose list its subscription is on: that is known when it is compared."""

    def reach(self, inputs: Mapping[str, Any], *, account: CybersourceAccount, run: Run) -> None:
        """Insist that the subscription exists, unless this run has just created it."""
        subscription = inputs.get("subscription")
        if isinstance(subscription, str) and not run.is_fresh(subscription):
            account.lookups.row(subscription, _owner(subscription, {}, account))

    def observe(self, id: str, state: Mapping[str, Any], *, account: CybersourceAccount) -> Observed | None:
        """The policy, without what this process has written since."""
        subscription = whole_of(id)
        row = account.lookups.current(account.lookups.row(subscription, _owner(subscription, state, account)))
        policy = row.fields.get(self.member) if row else None
        return Observed(part_id(subscription, self.member), policy) if policy else None

    def remarks(self, observed: Observed, changed: frozenset[str]) -> Iterator[str]:
        """Nothing: the subscription's own resource shows its status."""
        yield from ()


RETRY_POLICIES: Comparison = PolicyComparison(RETRY_POLICY)
SECURITY_POLICIES: Comparison = PolicyComparison(SECURITY_POLICY)


def _owner(subscription: str, state: Mapping[str, Any], account: CybersourceAccount) -> str | None:
    """Whose list *subscription* should be on; None where the stack may not touch that organization."""
    organization = state.get(ORGANIZATION) or account.lookups.owner(subscription) or account.settings.organization_id
    return None if guard_organization(account.settings, organization) else organization
