"""Endpoints that a test has made unreachable, for ever or for a few attempts. No I/O here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

BROKEN = "unreachable: the endpoint was broken on request"


class BrokenEndpoints:
    """
    The endpoints that are unreachable, by the id of their webhook.

    Args:
        check: Raises `KeyError` for a webhook that does not exist.
        changed: Called with the id of each webhook whose endpoint is broken or mended.
    """

    def __init__(self, *, check: Callable[[str], object], changed: Callable[[str], object]) -> None:
        self._check = check
        self._changed = changed
        self._left: dict[str, int | None] = {}

    def break_(self, webhook_id: str, count: int | None = None) -> None:
        """
        Let the next *count* attempts for a webhook fail; without a count, all of them until it is mended.

        Raises:
            KeyError: There is no such webhook.
            ValueError: *count* is not a positive whole number.
        """
        self._check(webhook_id)
        if count is not None and (type(count) is not int or count < 1):
            raise ValueError("count must be a whole number of at least 1")
        self._left[webhook_id] = count
        self._changed(webhook_id)

    def mend(self, webhook_id: str) -> None:
        """
        Let the endpoint be reachable again.

        Raises:
            KeyError: There is no such webhook.
        """
        self._check(webhook_id)
        self._left.pop(webhook_id, None)
        self._changed(webhook_id)

    def left(self, webhook_id: str) -> int | Literal[True] | None:
        """How many attempts will still fail: a number, True until it is mended, or None."""
        return (self._left[webhook_id] or True) if webhook_id in self._left else None

    def takes(self, webhook_id: str) -> bool:
        """Whether an attempt that is made now fails; it is counted."""
        left = self.left(webhook_id)
        if left is None:
            return False
        if left is not True and left <= 1:
            del self._left[webhook_id]
        elif left is not True:
            self._left[webhook_id] = left - 1
        return True

    def clear(self) -> None:
        """Let every endpoint be reachable."""
        self._left.clear()
