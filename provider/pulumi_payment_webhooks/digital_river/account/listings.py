"""
Webhooks, asked for now: all of them in one request, or one by its id.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...client.listing import complete_rows
from ..api.paths import Paths
from ..api.webhooks import WebhookRow, read_row, read_rows
from .connection import DigitalRiverConnection


def list_webhooks(connection: DigitalRiverConnection) -> Sequence[WebhookRow]:
    """
    All webhooks of the mode of the key, as far as the list shows them.

    Raises:
        PlatformError: There is no definite answer, or a no.
    """
    doing = "list webhooks"
    return connection.read(read_rows, connection.ask("GET", _paths(connection).webhooks, doing=doing), doing=doing)


def list_whole_webhooks(connection: DigitalRiverConnection, *, each: bool = False) -> Sequence[WebhookRow]:
    """
    All webhooks of the mode of the key with what every webhook has, in the order of their ids.

    A row that leaves something out is read by its id; with *each*, every row is. A webhook that was deleted since it
    was listed is left out.

    Raises:
        PlatformError: There is no definite answer, or a no.
    """
    return complete_rows(
        list_webhooks(connection),
        lambda one: read_webhook(connection, one, doing=f"read webhook {one}"),
        is_short=lambda row: row.is_short,
        each=each,
        workers=connection.settings.workers,
    )


def read_webhook(connection: DigitalRiverConnection, id: str, *, doing: str) -> WebhookRow:
    """
    The webhook *id*.

    Raises:
        Missing: The platform has no such webhook.
        PlatformError: There is no definite answer, or a no.
    """
    row = connection.read(read_row, connection.ask("GET", _paths(connection).webhook(id), doing=doing), doing=doing)
    if row.id != id:
        raise connection.odd_answer("with another webhook", doing=doing)
    return row


def _paths(connection: DigitalRiverConnection) -> Paths:
    return Paths(connection.settings.profile)
