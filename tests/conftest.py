"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.faults.hosts import Hosts
from tests.faults.stack import Stack
from tests.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@pytest.fixture
def cybersource_simulator() -> Iterator[CybersourceSimulator]:
    """The fixture of the package, with a simulator that does not review URLs."""
    with CybersourceSimulator(knobs=UNREVIEWED) as simulator:
        yield simulator


@pytest.fixture(scope="session")
def hosts() -> Iterator[Hosts]:
    """What starts plugin processes."""
    with Hosts() as running:
        yield running


@pytest.fixture
def stack(hosts: Hosts, cybersource_simulator: CybersourceSimulator) -> Stack:
    """An empty stack; a digital signature key is on file for its organization."""
    cybersource_simulator.add_signature_key()
    return Stack(cybersource_simulator, hosts)
