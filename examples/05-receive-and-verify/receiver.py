"""
Receives notifications: verifies and decrypts each, and handles each event once.

    SIGNATURE_KEYS=… PRIVATE_KEY_FILE=receiver.key uvicorn --factory receiver:app

It answers 200 when an event is handled or was handled before, 401 to strangers, and 503 while it cannot do its work, so
that the platform tries again.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from pulumi_payment_webhooks.cybersource import notifications

Handle = Callable[[notifications.Notification, sqlite3.Connection], None]
Clock = Callable[[], datetime]


class Store:
    """
    The events that were handled, in SQLite: a table whose key is what happened, so that nothing is handled twice.

    Args:
        file: Where they are kept. It may become available later; until then the store is not ready.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def is_ready(self) -> bool:
        """Whether events can be kept."""
        try:
            with closing(self._connected()):
                return True
        except sqlite3.Error:
            return False

    def handle_once(self, notification: notifications.Notification, handle: Handle) -> bool:
        """
        Call *handle* unless this event was handled before, and tell whether it was called now.

        It is given the connection: what it writes there belongs to the same transaction, and both are kept, or neither.

        Raises:
            sqlite3.Error: The store is not ready.
        """
        with closing(self._connected()) as connection, connection:
            told = (notification.content_id, notification.event_type)
            is_new = connection.execute("insert or ignore into events values (?, ?)", told).rowcount == 1
            if is_new:
                handle(notification, connection)
            return is_new

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file)
        try:
            connection.execute("create table if not exists events (content_id text primary key, event_type text)")
        except BaseException:
            connection.close()
            raise
        return connection


def tell(notification: notifications.Notification, connection: sqlite3.Connection) -> None:
    """What this example does with an event: print it. A shop would write to *connection* what to ship or refund."""
    secrecy = "encrypted" if notification.proof.was_encrypted else "in the clear"
    told = json.dumps([item.data for item in notification.items])
    print(f"{notification.event_type}: signed with {notification.proof.key_id}, {secrecy}: {told}", flush=True)


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    receiver: notifications.Receiver, store: Store, *, handle: Handle = tell, now: Clock = _now
) -> Starlette:
    """
    The application.

    Args:
        receiver: What verifies and decrypts.
        store: What remembers.
        handle: What is done with each event, once. When it raises, the event counts as not handled.
        now: The time with which the time of sending is compared.
    """

    async def health(request: Request) -> Response:
        """Down while nothing could be kept: the platform then holds its notifications back."""
        return Response(status_code=200 if store.is_ready() else 503)

    async def receive(request: Request) -> Response:
        try:
            notification = await receiver.receive(request, at=now())
            store.handle_once(notification, handle)
        except notifications.Unverified:
            return Response(status_code=401)
        except (notifications.Unreadable, sqlite3.Error):
            return Response(status_code=503)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody hears it, and no stranger can fill the log with tracebacks
        return Response()

    return Starlette(
        routes=[
            Route("/health", health, methods=["GET", "POST"]),
            Route("/notifications", receive, methods=["POST"]),
        ]
    )


def app() -> Starlette:
    """The application with its keys from the environment, for `uvicorn --factory receiver:app`."""
    receiver = notifications.Receiver(
        keys=json.loads(os.environ["SIGNATURE_KEYS"]),
        decryption_keys=[Path(os.environ["PRIVATE_KEY_FILE"]).read_bytes()],
    )
    return create_app(receiver, Store(Path(os.environ.get("EVENTS_FILE", "events.sqlite"))))
