"""
The vendor's own SDKs, unchanged, in a folder outside of the project. Where installed, tests run them on the simulator.

    .venv/bin/python tools/vendor_sdks.py

The two lines below pin their versions.
"""

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

PYTHON = "cybersource-rest-client-python==0.0.80"
NODE = "cybersource-rest-client@0.0.83"
# The SDK for Python reads its own version from `pkg_resources`, which newer releases of setuptools do not have.
NEEDED_BY_PYTHON = "setuptools<81"
MISSING = "the vendor's SDKs are not installed, so the simulator is not tested with them; get them: make sdks"


def folder() -> Path:
    """The folder of both SDKs."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "payment-webhooks/sdks"


@dataclass(frozen=True)
class Sdk:
    """
    An installed SDK.

    Args:
        program: The interpreter of its programs.
        environment: The variables with which the interpreter finds the SDK.
    """

    program: str
    environment: dict[str, str]


def python() -> Sdk | None:
    """The SDK for Python; None where that version is not installed."""
    return Sdk(str(_python_program()), {}) if _mark(PYTHON).exists() else None


def node() -> Sdk | None:
    """The SDK for Node.js; None where that version is not installed, or Node.js is not."""
    program = shutil.which("node")
    if program is None or not _mark(NODE).exists():
        return None
    return Sdk(program, {"NODE_PATH": str(folder() / "node/node_modules")})


def install() -> None:
    """Install the SDKs that are missing."""
    if python() is None:
        venv.create(folder() / "python", clear=True, with_pip=True)
        _run([_python_program(), "-m", "pip", "install", "--quiet", "--upgrade", PYTHON, NEEDED_BY_PYTHON])
        _mark(PYTHON).touch()
    npm = shutil.which("npm")
    if node() is None and npm:
        target = folder() / "node"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        _run([npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", target, NODE])
        _mark(NODE).touch()


def _python_program() -> Path:
    return folder() / "python/bin/python"


def _mark(version: str) -> Path:
    """A file that exists once *version* is completely installed."""
    return folder() / ("python" if version is PYTHON else "node") / version.replace("/", "-")


def _run(command: list[str | Path]) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    install()
    sys.exit(None if python() and node() else MISSING)
