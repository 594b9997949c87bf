"""
What to say before a key is created: whether it supersedes a key that receivers use now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...errors import PlatformError
from ...pages import see
from ...reconcile.declare.declaration import Problem
from ...reconcile.ports import Advice, Run
from ..account.account import CybersourceAccount


def advise(
    inputs: Mapping[str, object], olds: Mapping[str, object], *, account: CybersourceAccount, run: Run
) -> Iterator[Advice]:
    """
    Look at the subscriptions of the organization: the first key of one that has none supersedes nothing.

    Without an answer, it may supersede one.
    """
    organization = inputs.get("organizationId")
    if olds or inputs.get("existingKeyId") is not None or not isinstance(organization, str):
        return
    is_used = _is_used(organization, account)
    if is_used is False:
        return
    page = see("how-to/rotate-keys#hold-a-key-that-exists")
    supersedes = "supersedes" if is_used else "may supersede"
    yield Advice(Problem((), f"a new key {supersedes} the key that receivers use now; to keep that one, {page}"))


def _is_used(organization: str, account: CybersourceAccount) -> bool | None:
    """Whether *organization* has subscriptions; None where that is not known, as with v1, which lists by event."""
    if account.is_offline or account.version.lists_by_event:
        return None
    try:
        return any(True for _ in account.lookups.holders(organization, ()))
    except PlatformError:
        return None
