"""
Where the demo happens: a temporary project, the engine and the simulator beside it, and the terminal.

Knows nothing of the story. Prints no secret: whatever is printed passes `Screen.show`.
"""

import json
import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 10  # Seconds that a process is given to end by itself.
PLAIN = "\033[0m"
BOLD, RED, GREEN, CYAN = "\033[1m", "\033[31m", "\033[32m", "\033[36m"
COLOURS = re.compile(r"\033\[[0-9;]*m")
STRAY_COLOURS = re.compile(r"<\{%[^}]*%\}>")  # The engine forgets to translate these where a diff ends in errors.


class Unexpected(Exception):
    """
    Something was not as the story says.
    """


@dataclass
class Screen:
    """
    Standard output: in colour on a terminal, without any secret everywhere.
    """

    colourful: bool = field(default_factory=lambda: sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    hidden: set[str] = field(default_factory=set, repr=False)
    chapters: int = 0

    def show(self, line: str, colour: str = "") -> None:
        for secret in self.hidden:
            line = line.replace(secret, "***")
        line = STRAY_COLOURS.sub("", line)
        if not self.colourful:
            line = COLOURS.sub("", line)
        elif colour:
            line = f"{colour}{line}{PLAIN}"
        print(line, flush=True)

    def chapter(self, title: str) -> None:
        self.chapters += 1
        self.show(f"\n== {self.chapters}. {title} ".ljust(79, "="), BOLD)

    def explain(self, text: str) -> None:
        self.show("")
        for line in textwrap.wrap(text, min(shutil.get_terminal_size().columns, 100) - 2):
            self.show(f"# {line}", CYAN)

    def typed(self, command: str) -> None:
        self.show(f"$ {command}", BOLD)


@dataclass(frozen=True)
class Simulator:
    """
    The running simulator, through its control API.
    """

    account: Mapping[str, str] = field(repr=False)

    def ask(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(
            f"{self.account['endpoint']}/_simulator{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    @property
    def subscriptions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", "/subscriptions")
        return found

    @property
    def changes(self) -> list[dict[str, Any]]:
        """
        The requests received, without those that only read.
        """
        return [one for one in self.ask("GET", "/requests") if one["method"] != "GET"]

    def forget_requests(self) -> None:
        self.ask("DELETE", "/requests")


@dataclass(frozen=True)
class Stage:
    """
    A project folder in which commands are typed.
    """

    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    screen: Screen

    def run(self, command: str, *, fails: bool = False, typed_in: str = "") -> str:
        """
        Type *command*, stream what it says, and return that without colours.

        Raises:
            Unexpected: It failed, or did not although it should.
        """
        self.screen.typed(command)
        said: list[str] = []
        with self._running(command, typed_in) as process:
            for line in process.stdout or ():
                text = STRAY_COLOURS.sub("", COLOURS.sub("", line)).rstrip()
                if text and said and not said[-1]:
                    self.screen.show("")  # One empty line for any number of them, and none at the end.
                if text:
                    self.screen.show(line.rstrip())
                said.append(text)
        if (process.returncode != 0) is not fails:
            raise Unexpected(f"`{command}` ended with exit code {process.returncode}")
        if leaked := [secret for secret in self.screen.hidden if secret in "\n".join(said)]:
            raise Unexpected(f"`{command}` printed {len(leaked)} secret(s); they are masked above")
        return "\n".join(said)

    def ask(self, command: str) -> str:
        """
        Run *command* silently and return what it says.
        """
        ran = subprocess.run(
            shlex.split(command), cwd=self.folder, env=self.environment, capture_output=True, text=True, check=True
        )
        return ran.stdout.strip()

    @contextmanager
    def _running(self, command: str, typed_in: str) -> Iterator[subprocess.Popen[str]]:
        process = subprocess.Popen(
            shlex.split(command),
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            process_group=0,  # Ctrl-C comes to us alone, and we pass it on once.
        )
        with ended(process):
            if process.stdin:
                process.stdin.write(typed_in)
                process.stdin.close()
                process.stdin = None
            yield process
            process.wait()


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """
    See that *process* has ended, however this block is left.
    """
    try:
        yield
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=PATIENCE)  # Reads on: a process whose words nobody takes cannot end.
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                process.kill()
                process.wait()
        if process.stdout:
            process.stdout.close()


@contextmanager
def simulator(command: Sequence[str]) -> Iterator[Simulator]:
    """
    Run the simulator that *command* starts, until the block ends.
    """
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, process_group=0)
    with ended(process):
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise Unexpected(f"`{shlex.join(command)}` did not start")
        yield Simulator(json.loads(line))


@contextmanager
def stage(example: Path, engine: Path, screen: Screen) -> Iterator[Stage]:
    """
    Copy *example* into a temporary folder with a home and a state of its own; nothing remains afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="payment-webhooks-demo-", ignore_cleanup_errors=True) as temporary:
        folder, state = Path(temporary, example.name), Path(temporary, "state")
        shutil.copytree(example, folder, ignore=shutil.ignore_patterns("__pycache__", "Pulumi.*.yaml", "venv", ".venv"))
        state.mkdir()
        yield Stage(folder, environment(Path(temporary), engine, state), screen)


def environment(temporary: Path, engine: Path, state: Path) -> dict[str, str]:
    """
    The environment of the commands: nobody's own Pulumi or Cybersource settings come in.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PULUMI_", "CYBERSOURCE_"))}
    path = os.pathsep.join([str(engine), str(Path(sys.executable).parent), own.get("PATH", "")])
    return own | {
        "PATH": path,
        "PULUMI_HOME": str(temporary / "home"),
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": secrets.token_urlsafe(),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_OPTION_COLOR": "always",
        "PULUMI_OPTION_SUPPRESS_PROGRESS": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def engine() -> Path:
    """
    The folder of the real Pulumi engine, built first if need be; that is told on standard error.

    Raises:
        Unexpected: There is none to be had; what to do was told.
    """
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tools/pulumi/ensure.py")], stdout=subprocess.PIPE, text=True, check=False
    )
    if ran.returncode:
        raise Unexpected("there is no Pulumi engine (see above)")
    return Path(ran.stdout.strip())
