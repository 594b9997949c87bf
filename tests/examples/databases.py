"""The databases that the receiver of example 05 can keep its events in, and what a shop does beside it in each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg

BOOKINGS = "create table bookings (content_id text)"
BOOKED = "select content_id from bookings"
EVENTS = "select count(*) from events"


class Database(Protocol):
    """A database that does not exist yet."""

    @property
    def url(self) -> str:
        """The line that chooses it."""

    def come(self) -> None:
        """Make it, with the table in which a shop books what happened."""

    def booked(self) -> list[str]:
        """What was booked and kept."""

    def count(self) -> int:
        """How many events it remembers."""

    def locked(self) -> AbstractContextManager[None]:
        """Lock it, as another program would, as long as the block runs."""


@dataclass(frozen=True)
class Sqlite:
    """A file, in a folder that does not exist yet."""

    file: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def come(self) -> None:
        self.file.parent.mkdir()
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute(BOOKINGS)

    def booked(self) -> list[str]:
        with closing(sqlite3.connect(self.file)) as connection:
            return [content_id for (content_id,) in connection.execute(BOOKED)]

    def count(self) -> int:
        with closing(sqlite3.connect(self.file)) as connection:
            [[count]] = connection.execute(EVENTS).fetchall()
        return int(count)

    @contextmanager
    def locked(self) -> Iterator[None]:
        with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
            connection.execute("begin exclusive")
            yield
            connection.execute("rollback")


@dataclass(frozen=True)
class Postgres:
    """A database of a server that does not have it yet."""

    server: str
    name: str

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/{self.name}?host={self.server}"

    def come(self) -> None:
        with psycopg.connect(host=self.server, user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(f'create database "{self.name}"'.encode())
        with self._connected() as connection:
            connection.execute(BOOKINGS)

    def booked(self) -> list[str]:
        with self._connected() as connection:
            return [content_id for (content_id,) in connection.execute(BOOKED)]

    def count(self) -> int:
        with self._connected() as connection:
            [[count]] = connection.execute(EVENTS).fetchall()
        return int(count)

    @contextmanager
    def locked(self) -> Iterator[None]:
        with self._connected() as connection:
            connection.execute("create table if not exists events (content_id text primary key, event_type text)")
            connection.commit()
            connection.execute("lock table events in access exclusive mode")
            yield
            connection.rollback()

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(host=self.server, user="postgres", dbname=self.name)
