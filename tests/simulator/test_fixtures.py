"""The pytest fixtures as a project has them that has installed the package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = """
import ssl
import urllib.request

import pytest


def test_plain(cybersource_simulator):
    assert cybersource_simulator.endpoint.startswith("http://")
    assert cybersource_simulator.knobs.review == "timed"


@pytest.mark.parametrize("cybersource_simulator", [{"tls": True, "latency_after": 0.01}], indirect=True)
def test_options(cybersource_simulator):
    context = ssl.create_default_context(cafile=cybersource_simulator.trusted_file)
    with urllib.request.urlopen(f"{cybersource_simulator.endpoint}/_simulator", context=context) as answer:
        assert answer.status == 200
    assert cybersource_simulator.latency_after == 0.01


def test_both_platforms(cybersource_simulator, digital_river_simulator):
    assert digital_river_simulator.endpoint != cybersource_simulator.endpoint
    assert digital_river_simulator.api_key.startswith("sk_test_")
"""


def test_project_of_somebody_else(tmp_path: Path) -> None:
    """
    A project without any setup gets a fixture for each platform, and turns on https for one test.
    """
    (tmp_path / "test_theirs.py").write_text(PROJECT)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}

    ended = subprocess.run(
        [*command, "test_theirs.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, "3 passed" in ended.stdout) == (0, True), ended.stdout
