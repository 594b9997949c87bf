"""
`make demo`, as a whole: it tells the truth, hides secrets, and leaves nothing behind.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.waiting import PATIENCE
from tests.warm.interpreter import warm_python

DEMO = Path(__file__).parents[2] / "tools/demo.py"


@pytest.fixture
def environment(engine: Path, tmp_path: Path) -> dict[str, str]:
    return os.environ | {"PATH": f"{engine}{os.pathsep}{os.environ['PATH']}", "TMPDIR": str(tmp_path)}


def test_demo_keeps_its_promises(environment: dict[str, str], tmp_path: Path) -> None:
    """
    The demo ends well and leaves no file; where nobody watches it prints no colours, and never a secret.
    """
    warm = environment | {"PULUMI_PYTHON_CMD": str(warm_python())}
    ran = subprocess.run([sys.executable, DEMO], env=warm, capture_output=True, text=True, check=False)

    assert (ran.returncode, list(tmp_path.glob("payment-webhooks-demo-*"))) == (0, []), ran.stdout
    assert ("\033" in ran.stdout, '"sharedSecret": "***"' in ran.stdout) == (False, True)


@pytest.fixture
def demo(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, DEMO], env=environment, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_demo_cleans_up(demo: subprocess.Popen[str], wanted: signal.Signals, tmp_path: Path) -> None:
    """
    Interrupted in the middle of a command, the demo says so, ends its simulator and removes its folder.
    """
    port = 0
    for line in demo.stdout or ():
        port = int(found[1]) if (found := re.search(r'"http://127\.0\.0\.1:(\d+)"', line)) else port
        if line.startswith("$ pulumi up"):
            break
    demo.send_signal(wanted)
    said, _ = demo.communicate(timeout=PATIENCE)

    assert (demo.returncode, said.splitlines()[-1]) == (130, "demo: interrupted; everything it started has ended")
    assert (list(tmp_path.glob("payment-webhooks-demo-*")), is_open(port)) == ([], False)


def is_open(port: int) -> bool:

    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
