"""
Webhooks, asked for now: all of them in one request, or one by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from ...errors import Missing, Unavailable
from ..api.paths import Paths
from ..api.webhooks import WebhookRow, read_row, read_rows
from .connection import DigitalRiverConnection

T = TypeVar("T")


def list_webhooks(connection: DigitalRiverConnection) -> Sequence[WebhookRow]:
    """
    All webhooks of the mode of the key, as far as the list shows them.

    Raises:
        PlatformError: There is no definite answer, or a no.
    """
    doing = "list webhooks"
    return _read(read_rows, connection.ask("GET", _paths(connection).webhooks, doing=doing), connection, doing)


def list_whole_webhooks(connection: DigitalRiverConnection, *, each: bool = False) -> Sequence[WebhookRow]:
    """
    All webhooks of the mode of the key with what every webhook has, in the order of their ids.

    A row that leaves something out is read by its id; with *each*, every row is. A webhook that was deleted since it
    was listed is left out.

    Raises:
        PlatformError: There is no definite answer, or a no.
    """
    rows = list_webhooks(connection)
    found: dict[str, WebhookRow | None] = {row.id: row for row in rows}
    if ids := [row.id for row in rows if each or row.is_short]:
        with ThreadPoolExecutor(min(len(ids), connection.settings.workers)) as pool:
            found.update(zip(ids, pool.map(partial(_find, connection), ids), strict=True))
    return [row for _, row in sorted(found.items()) if row]


def _find(connection: DigitalRiverConnection, id: str) -> WebhookRow | None:
    try:
        return read_webhook(connection, id, doing=f"read webhook {id}")
    except Missing:
        return None


def read_webhook(connection: DigitalRiverConnection, id: str, *, doing: str) -> WebhookRow:
    """
    The webhook *id*.

    Raises:
        Missing: The platform has no such webhook.
        PlatformError: There is no definite answer, or a no.
    """
    row = _read(read_row, connection.ask("GET", _paths(connection).webhook(id), doing=doing), connection, doing)
    if row.id != id:
        raise _odd_answer("with another webhook", connection, doing)
    return row


def _paths(connection: DigitalRiverConnection) -> Paths:
    return Paths(connection.settings.profile)


def _read(read: Callable[[object], T], answer: object, connection: DigitalRiverConnection, doing: str) -> T:
    """*answer*, read; an odd list is not an empty list: nothing is known then."""
    try:
        return read(answer)
    except ValueError as oddity:
        raise _odd_answer(str(oddity), connection, doing) from None


def _odd_answer(oddity: str, connection: DigitalRiverConnection, doing: str) -> Unavailable:
    reason = f"{connection.host} answered {oddity}"
    return Unavailable(f"cannot {doing}: {reason}", reason=reason)
