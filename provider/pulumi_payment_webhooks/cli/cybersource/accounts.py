"""The account at Cybersource / Visa Acceptance Solutions that a command uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..accounts import Where, opened

if TYPE_CHECKING:
    from ...cybersource.account.account import CybersourceAccount


@contextmanager
def account(where: Where) -> Iterator[CybersourceAccount]:
    """The account; its errors, and those of what is done with it, end the command with one line each."""
    from ...cybersource.account.account import account_of
    from ...cybersource.account.connection import disconnect
    from ...cybersource.account.settings import TRANSPORT

    with opened(where, TRANSPORT, account_of, disconnect) as found:
        yield found
