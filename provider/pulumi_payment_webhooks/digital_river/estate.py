"""
What exists in an account of Digital River: its webhooks. Reads, and changes nothing.

Every webhook has a signing secret, which is revealed on request only; it is not listed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from ..reconcile.ports import Estate, Existing, Observed
from .account.account import DigitalRiverAccount
from .api.webhooks import AUTHENTICATION, OAUTH_PART, WebhookRow
from .rules.words import OAUTH

_KIND = "digital_river:Webhook"


class DigitalRiverEstate:
    """The estate of an account, which has no owners."""

    def owners(self, account: DigitalRiverAccount) -> Sequence[str]:
        """One, without a name."""
        return ("",)

    def read(self, account: DigitalRiverAccount, owner: str, *, whole: bool = False) -> Sequence[Existing]:
        """Every webhook of the mode of the key, in the order of their ids; the platform lists at most 100."""

        def read_again(row: WebhookRow) -> WebhookRow:
            return account.read_webhook(row.id, doing=f"read webhook {row.id}")

        rows = sorted(account.webhooks(), key=lambda row: row.id)
        if whole and rows:
            with ThreadPoolExecutor(min(len(rows), account.workers)) as pool:
                rows = list(pool.map(read_again, rows))
        return [Existing(_KIND, Observed(row.id, row.fields, row.added), tuple(_unseen(row))) for row in rows]

    def close(self) -> None:
        """Close the connections."""
        from .account.connection import disconnect

        disconnect()


def _unseen(row: WebhookRow) -> Iterator[str]:
    """The credentials that the webhook has, as far as the platform masks them."""
    basic, oauth = row.fields.get(AUTHENTICATION), row.fields.get(OAUTH_PART)
    if basic and "password" not in basic:
        yield f"{AUTHENTICATION}.password"
    if row.fields.get("transportType") == OAUTH:
        yield from (f"{OAUTH_PART}.{one}" for one in ("clientSecret", "password") if one not in (oauth or {}))


ESTATE: Estate = DigitalRiverEstate()
