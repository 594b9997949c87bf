"""
A temporary Pulumi project, with the real engine and a simulated platform beside it.
"""

import json
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from screen import Screen, plain

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "PULUMI_PYTHON_CMD"
PATIENCE = 10  # Seconds in which a process has to end by itself.
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM)


class Unexpected(Exception):
    """
    Something is not as expected.
    """


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
class Sandbox:
    """
    The project folder, in which commands run.
    """

    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    screen: Screen

    def run(self, command: str, *, fails: bool = False, typed_in: str = "") -> str:
        """
        Show and run *command*, stream its output, and return that without colours.

        Args:
            command: The command line.
            fails: Whether the command has to fail.
            typed_in: Its standard input.

        Raises:
            Unexpected: It failed, or succeeded although it has to fail; or it printed a secret.
        """
        self.screen.typed(command)
        said: list[str] = []
        options = {"cwd": self.folder, "env": self.environment, "encoding": "utf-8", "errors": "replace"}
        pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with running(shlex.split(command), **options, **pipes) as process:
            type_in(process, typed_in)
            for line in process.stdout or ():
                text = plain(line).rstrip()
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
        Run *command* without showing it, and return its output.
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
    Run *command*, and end it however the block is left.

    An interruption waits until the process is known.
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
            process.communicate(timeout=PATIENCE)  # Reads on: a process with a full pipe cannot end.
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
def sandbox(example: Path, engine: Path, screen: Screen) -> Iterator[Sandbox]:
    """
    Copy *example* into a temporary folder with a home and a state of its own; nothing remains afterwards.
    """
    temporary = Path(tempfile.mkdtemp(prefix="payment-webhooks-demo-"))
    folder, state = temporary / example.name, temporary / "state"
    try:
        shutil.copytree(example, folder, ignore=shutil.ignore_patterns("__pycache__", "Pulumi.*.yaml", "venv", ".venv"))
        state.mkdir()
        yield Sandbox(folder, environment(temporary, engine, state), screen)
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
    The environment of the commands, without the Pulumi and Cybersource settings of this shell but its interpreter.
    """
    left_out = ("PULUMI_", "CYBERSOURCE_")
    own = {name: value for name, value in os.environ.items() if name == PYTHON or not name.startswith(left_out)}
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
    The folder of the real Pulumi engine, which is built if there is none.

    Raises:
        Unexpected: It cannot be built; standard error says what to do.
    """
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tools/pulumi/ensure.py")], stdout=subprocess.PIPE, text=True, check=False
    )
    if ran.returncode:
        raise Unexpected("there is no Pulumi engine (see above)")
    return Path(ran.stdout.strip())


def setting(name: str) -> str:
    """The setting for a member of what `simulate --json` prints."""
    return f"cybersource{name[0].upper()}{name[1:]}"


def pretty(value: Any) -> str:
    return json.dumps(value, indent=2)


def expect(is_true: bool, claim: str) -> None:
    """
    Raises:
        Unexpected: The claim is false.
    """
    if not is_true:
        raise Unexpected(f"this is not true: {claim}")
