"""The account at Cybersource / Visa Acceptance Solutions that a command uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..accounts.account import AccountOptions, open_account

if TYPE_CHECKING:
    from ...cybersource.account.account import CybersourceAccount


@contextmanager
def cybersource_account(options: AccountOptions) -> Iterator[CybersourceAccount]:
    """Open the account; its errors, and those of its operations, end the command with one line each."""
    from ...cybersource.account.account import account_of
    from ...cybersource.account.connection import disconnect
    from ...cybersource.account.settings import TRANSPORT

    with open_account(options, TRANSPORT, account_of, disconnect) as found:
        yield found
