"""A machine of a host: a folder, the stand-in for `pulumi`, and the environment of these tests on the path."""

import os
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cli.command import warm

HERE = Path(__file__).parent
RECORDED = HERE.parent / "review" / "recordings"


@dataclass(frozen=True)
class Machine:
    """
    Folders of one job.

    Args:
        root: Holds all of them.
    """

    root: Path

    @property
    def workspace(self) -> Path:
        """The folder that was checked out."""
        return self.root / "workspace"

    @property
    def temp(self) -> Path:
        """A folder outside of it."""
        return self.root / "temp"

    @property
    def environ(self) -> dict[str, str]:
        """Variables of the machine."""
        path = os.pathsep.join([str(self.root / "bin"), str(Path(sys.prefix) / "bin"), os.environ["PATH"]])
        return {"PATH": path, "HOME": str(self.root), "CALLS": str(self.root), "RECORDED": str(RECORDED)}

    def commands(self) -> list[str]:
        """The commands that were given to Pulumi, without the file for its events."""
        file = self.root / "commands"
        text = file.read_text() if file.exists() else ""
        return re.sub(r" --event-log \S+/events", "", text).splitlines()

    def seen_by_the_program(self) -> str:
        """The variables of the last command."""
        return (self.root / "environment").read_text()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """An empty machine with the stand-in for `pulumi`."""
    made = Machine(tmp_path)
    for folder in (made.workspace, made.temp, tmp_path / "bin"):
        folder.mkdir()
    (tmp_path / "bin" / "pulumi").symlink_to(HERE / "pulumi")
    command = tmp_path / "bin" / "payment-webhooks"
    command.write_text(f'#!/bin/sh\nexec {shlex.join(warm())} "$@"\n')
    command.chmod(0o700)
    return made
