"""What the tests' own interpreter must survive: processes that end in every order."""

import os
import signal
import subprocess

from tests.warm.interpreter import warm_python

WAITS = "import os, signal; print(os.getpid(), flush=True); signal.pause()"


def test_process_and_its_client_may_end_at_once() -> None:
    """
    While it buries one process, the zygote misses the ends of others; then it hears of them and their clients at once.
    """
    command = [str(warm_python()), "-c", WAITS]
    for _ in range(10):
        clients = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(16)]
        processes = [int(one.stdout.readline()) for one in clients if one.stdout]
        for process, client in zip(processes, clients, strict=True):
            os.kill(process, signal.SIGKILL)
            os.kill(client.pid, signal.SIGKILL)
        for client in clients:
            client.communicate()
    assert subprocess.run([warm_python(), "-c", ""], check=False).returncode == 0
