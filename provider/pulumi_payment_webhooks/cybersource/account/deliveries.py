"""
Notifications that the platform sends when it is asked to: a test, and a replay of what failed.

The only operations for them are those of v1, whichever version created the subscription. When v1 ends they may be gone.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import Missing, PlatformError
from ..api import deliveries
from ..api.deliveries import Sample
from .account import CybersourceAccount

_NO_SUCH_OPERATION = frozenset({404, 405, 410, 501})


class NotOffered(Exception):
    """The platform does not offer the operation any more. Nothing has failed that anybody could correct."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} does not offer test notifications any more")


def send_test(id: str, *, account: CybersourceAccount, doing: str) -> Sample:
    """
    Have the platform send a test notification for the subscription *id*, once.

    Args:
        id: The subscription.
        account: Whom to ask.
        doing: What is being done, to follow "cannot".

    Raises:
        NotOffered: The platform does not offer it any more.
        PlatformError: It does not send one, or it is not known whether it does.
    """
    try:
        # The specification knows no body; an empty object is what the vendor's SDKs send and sign.
        return deliveries.read_sample(account.change("POST", deliveries.path_of_test(id), doing=doing, body={}))
    except PlatformError as failure:
        if failure.status in _NO_SUCH_OPERATION and _is_there(id, failure, account, doing):
            raise NotOffered(account.host) from failure
        raise


def send_again(id: str, selection: Mapping[str, object], *, account: CybersourceAccount) -> object:
    """
    Have the platform send notifications of the subscription *id* again, and return its answer as it is, to be printed.

    Args:
        id: The subscription.
        selection: Which notifications; see `api.deliveries`.
        account: Whom to ask.

    Raises:
        PlatformError: It does not, or it is not known whether it does.
    """
    return account.change("POST", deliveries.path_of_replay(id), doing=f"replay subscription '{id}'", body=selection)


def _is_there(id: str, failure: PlatformError, account: CybersourceAccount, doing: str) -> bool:
    """Whether the operation is missing: a 404 of the platform itself may mean the subscription, which is read then."""
    if not isinstance(failure, Missing):
        return True
    try:
        account.read_subscription(id, doing=doing)
    except PlatformError:
        return False
    return True
