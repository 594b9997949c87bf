"""
What exists in an organization at Cybersource: its subscriptions. Reads, and changes nothing.

Egress keys and certificates cannot be listed: only the state of a stack knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from ..errors import Missing
from ..reconcile.ports import Estate, ExistingKey, ExistingObject, Observed, Status
from .account.account import CybersourceAccount
from .account.settings import API_VERSION
from .api.subscriptions import SubscriptionRow
from .rules.status import INACTIVE, RESEND, UNDOCUMENTED, URGENCY, meaning_of

_KIND = "cybersource:WebhookSubscription"
_SHOWN_BY_EACH = ("products", "webhookUrl")


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
        rows = account.subscriptions(owner)
        short = [row for row in rows if whole or _is_short(row)]
        found = {row.id: row for row in rows} | _read_each(account, short)
        return [_existing(row, owner) for _, row in sorted(found.items()) if row]

    def find(self, account: CybersourceAccount, id: str) -> ExistingObject | None:
        """The subscription *id*, read by itself."""
        row = _row_reader(account)(id)
        return _existing(row, row.organization or "") if row else None

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


def _is_short(row: SubscriptionRow) -> bool:
    return row.is_short(has_health_check=False) or any(name not in row.fields for name in _SHOWN_BY_EACH)


def _read_each(account: CybersourceAccount, rows: Sequence[SubscriptionRow]) -> dict[str, SubscriptionRow | None]:
    """*rows*, each read by its id; None for a subscription that was deleted since it was listed."""
    if not rows:
        return {}
    ids = [row.id for row in rows]
    with ThreadPoolExecutor(min(len(ids), account.workers)) as pool:
        return dict(zip(ids, pool.map(_row_reader(account), ids), strict=True))


def _row_reader(account: CybersourceAccount) -> Callable[[str], SubscriptionRow | None]:
    def read(id: str) -> SubscriptionRow | None:
        try:
            return account.read_subscription(id, doing=f"read subscription {id}")
        except Missing:
            return None

    return read


def _existing(row: SubscriptionRow, owner: str) -> ExistingObject:
    """*row*, with the organization that was asked where the answer leaves it out."""
    return ExistingObject(_KIND, Observed(row.id, {"organizationId": owner, **row.fields}, row.added))


def _status(word: str) -> Status:
    return Status(word, meaning_of(word) or UNDOCUMENTED, URGENCY.get(word, URGENCY[RESEND]))


ESTATE: Estate = CybersourceEstate()
