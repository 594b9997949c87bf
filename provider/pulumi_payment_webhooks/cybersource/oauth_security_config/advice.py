"""
What a look at the platform shows of a security policy before anything is done: whether it has to review the URL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...errors import PlatformError
from ...reconcile.ports import Advice, Run
from ..account.account import CybersourceAccount
from ..policies.url_review import find_changed_urls, find_new_urls, warn_of_review

_URL = "config.oAuthURL"


def advise(
    inputs: Mapping[str, object], olds: Mapping[str, object], *, account: CybersourceAccount, run: Run
) -> Iterator[Advice]:
    """
    Look at a URL that changes, or that a subscription which exists already gets.
    """
    subscription = inputs.get("subscription")
    if not isinstance(subscription, str) or run.is_fresh(subscription):
        return
    is_moved = olds.get("subscription") != subscription
    changed = find_changed_urls(inputs, {} if is_moved else olds, (_URL,))
    if not changed:
        return
    present = _present(subscription, account)
    if find_new_urls(present, inputs, changed) and not (is_moved and present == {}):
        yield from warn_of_review(changed)


def _present(subscription: str, account: CybersourceAccount) -> Mapping[str, object]:
    """The security policy of *subscription* at the platform; empty where that is not known."""
    if account.is_offline:
        return {}
    try:
        row = account.lookups.row(subscription, account.lookups.owner(subscription))
    except PlatformError:
        return {}
    policy: Mapping[str, object] = row.fields.get("securityPolicy") or {}
    return policy
