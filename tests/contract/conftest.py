"""The plain client at a simulator, in every manner of signing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.contract.plain_client import PlainClient


def client_of(simulator: Any, scheme: str) -> Iterator[PlainClient]:
    client = PlainClient(simulator, scheme)
    yield client
    client.connection.close()


@pytest.fixture(params=["jwt", "jwt-upper", "jwt-dashed", "signature-date", "signature-v-c-date"])
def client(request: pytest.FixtureRequest, cybersource_simulator: Any) -> Iterator[PlainClient]:
    yield from client_of(cybersource_simulator, request.param)


@pytest.fixture
def token_client(cybersource_simulator: Any) -> Iterator[PlainClient]:
    yield from client_of(cybersource_simulator, "jwt")


@pytest.fixture
def signing_client(cybersource_simulator: Any) -> Iterator[PlainClient]:
    yield from client_of(cybersource_simulator, "signature-date")
