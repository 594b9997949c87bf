"""
How previews see webhooks: in one list of all, asked for in the background.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...reconcile.ports import Comparison, Observed, Run
from ...wording import Words
from ..account.account import DigitalRiverAccount


class WebhookComparison:
    """The comparison of webhooks."""

    is_blind = False

    def prepare(
        self, inputs: Mapping[str, object], olds: Mapping[str, object], *, account: DigitalRiverAccount
    ) -> None:
        """Have all webhooks listed."""
        account.lookups.begin()

    def reach(self, inputs: Mapping[str, object], *, account: DigitalRiverAccount, run: Run) -> None:
        """Insist on the list."""
        account.lookups.first()

    def observe(self, id: str, state: Mapping[str, object], *, account: DigitalRiverAccount) -> Observed | None:
        """The webhook, unless this process has written to it since."""
        row = account.lookups.row(id)
        return Observed(id, row.fields, row.added) if row else None

    def remarks(self, observed: Observed, changed: frozenset[str]) -> Iterator[Words]:
        """Nothing."""
        yield from ()


WEBHOOKS: Comparison = WebhookComparison()
