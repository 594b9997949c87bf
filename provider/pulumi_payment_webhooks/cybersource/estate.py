"""
What exists in an organization at Cybersource: its subscriptions. Reads, and changes nothing.

Egress keys and certificates cannot be listed: only the state of a stack knows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from ..reconcile.ports import Estate, Existing, Observed
from .account.account import CybersourceAccount
from .api.subscriptions import SubscriptionRow

_KIND = "cybersource:WebhookSubscription"


class CybersourceEstate:
    """The estate of an account, by organization."""

    def owners(self, account: CybersourceAccount) -> Sequence[str]:
        """The organization of the settings."""
        return (account.settings.organization_id,)

    def read(self, account: CybersourceAccount, owner: str, *, whole: bool = False) -> Sequence[Existing]:
        """Every subscription of the organization *owner*, in the order of their ids."""

        def read_again(row: SubscriptionRow) -> SubscriptionRow:
            return account.read_subscription(row.id, doing=f"read subscription {row.id}")

        rows = sorted(account.subscriptions(owner), key=lambda row: row.id)
        if whole and rows:
            with ThreadPoolExecutor(min(len(rows), account.workers)) as pool:
                rows = list(pool.map(read_again, rows))
        return [Existing(_KIND, _observed(row, owner)) for row in rows]

    def close(self) -> None:
        """Close the connections."""
        from .account.connection import disconnect

        disconnect()


def _observed(row: SubscriptionRow, owner: str) -> Observed:
    """*row*, with the organization that was asked where the answer leaves it out."""
    return Observed(row.id, {"organizationId": owner, **row.fields}, row.added)


ESTATE: Estate = CybersourceEstate()
