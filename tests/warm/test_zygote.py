"""What the tests' own interpreter must survive: processes and their clients that end in every order."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from tests.waiting import Watched
from tests.warm.interpreter import QUEUE, warm_python

WAITS = "import os, signal; print(os.getpid(), flush=True); signal.pause()"
Process = subprocess.Popen[bytes]


@pytest.fixture
def client() -> Iterator[Process]:
    """The client of a process that waits for a signal."""
    command = [str(warm_python()), "-c", WAITS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as client:
        yield client
        client.kill()


def process_of(client: Process) -> int:
    """The id of the process for which *client* stands."""
    assert client.stdout is not None
    return int(client.stdout.readline())


@contextmanager
def busy_zygote() -> Iterator[None]:
    """
    Have the zygote wait for a request: it does when one more client is connected than can stand at its door.
    """
    with ExitStack() as clients:
        for _ in range(QUEUE + 2):
            client = clients.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
            client.connect(str(warm_python().parent / "door"))
        yield


def kill(pid: int) -> None:
    """Kill a process, and return when it has ended."""
    watched = Watched([pid])
    os.kill(pid, signal.SIGKILL)
    watched.wait()


def test_process_and_its_client_may_end_at_once(client: Process) -> None:
    """
    The zygote, busy with a request, hears of the end of a process and of the end of its client together.
    """
    process = process_of(client)
    with busy_zygote():
        kill(process)
        client.kill()
        client.wait()

    assert subprocess.run([warm_python(), "-c", ""], check=False).returncode == 0


def test_signal_for_a_process_that_has_ended_is_lost(client: Process) -> None:
    """
    A client that has its signal to pass on when its process has ended ends as the process did, and says nothing.
    """
    process = process_of(client)
    client.send_signal(signal.SIGSTOP)
    kill(process)
    subprocess.run([warm_python(), "-c", ""], check=True)  # By then the zygote has reported the end.
    client.send_signal(signal.SIGTERM)
    client.send_signal(signal.SIGCONT)

    assert (client.communicate()[1], client.returncode) == (b"", -signal.SIGKILL)


def test_signal_to_the_group_of_the_tests_does_not_end_it(client: Process) -> None:
    """
    Ctrl-C in the terminal of the tests leaves the zygote to end its processes, at the end of the tests.
    """
    process = Path("/proc", str(process_of(client)))
    zygote = int((process / "stat").read_text().rpartition(")")[2].split()[1])
    os.kill(zygote, signal.SIGINT)

    assert subprocess.run([warm_python(), "-c", ""], check=False).returncode == 0
