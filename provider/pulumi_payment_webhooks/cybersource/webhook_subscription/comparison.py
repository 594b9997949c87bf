"""
How previews see subscriptions: in one list for each organization, asked for in the background where that is known early
enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...reconcile.ports import Comparison, Observed, Run
from ..account.account import CybersourceAccount
from ..api.subscriptions import HEALTH_URL
from ..rules.status import OF_A_REVIEW, remark
from .advice import find_new_events

_URLS = frozenset({"webhookUrl", HEALTH_URL, "securityPolicy"})


class SubscriptionComparison:
    """The comparison of subscriptions."""

    is_blind = False

    def prepare(self, inputs: Mapping[str, Any], olds: Mapping[str, Any], *, account: CybersourceAccount) -> None:
        """Have the organization's subscriptions listed, and its catalogue read where an event is new."""
        organization = inputs.get("organizationId")
        if isinstance(organization, str):
            account.lookups.begin(organization)
            if find_new_events(inputs, olds):
                account.lookups.begin_catalogue(organization)

    def reach(self, inputs: Mapping[str, Any], *, account: CybersourceAccount, run: Run) -> None:
        """Insist on an answer for the organization."""
        organization = inputs.get("organizationId")
        if isinstance(organization, str):
            account.lookups.reach(organization)

    def observe(self, id: str, state: Mapping[str, Any], *, account: CybersourceAccount) -> Observed | None:
        """The subscription, without what this process has written since."""
        organization = state.get("organizationId") or account.settings.organization_id
        found = account.lookups.row(id, organization, needs=HEALTH_URL if state.get(HEALTH_URL) else "")
        row = account.lookups.current(found)
        if row is None:
            return None
        if HEALTH_URL not in found.mentioned and account.lookups.is_terse(organization):
            row = row.without({HEALTH_URL})
        return Observed(id, row.fields, row.added)

    def remarks(self, observed: Observed, changed: frozenset[str]) -> Iterator[str]:
        """A status that needs attention, unless another URL is on its way: that begins another review."""
        status = str(observed.added.get("currentStatus"))
        if not (status in OF_A_REVIEW and changed & _URLS):
            yield from remark(status)


SUBSCRIPTIONS: Comparison = SubscriptionComparison()
