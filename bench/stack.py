"""
A fresh stack, and the five operations that are timed on it, each one phase of the real engine.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.platforms import Platform
from bench.programs import Side

from sandbox import ROOT, Simulator, Unexpected, environment

OPERATIONS = ("up", "preview", "refresh", "update", "destroy")
COMMANDS = {
    "up": "up --yes --skip-preview",
    "preview": "preview --expect-no-changes",
    "refresh": "refresh --yes --skip-preview --expect-no-changes",
    "update": "up --yes --skip-preview",
    "destroy": "destroy --yes --skip-preview",
}
PATIENCE = 1800  # Seconds after which a command has hung.


@dataclass(frozen=True)
class Timed:
    """
    One operation.

    Args:
        seconds: Wall time of the command.
        calls: Requests that the platform received during it.
        changes: Those of them that change something.
    """

    seconds: float
    calls: int
    changes: int


@dataclass(frozen=True)
class Stack:
    """A project with an empty stack, for one side."""

    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    platform: Simulator = field(repr=False)
    kind: Platform
    side: Side
    count: int

    def time(self, operation: str, *options: str) -> Timed:
        """
        Time *operation*, and check the platform afterwards.

        Raises:
            Unexpected: The command failed, or the platform has other subscriptions afterwards.
        """
        self._write("first" if operation != "update" else "second")
        self.platform.forget_requests()
        started = time.perf_counter()
        self.pulumi(f"{COMMANDS[operation]} {shlex.join(options)}")
        seconds = time.perf_counter() - started
        self._insist(operation)
        received = self.platform.ask("GET", "/requests")
        return Timed(seconds, len(received), sum(one["method"] != "GET" for one in received))

    def pulumi(self, command: str) -> None:
        """
        Run a command of the engine.

        Raises:
            Unexpected: It failed.
        """
        ran = subprocess.run(
            ["pulumi", *shlex.split(command)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        if ran.returncode:
            raise Unexpected(
                f"`pulumi {command}` of {self.side} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}"
            )

    def _write(self, version: str) -> None:
        text = self.kind.program(self.side, self.count, self.platform.account, version)
        (self.folder / "__main__.py").write_text(text)

    def _insist(self, operation: str) -> None:
        held = self.platform.ask("GET", self.kind.objects)
        wanted = [] if operation == "destroy" else ["second" if operation == "update" else "first"] * self.count
        if [self.kind.version(one) for one in held] != wanted:
            raise Unexpected(f"after {operation} by {self.side} the platform has {len(held)} other objects")


@contextmanager
def fresh(kind: Platform, side: Side, count: int, platform: Simulator, engine: Path) -> Iterator[Stack]:
    """
    An empty stack of *side* in a temporary folder, and a platform of *kind* that has nothing and accepts *count*.
    """
    with tempfile.TemporaryDirectory(prefix="payment-webhooks-bench-", ignore_cleanup_errors=True) as temporary:
        folder, state = Path(temporary, "project"), Path(temporary, "state")
        folder.mkdir()
        state.mkdir()
        (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
        stack = Stack(folder, _environment(Path(temporary), engine, state), platform, kind, side, count)
        stack.pulumi("stack init bench")
        *plain, secret = (
            shlex.quote(f"payment-webhooks:{name}={platform.account[member]}") for name, member in kind.settings.items()
        )
        stack.pulumi(f"config set-all {' '.join(f'--plaintext {one}' for one in plain)} --secret {secret}")
        platform.ask("POST", "/reset")
        kind.prepare(platform, count)
        yield stack


def _environment(temporary: Path, engine: Path, state: Path) -> dict[str, str]:
    """The environment of the demo, with compiled Python files kept and `bench` on the path."""
    theirs = environment(temporary, engine, state)
    del theirs["PYTHONDONTWRITEBYTECODE"]
    inherited = [os.environ["PYTHONPATH"]] if os.environ.get("PYTHONPATH") else []
    return theirs | {"PYTHONPATH": os.pathsep.join([str(ROOT), *inherited])}
