"""
Example 05, followed as its README tells it, with its receiver beside it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.engine.reader.receiving import ReaderWithReceiver, reader_of, without_figures
from tests.engine.reader.replay import followed

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


@pytest.fixture
def account(cybersource_simulator: CybersourceSimulator) -> Mapping[str, str]:
    return {"endpoint": cybersource_simulator.endpoint, "sharedSecret": cybersource_simulator.shared_secret}


@pytest.fixture
def reader(engine: Path, tmp_path: Path, account: Mapping[str, str]) -> Iterator[ReaderWithReceiver]:
    with reader_of("05-receive-and-verify", tmp_path, engine, account) as reader:
        yield reader


def test_readme_shows_what_is_seen(reader: ReaderWithReceiver, cybersource_simulator: CybersourceSimulator) -> None:
    """
    Each command of the README says what the README shows, and the receiver tells of the event what is shown.
    """
    seen, shown = followed(reader.page.before, reader)
    with reader.receiving() as told:
        cybersource_simulator.move(seconds=10)
        more_seen, more_shown = followed(reader.page.meanwhile, reader)
        said = told.read_text()

    assert seen + more_seen == shown + more_shown
    assert without_figures(said) == without_figures(reader.page.told)
    assert list(cybersource_simulator.subscriptions) == []
