"""The fixture `digital_river_simulator` of the pytest plugin: one running simulator for each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .handle import DigitalRiverSimulator


@pytest.fixture
def digital_river_simulator(request: pytest.FixtureRequest) -> Iterator[DigitalRiverSimulator]:
    """
    A simulator of the Digital River API on loopback, empty, with keys of its own.

    Parametrized indirectly with a mapping, it has these options: `{"tls": True}`, `{"latency_after": 0.2}`.
    """
    from .handle import DigitalRiverSimulator

    with DigitalRiverSimulator(**getattr(request, "param", {})) as simulator:
        yield simulator
