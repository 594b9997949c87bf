"""
How previews see a signing secret: not at all. But they see whether its webhook exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...reconcile.declare.declaration import whole_of
from ...reconcile.ports import Comparison, Observed, Run
from ...wording import Words
from ..account.account import DigitalRiverAccount


class SecretComparison:
    """The comparison of signing secrets."""

    is_blind = True

    def prepare(
        self, inputs: Mapping[str, object], olds: Mapping[str, object], *, account: DigitalRiverAccount
    ) -> None:
        """Have all webhooks listed."""
        account.lookups.begin()

    def reach(self, inputs: Mapping[str, object], *, account: DigitalRiverAccount, run: Run) -> None:
        """Insist that the webhook exists, unless this run has just created it."""
        webhook = inputs.get("webhook")
        if isinstance(webhook, str) and not run.is_fresh(webhook):
            account.lookups.row(webhook)

    def observe(self, id: str, state: Mapping[str, object], *, account: DigitalRiverAccount) -> Observed | None:
        """Insist that the webhook exists; nothing of its secret is shown."""
        account.lookups.row(whole_of(id))
        return None

    def remarks(self, observed: Observed, changed: frozenset[str]) -> Iterator[Words]:
        """Nothing."""
        yield from ()


SECRETS: Comparison = SecretComparison()
