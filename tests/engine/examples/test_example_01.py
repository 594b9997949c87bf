"""
Example 01, followed as its README tells it: its simulator and its receiver run beside the reader.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engine.reader.replay import copied, followed
from tests.engine.reader.terminals import Ports, ReaderWithTerminals, receiving, shell_commands, simulating

EXAMPLE = Path(__file__).parents[3] / "examples/01-one-subscription"
PAGE = (EXAMPLE / "README.md").read_text()
BEFORE, MEANWHILE = PAGE.split("\n## Receive\n")
[RECEIVED] = re.findall(r"^```text\n(.*?)^```$", MEANWHILE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def ports() -> Iterator[Ports]:
    with Ports.instead_of("8080", "9000") as ports:
        yield ports


@pytest.fixture
def reader(engine: Path, tmp_path: Path, ports: Ports) -> Iterator[ReaderWithTerminals]:
    project = copied(EXAMPLE, tmp_path / "pulumi", engine).cold  # Everything starts as it does for its reader.
    project.write(ports.here((EXAMPLE / "receiver.py").read_text()), "receiver.py")
    [command] = shell_commands(BEFORE, "payment-webhooks simulate")
    with simulating(ports.here(command), project) as platform:
        account = {"endpoint": platform.setting("Endpoint"), "sharedSecret": platform.setting("SharedSecret")}
        yield ReaderWithTerminals(project, account, ports)
        assert platform.ask("subscriptions") == []


def test_readme_shows_what_is_seen(reader: ReaderWithTerminals) -> None:
    """
    Each command of the README prints what the README shows, and the receiver gets the event that it shows.
    """
    seen, shown = followed(BEFORE, reader)
    [start] = shell_commands(MEANWHILE, "KEY_ID=")
    with receiving(start, reader.project, reader.ports.free["9000"]) as printed:
        more_seen, more_shown = followed(MEANWHILE, reader)
        received = [line for line in printed.read_text().splitlines() if line.startswith("invoicing.")]

    assert seen + more_seen == shown + more_shown
    assert [without_figures(line) for line in received] == [without_figures(line) for line in RECEIVED.splitlines()]


def test_readme_shows_no_warning() -> None:
    """
    Nothing that a command of the README prints is a warning.
    """
    assert "warning" not in PAGE


def without_figures(received: str) -> str:
    """
    What the receiver prints, without ids, times and amounts, which differ from run to run.
    """
    return re.sub(r"'[^']*\d[^']*'", "'…'", received)
