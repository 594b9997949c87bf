"""
Projects whose stack is configured for a simulated Digital River.
"""

from collections.abc import Iterator

import pytest
from tests.engine.digital_river.stack import Stack
from tests.engine.project import Project

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs


@pytest.fixture
def river() -> Iterator[DigitalRiverSimulator]:
    """
    A simulator of the published API.
    """
    with DigitalRiverSimulator(knobs=Knobs()) as simulator:
        yield simulator


@pytest.fixture
def stack(project: Project, river: DigitalRiverSimulator) -> Stack:
    """
    A stack for test webhooks there.
    """
    return Stack.configured(project, river)


@pytest.fixture
def console(project: Project, river: DigitalRiverSimulator) -> Stack:
    """
    A stack that has the features of Global Commerce.
    """
    river.turn(profile="gc")
    return Stack.configured(project, river)
