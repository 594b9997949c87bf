"""The command line as tests type it: in this process, where nothing else is said, or in a terminal of 80 columns."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from select import select

from tests.waiting import PATIENCE
from tests.warm.interpreter import SCRIPT, warm_python
from typer.testing import CliRunner

from pulumi_payment_webhooks.cli import app
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

# In a terminal Ctrl-C counts, also where the tests themselves were started in the background, which ignores it.
COMMAND = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from pulumi_payment_webhooks.cli import main; main()",
]
PLAIN = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm", "NO_COLOR": "1"}


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it printed."""
        return self.out.splitlines()


def run(*arguments: str, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Ran:
    """Run the command, its streams no terminal; an error that is not ours is raised."""
    result = CliRunner().invoke(app, arguments, input=stdin, env={**_alone(), **PLAIN, **(environment or {})})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


def type_in_terminal(
    *arguments: str, keys: str = "", interrupt_at: str = "", environment: Mapping[str, str] | None = None
) -> Ran:
    """
    Run the command in a terminal of 80 columns, and return what the terminal showed.

    Args:
        arguments: The command.
        keys: What is typed when it asks.
        interrupt_at: What it shows when it is interrupted, as by Ctrl-C.
        environment: Variables besides those of the test.
    """
    ours, theirs = pty.openpty()
    variables = {name: value for name, value in os.environ.items() if not name.startswith("CYBERSOURCE_")}
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**variables, **PLAIN, **(environment or {})},
        start_new_session=True,
    )
    os.close(theirs)
    try:
        shown = _shown(ours, process, keys.encode(), interrupt_at.encode())
        code = process.wait(PATIENCE)
    finally:
        process.kill()
        os.close(ours)
    return Ran(code, shown.replace("\r\n", "\n"), "")


def warm(*arguments: str) -> list[str]:
    """The command as a process that has loaded it when it starts."""
    return [str(warm_python()), "-c", SCRIPT, *arguments]


def at(simulator: CybersourceSimulator) -> dict[str, str]:
    """Environment variables that lead to the simulator and wait for nothing."""
    return {
        "CYBERSOURCE_ENDPOINT": simulator.endpoint,
        "CYBERSOURCE_MERCHANT_ID": simulator.merchant_id,
        "CYBERSOURCE_ORGANIZATION_ID": simulator.organization_id,
        "CYBERSOURCE_KEY_ID": simulator.key_id,
        "CYBERSOURCE_SHARED_SECRET": simulator.shared_secret,
        "CYBERSOURCE_RETRY_WAIT": "0",
    }


def _alone() -> dict[str, str | None]:
    """Takes away what the machine of the developer says about an account."""
    return {name: None for name in os.environ if name.startswith("CYBERSOURCE_")}


def _shown(terminal: int, process: subprocess.Popen[bytes], keys: bytes, interrupt_at: bytes) -> str:
    """Everything until the other side is closed. What is typed before the question stands there is thrown away."""
    shown = b""
    while select([terminal], [], [], PATIENCE)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            return shown.decode()
        shown += piece
        if keys and shown.endswith(b": "):
            os.write(terminal, keys)
            keys = b""
        if interrupt_at and interrupt_at in shown:
            process.send_signal(signal.SIGINT)
            interrupt_at = b""
    raise TimeoutError(f"the command hangs after {shown!r}")
