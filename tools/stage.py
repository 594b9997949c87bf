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
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 10  # Seconds that a process is given to end by itself.
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM)
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
            headers={"Content-Type": "application/json"},
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
        options = {"cwd": self.folder, "env": self.environment, "encoding": "utf-8", "errors": "replace"}
        pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with running(shlex.split(command), **options, **pipes) as process:
            type_in(process, typed_in)
            for line in process.stdout or ():
                text = STRAY_COLOURS.sub("", COLOURS.sub("", line)).rstrip()
                if text and said and not said[-1]:
                    self.screen.show("")  # One empty line for any number of them, and none at the end.
                if text:
                    self.screen.show(line.rstrip())
                said.append(text)
            process.wait()
        if (process.returncode != 0) is not fails:
            raise Unexpected(f"`{command}` ended with exit code {process.returncode}")
        if leaked := [secret for secret in self.screen.hidden if secret in "\n".join(said)]:
            raise Unexpected(f"`{command}` printed {len(leaked)} secret(s); they are masked above")
        return "\n".join(said)

    def ask(self, command: str, *, typed_in: str = "") -> str:
        """
        Run *command* silently and return what it says.
        """
        ran = subprocess.run(
            shlex.split(command),
            cwd=self.folder,
            env=self.environment,
            input=typed_in,
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout.strip()


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """
    Run *command*, and see that it has ended, however the block is left.

    An interruption has to wait until it is known what was started.
    """
    process: subprocess.Popen[str] | None = None
    interruptions: list[int] = []
    try:
        usual = {one: signal.signal(one, lambda number, _: interruptions.append(number)) for one in INTERRUPTIONS}
        try:
            # In a group of its own: Ctrl-C comes to us alone, and we pass it on once.
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, process_group=0, **options)
        finally:
            for one, handler in usual.items():
                signal.signal(one, handler)
        if interruptions:
            raise KeyboardInterrupt
        yield process
    finally:
        if process is not None:
            end(process)


def type_in(process: subprocess.Popen[str], text: str) -> None:
    if process.stdin:
        process.stdin.write(text)
        process.stdin.close()
        process.stdin = None  # So that `communicate` does not ask for it.


def end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=PATIENCE)  # Reads on: a process whose words nobody takes cannot end.
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            process.kill()
            process.wait()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # Its children, where it did not wait for them.
    if process.stdout:
        process.stdout.close()


@contextmanager
def simulator(command: Sequence[str]) -> Iterator[Simulator]:
    """
    Run the simulator that *command* starts, until the block ends.
    """
    with running(command) as process:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise Unexpected(f"`{shlex.join(command)}` did not start")
        yield Simulator(json.loads(line))


@contextmanager
def stage(example: Path, engine: Path, screen: Screen) -> Iterator[Stage]:
    """
    Copy *example* into a temporary folder with a home and a state of its own; nothing remains afterwards.
    """
    temporary = Path(tempfile.mkdtemp(prefix="payment-webhooks-demo-"))
    folder, state = temporary / example.name, temporary / "state"
    try:
        shutil.copytree(example, folder, ignore=shutil.ignore_patterns("__pycache__", "Pulumi.*.yaml", "venv", ".venv"))
        state.mkdir()
        yield Stage(folder, environment(temporary, engine, state), screen)
    finally:
        remove(temporary)


def remove(folder: Path) -> None:
    """
    Remove *folder*, although a process that is ending may write its last file there meanwhile.
    """
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(PATIENCE / 100)


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


def setting(name: str) -> str:
    return f"cybersource{name[0].upper()}{name[1:]}"


def pretty(value: Any) -> str:
    return json.dumps(value, indent=2)


def must(held: bool, claim: str) -> None:
    if not held:
        raise Unexpected(f"it is not so that {claim}")
