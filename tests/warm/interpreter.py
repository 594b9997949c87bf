"""
A Python interpreter whose processes start with the provider loaded: a fast stand-in for `sys.executable`.

Tests of how a process starts, of what it loads and of how it dies use `sys.executable` instead.
"""

import atexit
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
SCRIPT = "from pulumi_payment_webhooks.cli import main; main()"
QUEUE = 64  # Clients that may wait until the zygote has time for them.
KEPT = {"HOME", "LANG", "LC_ALL", "PATH", "PYTHONPATH", "TMPDIR", "TZ"}  # A process brings its other variables.


@cache
def warm_python() -> Path:
    """
    Return the path of the interpreter. The first call starts its zygote, which ends with the calling process.
    """
    folder = Path(tempfile.mkdtemp(prefix="warm-"))
    door, program = folder / "door", folder / "python"
    zygote = subprocess.Popen(
        [sys.executable, "-u", str(HERE / "zygote.py"), str(door), str(QUEUE)],
        env={name: value for name, value in os.environ.items() if name in KEPT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    atexit.register(_end, zygote, folder)
    assert zygote.stdout is not None
    assert zygote.stdout.readline() == b"ready\n"
    text = (HERE / "python.py").read_text().replace('DOOR = ""', f"DOOR = {str(door)!r}")
    program.write_text(f"#!{sys.executable} -IS\n{text}")
    program.chmod(0o700)
    command = commands_of(program) / "payment-webhooks"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {program} -c {shlex.quote(SCRIPT)} "$@"\n')
    command.chmod(0o700)
    return program


def commands_of(python: Path) -> Path:
    """
    Return the folder, to put on PATH, in which `payment-webhooks` starts with that interpreter.
    """
    return python.parent / "bin"


def _end(zygote: "subprocess.Popen[bytes]", folder: Path) -> None:
    zygote.communicate()
    shutil.rmtree(folder)
