"""Resources of the platform at a simulator of the test's own."""

from collections.abc import Callable, Iterator

import pytest
from tests.cybersource.life import Life, account_at, next_run
from tests.cybersource.orders import SUBSCRIPTION


@pytest.fixture
def life_of(cybersource_simulator) -> Iterator[Callable[..., Life]]:
    """Gives a resource type by kind, at the simulator, perhaps with other settings."""
    yield lambda kind, **settings: Life(kind, account_at(cybersource_simulator, **settings))
    next_run()


@pytest.fixture
def simulator(cybersource_simulator):
    """A simulator with a signature key on file."""
    cybersource_simulator.add_signature_key()
    return cybersource_simulator


@pytest.fixture
def life(simulator, life_of):
    """Subscriptions at the simulator."""
    return life_of(SUBSCRIPTION)
