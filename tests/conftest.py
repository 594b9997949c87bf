"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@pytest.fixture
def cybersource_simulator() -> Iterator[CybersourceSimulator]:
    """The fixture of the package, with a simulator that does not review URLs."""
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        yield simulator
