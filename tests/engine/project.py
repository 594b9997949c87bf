"""
A Pulumi project in a temporary folder, and the commands that people type in it. Knows the engine, nothing of ours.
"""

import hashlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent
from typing import Any

from tests.messages import check_length
from tests.warm.interpreter import commands_of

WARNING = "warning: "
NAME = "shop"
STACK = "dev"
PASSPHRASE = "correct horse"
PATIENCE = 120  # Seconds after which a command is taken to hang.
KEPT = {"HOME", "LANG", "LC_ALL", "PYTHONPATH", "TMPDIR", "TZ"}  # All else, such as CI variables, stays out.


@dataclass(frozen=True)
class Ran:
    """What a command said, and how it ended."""

    command: str
    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def __str__(self) -> str:
        return f"$ {self.command}\n{self.text}(exit code {self.code})"


@dataclass(frozen=True)
class Project:
    """
    One project, its stack `dev`, and a home and a state folder of its own.

    Args:
        root: The folder of all this.
        engine: The folder of the engine.
        python: The interpreter of its programs and providers, if it is not the one that these tests run with.
    """

    root: Path
    engine: Path
    python: Path | None = None

    @property
    def cold(self) -> "Project":
        """
        The same project; its programs and providers are started as they are outside of tests.
        """
        return replace(self, python=None)

    @property
    def folder(self) -> Path:
        return self.root / "project"

    @property
    def environment(self) -> dict[str, str]:
        warm = [str(commands_of(self.python))] if self.python else []
        path = [str(self.engine), *warm, str(Path(sys.prefix) / "bin"), os.environ["PATH"]]
        return {name: value for name, value in os.environ.items() if name in KEPT} | {
            "PATH": os.pathsep.join(path),
            "PULUMI_HOME": str(self.root / "home"),
            "PULUMI_BACKEND_URL": (self.root / "state").as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "NO_COLOR": "1",
            "GOGC": "400",  # A command lives for a second: its garbage is not worth collecting.
            **({"PULUMI_PYTHON_CMD": str(self.python)} if self.python else {}),
        }

    def write(self, program: str, name: str = "__main__.py") -> None:
        """
        Write the program, or a module beside it; the indentation of *program* does not matter.
        """
        (self.folder / name).write_text(dedent(program))
        # Python takes compiled code for current if size and second of the source are the same.
        shutil.rmtree(self.folder / "__pycache__", ignore_errors=True)

    def run(self, command: str, **environment: str) -> Ran:
        """
        Run *command*, as typed, in the project's folder; it must succeed.
        """
        ran = self.attempt(command, **environment)
        assert ran.code == 0, str(ran)
        return ran

    def fail(self, command: str, **environment: str) -> Ran:
        """
        Run *command*, as typed, in the project's folder; it must fail.
        """
        ran = self.attempt(command, **environment)
        assert ran.code != 0, str(ran)
        return ran

    def attempt(self, command: str, **environment: str) -> Ran:
        ran = subprocess.run(
            shlex.split(command),
            cwd=self.folder,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        for line in (ran.stdout + ran.stderr).splitlines():
            if line.strip().startswith(WARNING):
                # The name that it begins with is the program's.
                check_length(line.strip().removeprefix(WARNING).partition(": ")[2])
        return Ran(command, ran.returncode, ran.stdout, ran.stderr)

    def config(self, name: str, value: str, *, secret: bool = False) -> None:
        self.run(f"pulumi config set {'--secret ' if secret else ''}{name} {shlex.quote(value)}")

    def configure(self, *, plain: Mapping[str, str], secret: Mapping[str, str]) -> None:
        """
        Set many values in one command: what `config` does, in the time of one of them.
        """
        pairs = [f"--plaintext {shlex.quote(f'{name}={value}')}" for name, value in plain.items()]
        pairs += [f"--secret {shlex.quote(f'{name}={value}')}" for name, value in secret.items()]
        self.run(f"pulumi config set-all {' '.join(pairs)}")

    @property
    def settings_file(self) -> Path:
        return self.folder / f"Pulumi.{STACK}.yaml"

    @property
    def state_file(self) -> str:
        """
        The state as the backend keeps it, secrets encrypted.
        """
        return self.state_path.read_text()

    @property
    def state_path(self) -> Path:
        """
        Where the backend keeps the state.
        """
        return self.root / "state" / ".pulumi" / "stacks" / NAME / f"{STACK}.json"

    def stack(self) -> dict[str, Any]:
        """
        Return the stack's deployment, which `pulumi stack export` shows as well, but takes its time.
        """
        deployment: dict[str, Any] = json.loads(self.state_file)["checkpoint"]["latest"]
        return deployment

    def resources(self, kind: str) -> list[dict[str, Any]]:
        """
        Return the resources in state whose type ends in *kind*.
        """
        return [one for one in self.stack().get("resources") or [] if one["type"].endswith(kind)]

    @property
    def selection(self) -> Path:
        """
        Where the engine remembers which stack is selected here: under a hash of the project's path.
        """
        project = hashlib.sha1(str(self.folder / "Pulumi.yaml").encode()).hexdigest()
        return self.root / "home" / "workspaces" / f"{NAME}-{project}-workspace.json"

    def copy_to(self, root: Path) -> "Project":
        """
        Return an independent copy, its stack selected; unlike `pulumi stack init`, this takes no time.
        """
        copy = Project(root, self.engine, self.python)
        shutil.copytree(self.root, root, dirs_exist_ok=True)
        selection = (root / "home" / "workspaces" / self.selection.name).rename(copy.selection)
        theirs, ours = (one.environment["PULUMI_BACKEND_URL"] for one in (self, copy))
        selection.write_text(selection.read_text().replace(theirs, ours))
        return copy


def create(root: Path, engine: Path) -> Project:
    """
    Make an empty project with `pulumi stack init`.
    """
    project = Project(root, engine)
    project.folder.mkdir(parents=True)
    (root / "state").mkdir()
    (project.folder / "Pulumi.yaml").write_text(f"name: {NAME}\nruntime: python\n")
    project.write("import pulumi\n")
    project.run(f"pulumi stack init {STACK}")
    return project


def interrupt(run: "subprocess.Popen[bytes]") -> None:
    """
    Type Ctrl-C, and return when the engine has said that it cancels; its output must not be buffered here.
    """
    run.send_signal(signal.SIGINT)
    assert run.stdout is not None
    assert any(b"received; cancelling" in line for line in run.stdout), "the engine has ended before"
