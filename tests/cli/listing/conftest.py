"""Accounts at simulated platforms."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.listing.account import Accounts

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator
from pulumi_payment_webhooks.simulator.digital_river.knobs import Knobs


@pytest.fixture
def accounts(cybersource_simulator: CybersourceSimulator, tmp_path: Path) -> Iterator[Accounts]:
    """An account at each platform, without anything in it; nothing of the developer's machine counts."""
    with DigitalRiverSimulator(knobs=Knobs(requests_per_second_test=None)) as river:
        yield Accounts(cybersource_simulator, river, tmp_path)
