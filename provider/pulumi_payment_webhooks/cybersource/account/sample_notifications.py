"""
A test notification of a subscription, sent by the platform when it is asked to.

The only operation for it is one of v1, whichever version made the subscription. When v1 ends it may be gone.
"""

from __future__ import annotations

from typing import Any

from ...errors import Missing, PlatformError
from ..api import deliveries
from .account import CybersourceAccount

_NO_SUCH_OPERATION = frozenset({404, 405, 410, 501})


class NotOffered(Exception):
    """The platform does not offer the operation any more. Nothing has failed that anybody could correct."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} does not offer test notifications any more")


def send_test(id: str, *, account: CybersourceAccount, doing: str, body: Any = None) -> Any:
    """
    Have the platform send a test notification for the subscription *id*, once, and return its answer.

    Args:
        id: The subscription.
        account: Whom to ask.
        doing: What is being done, to follow "cannot".
        body: What is sent.

    Raises:
        NotOffered: The platform does not offer it any more.
        PlatformError: It does not send one, or it is not known whether it does.
    """
    try:
        return account.change("POST", deliveries.path_of_test(id), doing=doing, body=body)
    except PlatformError as failure:
        if failure.status in _NO_SUCH_OPERATION and _is_there(id, failure, account, doing):
            raise NotOffered(account.host) from failure
        raise


def _is_there(id: str, failure: PlatformError, account: CybersourceAccount, doing: str) -> bool:
    """Whether the operation is missing: an own 404 of the platform may mean the subscription, which is read then."""
    if not isinstance(failure, Missing):
        return True
    try:
        account.read_subscription(id, doing=doing)
    except PlatformError:
        return False
    return True
