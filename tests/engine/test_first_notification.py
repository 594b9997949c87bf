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
from tests.engine.terminals import Ports, SimulatorTerminal, receiving, simulating

ROOT = Path(__file__).parents[2]
SECTION = re.search(
    r"^(# payment-webhooks\n.*?)^## With an account$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL
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
    Somebody with a new folder, the files of the README in it, and three terminals.
    """

    project: Project
    ports: Ports

    def terminal(self, number: int) -> str:
        """
        The commands of a terminal, but those that install; the first block is that of the repository.
        """
        commands = [line for line in blocks("sh")[number].splitlines() if not line.startswith(INSTALLED)]
        return self.ports.here("\n".join(commands))

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
def newcomer(engine: Path, tmp_path: Path) -> Newcomer:
    ports, project = Ports.instead_of("8080", "9000"), Project(tmp_path / "first", engine)
    project.folder.mkdir(parents=True)
    (project.folder / "venv").symlink_to(sys.prefix)
    program, receiver = blocks("python")
    [description] = blocks("yaml")
    for name, text in {"__main__.py": program, "receiver.py": receiver, "Pulumi.yaml": description}.items():
        (project.folder / name).write_text(ports.here(text))
    return Newcomer(project, ports)


@pytest.fixture
def platform(newcomer: Newcomer) -> Iterator[SimulatorTerminal]:
    activate, command = newcomer.terminal(1).splitlines()
    assert activate == ". venv/bin/activate"
    with simulating(command, newcomer.project) as terminal:
        yield terminal


def test_event_arrives_without_a_warning(newcomer: Newcomer, platform: SimulatorTerminal) -> None:
    """
    The README's commands deploy the README's program, the README's receiver gets the event, and nothing warns.
    """
    stack, (deploy, receive), emit = newcomer.terminal(2), newcomer.terminal(3).splitlines(), newcomer.terminal(4)
    deployed = newcomer.type(stack, *platform.lines, deploy)
    with receiving(
        f"{stack.removesuffix('pulumi stack init dev')}{receive}", newcomer.project, newcomer.ports.free["9000"]
    ) as printed:
        emitted = newcomer.type(emit)
        received = printed.read_text()

    assert re.search(r"^ +status: +\"ACTIVE\"$", deployed, re.MULTILINE)
    assert emitted.startswith(f"{EVENT} -> https://hooks.example.com/invoices: delivered in ")
    assert received.startswith(f"{EVENT} {{'data': {{'id': '")
    assert "warning" not in (deployed + emitted + received).lower()


def test_receiver_is_that_of_the_example() -> None:
    """
    The receiver that the README shows is a file of example 01.
    """
    assert blocks("python")[1] == (ROOT / "examples/01-one-subscription/receiver.py").read_text()
