"""
The other terminals of a page: the simulator and the receiver that it starts, which run beside the reader.

The commands are those of the page; only its ports are replaced, by free ones.
"""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from tests.engine.project import PATIENCE, Project
from tests.engine.reader.replay import Change, Reader, Step

from ports import reserved_port

SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READY = "Press Ctrl-C"
SETTING = re.compile(
    r"^pulumi config set (?:--secret )?payment-webhooks:(?:cybersource|digitalRiver)(\w+) (.+)$", re.MULTILINE
)


def shell_commands(page: str, start: str) -> list[str]:
    """
    The commands of the page's `sh` blocks that begin with *start*.
    """
    return [line for block in SHELL.findall(page) for line in block.splitlines() if line.startswith(start)]


@dataclass(frozen=True)
class Ports:
    """
    A free port for each port that a page names.
    """

    free: Mapping[str, int]

    @classmethod
    @contextmanager
    def instead_of(cls, *shown: str) -> "Iterator[Ports]":
        with ExitStack() as reserved:
            yield cls({port: reserved.enter_context(reserved_port()) for port in shown})

    def here(self, text: str) -> str:
        """
        *text* of the page, with the ports that are used here.
        """
        for shown, free in self.free.items():
            text = re.sub(rf"\b{shown}\b", str(free), text)
        return text

    def on_page(self, text: str) -> str:
        """
        *text* of a terminal, with the ports of the page.
        """
        for shown, free in self.free.items():
            text = text.replace(f"127.0.0.1:{free}", f"127.0.0.1:{shown}")
        return text


@dataclass(frozen=True)
class SimulatorTerminal:
    """
    A running simulator: the settings that it printed, and its control API.
    """

    printed: str = field(repr=False)

    @property
    def lines(self) -> list[str]:
        """
        The lines to paste.
        """
        return [line for line in self.printed.splitlines() if line.startswith("pulumi config set ")]

    def setting(self, name: str) -> str:
        [value] = [shlex.split(value)[0] for key, value in SETTING.findall(self.printed) if key == name]
        return value

    def ask(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.setting('Endpoint')}/_simulator/{path}", timeout=PATIENCE) as answer:
            return json.load(answer)


@dataclass(frozen=True)
class ReaderWithTerminals(Reader):
    """
    A reader beside whom the page's simulator and receiver run, on other ports.
    """

    ports: Ports

    def follow(self, step: Step | Change) -> str:
        if isinstance(step, Step):
            step = replace(step, command=self.ports.here(step.command))
        return self.ports.on_page(super().follow(step))


@contextmanager
def simulating(command: str, project: Project, **environment: str) -> Iterator[SimulatorTerminal]:
    """
    Run the simulator that *command* starts, as typed.
    """
    with _running(shlex.split(command), project, environment, stdout=subprocess.PIPE, text=True) as process:
        printed = ""
        for line in process.stdout or ():
            printed += line
            if line.startswith(READY):
                break
        assert READY in printed, f"`{command}` printed: {printed}"
        yield SimulatorTerminal(printed)


@contextmanager
def receiving(command: str, project: Project, port: int) -> Iterator[Path]:
    """
    Run the receiver that *command* starts, as typed; gives the file with what it prints.
    """
    printed = project.root / "receiver.txt"
    with (
        printed.open("w") as output,
        _running(["sh", "-c", command], project, {}, stdout=output, stderr=output) as process,
    ):
        _await_listener(port, process, printed)
        yield printed


@contextmanager
def _running(
    command: Sequence[str], project: Project, environment: Mapping[str, str], **streams: Any
) -> "Iterator[subprocess.Popen[Any]]":
    process = subprocess.Popen(
        command, cwd=project.folder, env={**project.environment, **environment}, start_new_session=True, **streams
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


def _await_listener(port: int, process: "subprocess.Popen[Any]", printed: Path) -> None:
    end = monotonic() + PATIENCE
    while monotonic() < end:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            pytest.fail(f"the receiver has ended: {printed.read_text()}")
    pytest.fail(f"nothing listens on port {port}")
