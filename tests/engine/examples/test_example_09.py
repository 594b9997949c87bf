"""
Example 09, followed as its README says: its simulator and its receiver run beside the reader.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engine.reader.replay import copied, followed
from tests.engine.reader.terminals import Ports, ReaderWithTerminals, receiving, shell_commands, simulating

EXAMPLE = Path(__file__).parents[3] / "examples/09-digital-river"
PAGE = (EXAMPLE / "README.md").read_text()
BEFORE, MEANWHILE = PAGE.split("\n## Receive\n")
[RECEIVED] = re.findall(r"^```text\n(.*?)^```$", MEANWHILE, re.MULTILINE | re.DOTALL)
EVENT = re.compile(r"^(subscription|order)\.")


@pytest.fixture
def ports() -> Iterator[Ports]:
    with Ports.instead_of("8080", "9000") as ports:
        yield ports


@pytest.fixture
def reader(engine: Path, tmp_path: Path, ports: Ports) -> Iterator[ReaderWithTerminals]:
    project = copied(EXAMPLE, tmp_path / "pulumi", engine)
    project.write(ports.here((EXAMPLE / "receiver.py").read_text()), "receiver.py")
    [command] = shell_commands(BEFORE, "payment-webhooks digital-river simulate")
    with simulating(ports.here(command), project) as platform:
        account = {"endpoint": platform.setting("Endpoint"), "apiKey": platform.setting("ApiKey")}
        yield ReaderWithTerminals(project, account, ports)
        assert platform.ask("webhooks") == []


def test_readme_shows_what_is_seen(reader: ReaderWithTerminals) -> None:
    """
    Each command of the README prints what the README shows, and the receiver gets events before and after a rotation.
    """
    seen, shown = followed(BEFORE, reader)
    [start] = shell_commands(MEANWHILE, "CURRENT=")
    with receiving(start, reader.project, reader.ports.free["9000"]) as printed:
        more_seen, more_shown = followed(MEANWHILE, reader)
        received = [without_figures(line) for line in printed.read_text().splitlines() if EVENT.match(line)]

    expected = [without_figures(line) for line in RECEIVED.splitlines()]
    assert seen + more_seen == shown + more_shown
    assert received == [*expected, expected[-1]]


def without_figures(received: str) -> str:
    """
    What the receiver prints, without ids and times, which differ from run to run.
    """
    return re.sub(r"'[^']*\d[^']*'", "'…'", received)
