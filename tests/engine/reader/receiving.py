"""
An example whose README starts a receiver: the key pair it makes, the server beside the reader, and what that tells.
"""

import re
import shlex
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import pytest
from tests.crypto.certificates import encryption_pem
from tests.cybersource.notifications.sender import PEM
from tests.engine.project import PATIENCE, Project
from tests.engine.reader.replay import ID, Change, Reader, Step, copied

from ports import reserved_port

EXAMPLES = Path(__file__).parents[3] / "examples"
RECEIVER = "05-receive-and-verify"
SHOWN_RECEIVER = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Page:
    """
    A README in two parts: before the receiver runs, and while it does.
    """

    text: str

    @property
    def before(self) -> str:
        return self.text.partition("\n## Receive\n")[0]

    @property
    def meanwhile(self) -> str:
        return self.text.partition("\n## Receive\n")[2]

    @property
    def key_pair(self) -> str:
        """
        The command that makes a key pair.
        """
        [command] = re.findall(r"^(openssl .*)$", self.before, re.MULTILINE)
        return str(command)

    @property
    def start(self) -> str:
        """
        The command that starts the receiver.
        """
        [command] = re.findall(r"^(uvicorn .*)$", self.meanwhile, re.MULTILINE)
        return str(command)

    @property
    def told(self) -> str:
        """
        What the receiver tells.
        """
        [text] = re.findall(r"^```text\n(.*?)^```$", self.meanwhile, re.MULTILINE | re.DOTALL)
        return str(text)


@dataclass(frozen=True)
class ReaderWithReceiver(Reader):
    """
    A reader whose receiver listens elsewhere than the README says.
    """

    page: Page = Page("")
    port: int = 0

    @property
    def receiver(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def follow(self, step: Step | Change) -> str:
        if isinstance(step, Step):
            step = replace(step, command=step.command.replace(SHOWN_RECEIVER, self.receiver))
        return super().follow(step).replace(self.receiver, SHOWN_RECEIVER)

    @contextmanager
    def receiving(self) -> Iterator[Path]:
        """
        Run the receiver as the README starts it; gives the file with what it tells.
        """
        told = self.project.root / "told.txt"
        keys = self._type("pulumi stack output signature_keys --show-secrets").strip()
        environment = self.project.environment | {"SIGNATURE_KEYS": keys, "PRIVATE_KEY_FILE": "receiver.key"}
        command = shlex.split(self.page.start.replace("8000", str(self.port)))
        with told.open("w") as output:
            process = subprocess.Popen(command, cwd=self.project.folder, env=environment, stdout=output, stderr=output)
            try:
                _wait_for(f"{self.receiver}/health", process)
                yield told
            finally:
                process.terminate()
                process.wait(PATIENCE)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    end = monotonic() + PATIENCE
    while monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, TimeoutError):
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
                pytest.fail("the receiver has ended")
    pytest.fail(f"{url} does not answer")


def without_figures(told: str) -> str:
    """
    What the receiver tells, without ids, times and amounts, which are others each time.
    """
    return re.sub(r'"[^"]*\d[^"]*"', '"…"', ID.sub("<id>", told))


def make_key_pair(project: Project, page: Page) -> None:
    """
    What the README's command does, also on machines that have no openssl.
    """
    if shutil.which("openssl"):
        project.run(page.key_pair)
        return
    (project.folder / "receiver.key").write_bytes(PEM)
    (project.folder / "receiver.crt").write_text(encryption_pem())


@contextmanager
def reader_of(name: str, root: Path, engine: Path, account: Mapping[str, str]) -> Iterator[ReaderWithReceiver]:
    """
    Somebody in a copy of the example *name*, with a key pair, and with the receiver's example beside it.
    """
    page = Page((EXAMPLES / name / "README.md").read_text())
    project = copied(EXAMPLES / name, root / "pulumi", engine)
    shutil.copytree(EXAMPLES / RECEIVER, project.root / RECEIVER, ignore=shutil.ignore_patterns("__pycache__"))
    make_key_pair(project, page)
    with reserved_port() as port:
        yield ReaderWithReceiver(project, account, page, port)
