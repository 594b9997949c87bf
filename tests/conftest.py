"""What every test may ask for."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from tests.faults.hosts import Hosts
from tests.faults.stack import Stack
from tests.simulators import UNREVIEWED

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


def pytest_configure() -> None:
    """
    Accept SIGINT, which a shell has ignored by what it starts in the background.

    Processes inherit that, and the engine would wait for each plugin that ignores the signal to end.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
