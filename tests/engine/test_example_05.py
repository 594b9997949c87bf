"""
Example 05, followed as its README tells it, with its receiver beside it.
"""

import re
import shlex
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import pytest
from tests.certificates import encryption_pem
from tests.cybersource.notifications.sender import PEM
from tests.engine.project import PATIENCE, Project
from tests.engine.replay import ID, Change, Reader, Step, copied, followed

from pulumi_payment_webhooks.cybersource.simulator.handle import CybersourceSimulator

EXAMPLE = Path(__file__).parents[2] / "examples/05-receive-and-verify"
README = (EXAMPLE / "README.md").read_text()
SHOWN_RECEIVER = "http://127.0.0.1:8000"
BEFORE_IT_RUNS, _, WHILE_IT_RUNS = README.partition("\n## Receive\n")
[KEY_PAIR] = re.findall(r"^(openssl .*)$", BEFORE_IT_RUNS, re.MULTILINE)
[START] = re.findall(r"^(uvicorn .*)$", WHILE_IT_RUNS, re.MULTILINE)
[TOLD] = re.findall(r"^```text\n(.*?)^```$", WHILE_IT_RUNS, re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class ReaderWithReceiver(Reader):
    """
    A reader whose receiver listens elsewhere than the README says.
    """

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
        command = shlex.split(START.replace("8000", str(self.port)))
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
        assert process.poll() is None, "the receiver has ended"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, TimeoutError):
            continue
    pytest.fail(f"{url} does not answer")


def make_key_pair(project: Project) -> None:
    """
    What the README's command does, also on machines that have no openssl.
    """
    if shutil.which("openssl"):
        project.run(KEY_PAIR)
        return
    (project.folder / "receiver.key").write_bytes(PEM)
    (project.folder / "receiver.crt").write_text(encryption_pem())


@pytest.fixture
def account(cybersource_simulator: CybersourceSimulator) -> Mapping[str, str]:
    return {"endpoint": cybersource_simulator.endpoint, "sharedSecret": cybersource_simulator.shared_secret}


@pytest.fixture
def reader(engine: Path, tmp_path: Path, account: Mapping[str, str]) -> ReaderWithReceiver:
    project = copied(EXAMPLE, tmp_path / "pulumi", engine)
    make_key_pair(project)
    with socket.create_server(("127.0.0.1", 0)) as free:
        return ReaderWithReceiver(project, account, free.getsockname()[1])


def test_readme_shows_what_is_seen(reader: ReaderWithReceiver, cybersource_simulator: CybersourceSimulator) -> None:
    """
    Each command of the README says what the README shows, and the receiver tells of the event what is shown.
    """
    seen, shown = followed(BEFORE_IT_RUNS, reader)
    with reader.receiving() as told:
        cybersource_simulator.move(seconds=10)
        more_seen, more_shown = followed(WHILE_IT_RUNS, reader)
        said = told.read_text()

    assert seen + more_seen == shown + more_shown
    assert ID.sub("<id>", said) == ID.sub("<id>", TOLD)
    assert list(cybersource_simulator.subscriptions) == []
