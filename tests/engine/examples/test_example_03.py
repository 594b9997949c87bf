"""
Example 03, followed as its README tells it.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.engine.reader.replay import Reader, copied, followed

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

EXAMPLE = Path(__file__).parents[3] / "examples/03-oauth-security"


@pytest.fixture
def account(cybersource_simulator: CybersourceSimulator) -> Mapping[str, str]:
    # Here the platform refuses OAuth before it knows the credentials, so that a wrong order is found.
    cybersource_simulator.turn(require_oauth_credentials=True)
    return {"endpoint": cybersource_simulator.endpoint, "sharedSecret": cybersource_simulator.shared_secret}


@pytest.fixture
def reader(engine: Path, tmp_path: Path, account: Mapping[str, str]) -> Reader:
    return Reader(copied(EXAMPLE, tmp_path / "pulumi", engine), account)


def test_readme_shows_what_is_seen(reader: Reader, cybersource_simulator: CybersourceSimulator) -> None:
    """
    Each command of the README says what the README shows, from the first to the last, which leaves nothing behind.
    """
    seen, shown = followed((EXAMPLE / "README.md").read_text(), reader)

    assert seen == shown
    assert list(cybersource_simulator.subscriptions) == []
