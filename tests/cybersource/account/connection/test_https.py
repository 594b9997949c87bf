"""Our client over https, with the simulator's own certificate authority."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cybersource.orders import FULL, SUBSCRIPTION
from tests.stand_ins.simulators import UNREVIEWED

from pulumi_payment_webhooks.errors import PlatformError
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@pytest.fixture
def cybersource_simulator() -> Iterator[CybersourceSimulator]:
    with CybersourceSimulator(tls=True, knobs=UNREVIEWED) as simulator:
        yield simulator


def test_client_trusts_the_file(simulator: Any, life_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    With `SSL_CERT_FILE` set to the simulator's file, a subscription is created and read over https.
    """
    monkeypatch.setenv("SSL_CERT_FILE", str(simulator.trusted_file))
    life = life_of(SUBSCRIPTION)
    stored = life.create({**FULL, "status": "ACTIVE"})

    assert simulator.endpoint.startswith("https://")
    assert life.read(stored).outputs["currentStatus"] == "ACTIVE"


def test_client_trusts_nobody_else(simulator: Any, life_of: Any, tmp_path: Path) -> None:
    """
    Without it nothing is sent, and the message says why.
    """
    with pytest.raises(PlatformError, match=r"certificate of 127\.0\.0\.1:[0-9]+ is not trusted"):
        life_of(SUBSCRIPTION).create(FULL)

    assert len(simulator.requests) == 0
