"""What `payment-webhooks test` has the platform send, as it arrives, given to `payment-webhooks verify`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.command import at, run
from tests.cybersource.life import Life, account_at
from tests.cybersource.orders import LEAST, SUBSCRIPTION
from tests.simulator.ear import Ear

from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@pytest.fixture
def ear(cybersource_simulator: CybersourceSimulator) -> Iterator[Ear]:
    """
    A server to which everything is delivered.
    """
    listening = Ear()
    cybersource_simulator.turn(resolve=(f"https://hooks.example.net={listening.url}",))
    yield listening
    listening.close()


def test_test_arrives_and_is_verified(cybersource_simulator: CybersourceSimulator, ear: Ear, tmp_path: Path) -> None:
    """
    The test notification that was asked for arrives, and its body and headers verify with the signature key.
    """
    key_id = cybersource_simulator.add_signature_key()
    stored = Life(SUBSCRIPTION, account_at(cybersource_simulator)).create({**LEAST, "status": "ACTIVE"})
    disconnect()
    asked = json.loads(run("test", stored.id, "--json", environment=at(cybersource_simulator)).out)
    cybersource_simulator.settle()
    [arrived] = ear.heard
    (tmp_path / "headers.json").write_text(json.dumps(arrived.headers))
    key = cybersource_simulator.keys.find(key_id)
    assert key is not None

    ran = run(
        "verify",
        "--json",
        *("--headers", str(tmp_path / "headers.json"), "--key", f"{key_id}=env:KEY"),
        stdin=arrived.body,
        environment={"KEY": key.secret},
    )

    printed = json.loads(ran.out)
    assert (printed["notification"]["payloads"], printed["proof"]["keyId"]) == (asked["payloads"], key_id)
