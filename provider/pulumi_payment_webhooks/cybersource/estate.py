"""
What exists in an organization at Cybersource: its subscriptions. Reads, and changes nothing.

Egress keys and certificates cannot be listed: only the state of a stack knows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..errors import Missing
from ..reconcile.ports import Estate, ExistingKey, ExistingObject, Observed, Status
from .account.account import CybersourceAccount
from .account.settings import API_VERSION
from .api.subscriptions import SubscriptionRow
from .rules.status import INACTIVE, RESEND, UNDOCUMENTED, URGENCY, meaning_of

_KIND = "cybersource:WebhookSubscription"


class CybersourceEstate:
    """The estate of an account, by organization."""

    @property
    def statuses(self) -> Sequence[Status]:
        """Those that the vendor's pages name."""
        return tuple(map(_status, URGENCY))

    def status(self, existing: ExistingObject) -> Status:
        """What the platform says now."""
        return _status(existing.observed.added.get("currentStatus", INACTIVE))

    def owners(self, account: CybersourceAccount) -> Sequence[str]:
        """The organization of the settings."""
        return (account.settings.organization_id,)

    def read(self, account: CybersourceAccount, owner: str, *, whole: bool = False) -> Sequence[ExistingObject]:
        """
        Every subscription of the organization *owner*, in the order of their ids.

        A row that leaves out what every subscription has is read by its id; with *whole*, every row is.
        """
        return [_existing(row, owner) for row in account.whole_subscriptions(owner, each=whole)]

    def find(self, account: CybersourceAccount, id: str) -> ExistingObject | None:
        """The subscription *id*, read by itself."""
        try:
            row = account.read_subscription(id, doing=f"read subscription {id}")
        except Missing:
            return None
        return _existing(row, row.organization or "")

    def keys(self, account: CybersourceAccount, found: Sequence[ExistingObject]) -> Sequence[ExistingKey]:
        """None: the platform cannot list keys."""
        return ()

    def lists_keys(self, account: CybersourceAccount) -> bool:
        """It cannot: no request shows keys and certificates."""
        return False

    def unlisted(self, account: CybersourceAccount, found: Sequence[ExistingObject]) -> Iterator[str]:
        """With v1 of the API, subscriptions of events that the organization is not offered."""
        if account.version.lists_by_event:
            yield (
                f"{API_VERSION.name} is {account.version.name}, which lists by event: a subscription is not found "
                "if the organization is no longer offered any of its events"
            )

    def close(self) -> None:
        """Close the connections."""
        from .account.connection import disconnect

        disconnect()


def _existing(row: SubscriptionRow, owner: str) -> ExistingObject:
    """*row*, with the organization that was asked where the answer leaves it out."""
    return ExistingObject(_KIND, Observed(row.id, {"organizationId": owner, **row.fields}, row.added))


def _status(word: str) -> Status:
    return Status(word, meaning_of(word) or UNDOCUMENTED, URGENCY.get(word, URGENCY[RESEND]))


ESTATE: Estate = CybersourceEstate()
