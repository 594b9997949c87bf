"""
How previews see egress keys: not at all. But they see whether the platform accepts the credentials.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...reconcile.ports import Comparison, Observed, Run
from ..account.account import CybersourceAccount


class KeyComparison:
    """The comparison of every kind of egress key."""

    is_blind = True

    def prepare(self, inputs: Mapping[str, object], olds: Mapping[str, object], *, account: CybersourceAccount) -> None:
        """Have the organization's subscriptions listed, which other resources need too."""
        organization = inputs.get("organizationId")
        if isinstance(organization, str):
            account.lookups.begin(organization)

    def reach(self, inputs: Mapping[str, object], *, account: CybersourceAccount, run: Run) -> None:
        """Insist on an answer for the organization."""
        organization = inputs.get("organizationId")
        if isinstance(organization, str):
            account.lookups.reach(organization)

    def observe(self, id: str, state: Mapping[str, Any], *, account: CybersourceAccount) -> Observed | None:
        """Insist on an answer for the organization; nothing of a key can be seen."""
        account.lookups.reach(state.get("organizationId") or account.settings.organization_id)
        return None

    def remarks(self, observed: Observed, changed: frozenset[str]) -> Iterator[str]:
        """Nothing."""
        yield from ()


KEYS: Comparison = KeyComparison()
