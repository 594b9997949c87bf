"""An account at the simulated platform."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.digital_river.life import Life, account_at, next_run
from tests.digital_river.webhooks import WEBHOOK

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs

UNLIMITED = Knobs(requests_per_second_test=None, requests_per_second_live=None)


@pytest.fixture
def simulator() -> Iterator[DigitalRiverSimulator]:
    """A simulator without a limit of requests per second."""
    with DigitalRiverSimulator(knobs=UNLIMITED) as simulator:
        yield simulator
        next_run()


@pytest.fixture
def account(simulator: DigitalRiverSimulator) -> Any:
    """Its account, for test webhooks."""
    return account_at(simulator)


@pytest.fixture
def webhooks(account: Any) -> Life:
    """The life of webhooks there."""
    return Life(WEBHOOK, account)
