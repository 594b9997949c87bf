"""
Receives notifications: verifies and decrypts each, and handles each event once.

    SIGNATURE_KEYS=… PRIVATE_KEY_FILE=receiver.key uvicorn --factory receiver:app

It answers 200 when an event is handled or was handled before, 401 to strangers, and 503 while it cannot do its work, so
that the platform tries again.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic

from sqlalchemy import Column, Connection, MetaData, NullPool, Table, Text, create_engine, exc, insert, make_url, select
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from pulumi_payment_webhooks.cybersource import notifications

BUSY = 0.2  # Seconds to wait for a lock that another program holds; then 503, and the platform retries.
UNREACHABLE = 2  # Seconds to wait for a database server, and for one statement.
UNAVAILABLE = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
EVENTS = Table("events", MetaData(), Column("content_id", Text, primary_key=True), Column("event_type", Text))

Handle = Callable[[notifications.Notification, Connection], None]
Clock = Callable[[], datetime]


class Busy(Exception):
    """The database cannot be written to at this moment."""


class Store:
    """
    The events that were handled: a table whose key is what happened, so that nothing is handled twice.

    It works in threads of its own, so that a slow database never stops the server or its health URL.

    Args:
        database: URL of the database, as SQLAlchemy writes it: SQLite for one instance of the receiver, PostgreSQL for
            several. The database may become available later; until then the store is not ready.
    """

    def __init__(self, database: str) -> None:
        url = make_url(database)
        is_sqlite = url.get_backend_name() == "sqlite"
        if is_sqlite:  # one writer at a time, and a new connection for each event
            self._engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY})
        else:
            limits = f"-c lock_timeout={BUSY * 1000:.0f} -c statement_timeout={UNREACHABLE * 1000}"
            waits = {"connect_timeout": UNREACHABLE, "options": limits}
            self._engine = create_engine(url, pool_pre_ping=True, pool_timeout=BUSY, connect_args=waits)
        self._writers = ThreadPoolExecutor(1 if is_sqlite else 5, "store")
        self._reader = ThreadPoolExecutor(1, "health")
        self._has_table = False
        self._failed_at = 0.0

    async def is_ready(self) -> bool:
        """Whether the database can be reached; a lock that another program holds for a moment does not matter."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._is_there)

    async def handle_once(self, notification: notifications.Notification, handle: Handle) -> bool:
        """
        Call *handle* unless this event was handled before, and return whether it was called now.

        It gets the connection: what it writes there belongs to the same transaction, and both are stored, or neither.

        Raises:
            Busy: The database is locked or unreachable; nothing was stored.
        """
        work = partial(self._handle_once, notification, handle, came_at=monotonic())
        return await asyncio.get_running_loop().run_in_executor(self._writers, work)

    def close(self) -> None:
        """Finish what is being done, and close every connection."""
        self._writers.shutdown()
        self._reader.shutdown()
        self._engine.dispose()

    def _is_there(self) -> bool:
        try:
            with self._engine.connect() as connection:
                connection.execute(select(1))
        except UNAVAILABLE:
            return False
        return True

    def _handle_once(self, notification: notifications.Notification, handle: Handle, *, came_at: float) -> bool:
        if came_at < self._failed_at:  # it waited while an earlier one failed: it need not wait again
            raise Busy
        try:
            with self._engine.connect() as connection:  # rolls back what is not committed
                self._make_table(connection)
                event = {"content_id": notification.content_id, "event_type": notification.event_type}
                try:
                    connection.execute(insert(EVENTS).values(event))
                except exc.IntegrityError:
                    return False
                handle(notification, connection)
                connection.commit()
                return True
        except UNAVAILABLE as problem:
            self._failed_at = monotonic()
            self._has_table = False
            raise Busy from problem

    def _make_table(self, connection: Connection) -> None:
        if self._has_table:
            return
        try:
            EVENTS.create(connection, checkfirst=True)
            connection.commit()
        except (exc.IntegrityError, exc.ProgrammingError):  # another instance created it at the same moment
            connection.rollback()
        self._has_table = True


def tell(notification: notifications.Notification, connection: Connection) -> None:
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
        """Down while there is no database: the platform then holds its notifications back."""
        return Response(status_code=200 if await store.is_ready() else 503)

    async def receive(request: Request) -> Response:
        try:
            notification = await receiver.receive(request, at=now())
            await store.handle_once(notification, handle)
        except notifications.Unverified:
            return Response(status_code=401)
        except (notifications.Unreadable, Busy):
            return Response(status_code=503)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody hears it, and no stranger can fill the log with tracebacks
        return Response()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        store.close()

    return Starlette(
        lifespan=lifespan,
        routes=[
            Route("/health", health, methods=["GET", "POST"]),
            Route("/notifications", receive, methods=["POST"]),
        ],
    )


def app() -> Starlette:
    """The application with its keys from the environment, for `uvicorn --factory receiver:app`."""
    receiver = notifications.Receiver(
        keys=notifications.read_keys(os.environ["SIGNATURE_KEYS"]),
        decryption_keys=[Path(os.environ["PRIVATE_KEY_FILE"]).read_bytes()],
    )
    return create_app(receiver, Store(os.environ.get("EVENTS_DATABASE", "sqlite:///events.sqlite")))
