"""
The pytest plugin that comes with the package: `cybersource_simulator`, one running simulator per test.

pytest loads this module in every project that has the package installed, so nothing heavy is imported before a test
uses the fixture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .handle import CybersourceSimulator


@pytest.fixture
def cybersource_simulator(request: pytest.FixtureRequest) -> Iterator[CybersourceSimulator]:
    """
    A simulator of the Cybersource webhooks API on loopback, empty, with its own key.

    Parametrize it indirectly with a mapping of options: `{"tls": True}`, `{"latency_after": 0.2}`.
    """
    from .handle import CybersourceSimulator

    with CybersourceSimulator(**getattr(request, "param", {})) as simulator:
        yield simulator
