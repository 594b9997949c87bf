"""
The first program: typed as the README prints it, it delivers an event, and nothing that anybody sees is a warning.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.engine.project import PATIENCE, Project
from tests.engine.reader.terminals import Ports, SimulatorTerminal, receiving, simulating

ROOT = Path(__file__).parents[2]
SECTION = re.search(
    r"^(# payment-webhooks\n.*?)^## What a preview shows$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL
)
README = SECTION[1] if SECTION else ""
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTALLED = ("python3 -m venv ", "pip install ")  # A link to the environment of the tests stands in their place.
EVENT = "invoicing.customer.invoice.paid"


def blocks(language: str) -> list[str]:
    return [text for kind, text in FENCE.findall(README) if kind == language]


@dataclass(frozen=True)
class Newcomer:
    """
    Somebody with a new folder, the program of the README in it, and three terminals.
    """

    project: Project
    ports: Ports

    def terminal(self, number: int) -> str:
        """
        The commands of a terminal, from 0, but those that install; the checkout is this repository.
        """
        commands = [line for line in blocks("sh")[number].splitlines() if not line.startswith(INSTALLED)]
        return self.ports.here("\n".join(commands)).replace("../payment-webhooks", str(ROOT))

    def type(self, *commands: str) -> str:
        ran = subprocess.run(
            ["sh", "-e", "-c", "\n".join(commands)],
            cwd=self.project.folder,
            env=self.project.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout
        return ran.stdout


@pytest.fixture
def ports() -> Iterator[Ports]:
    with Ports.instead_of("8080", "9000") as ports:
        yield ports


@pytest.fixture
def newcomer(engine: Path, tmp_path: Path, ports: Ports) -> Newcomer:
    project = Project(tmp_path / "first", engine)
    project.folder.mkdir(parents=True)
    (project.folder / "venv").symlink_to(sys.prefix)
    [program] = blocks("python")
    (project.folder / "__main__.py").write_text(program)
    return Newcomer(project, ports)


@pytest.fixture
def platform(newcomer: Newcomer) -> Iterator[SimulatorTerminal]:
    activate, copy, command = newcomer.terminal(0).splitlines()
    assert activate == ". venv/bin/activate"
    newcomer.type(copy)
    receiver = newcomer.project.folder / "receiver.py"
    receiver.write_text(newcomer.ports.here(receiver.read_text()))
    with simulating(command, newcomer.project) as terminal:
        yield terminal


def test_event_arrives_without_a_warning(newcomer: Newcomer, platform: SimulatorTerminal) -> None:
    """
    The README's commands deploy the README's program, the copied receiver gets the event, and nothing warns.
    """
    stack, (deploy, receive), emit = newcomer.terminal(1), newcomer.terminal(2).splitlines(), newcomer.terminal(3)
    deployed = newcomer.type(stack, *platform.lines, deploy)
    with receiving(
        f"{stack.removesuffix('pulumi stack init dev')}{receive}", newcomer.project, newcomer.ports.free["9000"]
    ) as printed:
        emitted = newcomer.type(emit)
        received = printed.read_text()

    assert re.search(r"^ +status *: +\"ACTIVE\"$", deployed, re.MULTILINE)
    assert emitted.startswith(f"{EVENT} -> https://hooks.example.com/invoices: delivered in ")
    assert f"\n{EVENT} {{'data': {{'id': '" in received
    assert "warning" not in (deployed + emitted + received).lower()
