"""A PostgreSQL server for the receiver's example, where one is installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.examples.databases import Database, Postgres, Sqlite

from postgres import MISSING, programs, server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """
    The folder of its socket. Where none is installed, tests are skipped; in continuous integration they fail.
    """
    if programs() is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with server() as socket:
        yield socket


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Each kind of database in turn, before it exists."""
    if request.param == "sqlite":
        return Sqlite(tmp_path / "data" / "events.sqlite")
    return Postgres(request.getfixturevalue("postgres_server"), f"events_{uuid4().hex}")
