"""
The stand-in for the Python language host, as the engine starts and stops it.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

HOST = Path(__file__).parents[2] / "tools" / "pulumi" / "python_host"


def test_interrupt_ends_it_quietly() -> None:
    """
    SIGINT, which is how the engine ends a host, ends it at once, without a traceback and without an error.
    """
    with started() as host:
        assert host.stdout is not None
        host.stdout.readline()
        os.killpg(host.pid, signal.SIGINT)
        rest = host.communicate()

    assert (host.returncode, *rest) == (0, b"", b"")


def test_killed_engine_is_not_outlived() -> None:
    """
    When nobody reads its output any more, which is how an engine's death shows, the host ends by itself.
    """
    with started() as host:
        assert host.stdout is not None
        host.stdout.readline()
        host.stdout.close()

        assert host.wait(timeout=60) == 0


def test_python_without_the_sdk_is_named() -> None:
    """
    A project's interpreter that lacks the SDK leads to one line that names the interpreter and the remedy.
    """
    command = [sys.executable, "-S", str(HOST / "language_host.py"), "127.0.0.1:1"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert ran.stderr.startswith(f"{sys.executable} cannot load the Pulumi SDK")
    assert ran.stderr.count("\n") == 1


def test_host_that_runs_nothing_does_not_load_the_sdk() -> None:
    """
    A host that is started to be asked, as one is for every command, serves before the SDK is loaded, and without it.
    """
    with started("-X", "importtime") as host:
        assert host.stdout is not None
        port = host.stdout.readline()
        os.killpg(host.pid, signal.SIGINT)
        _, loaded = host.communicate()

    assert (int(port) > 0, b"grpc" in loaded, b" pulumi\n" in loaded) == (True, True, False)


def started(*flags: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-u", *flags, str(HOST / "language_host.py"), "127.0.0.1:1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
