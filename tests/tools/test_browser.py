"""Which browser the tests of the inbox use, and what is said where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import browser

ROOT = Path(__file__).parents[2]


def test_any_chromium_on_the_path_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A browser of any usual name is found, and its absence, too.
    """
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.executable() is None

    installed = tmp_path / "google-chrome"
    installed.touch(mode=0o755)

    assert browser.executable() == str(installed)


@pytest.mark.parametrize(("environment", "code", "word"), [({}, 0, "SKIPPED"), ({"CI": "true"}, 1, "ERROR")])
def test_absence_is_said_plainly(tmp_path: Path, environment: dict[str, str], code: int, word: str) -> None:
    """
    Without a browser its tests are skipped with the command that gets one; in continuous integration they fail with it.
    """
    clean = {name: value for name, value in os.environ.items() if name != "CI"}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/browser", "-k", "empty_page"],
        cwd=ROOT,
        env={**clean, "PATH": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == code, ran.stdout
    assert word in ran.stdout
    assert "apt-get install --no-install-recommends chromium" in ran.stdout


def test_names_are_those_that_are_installed() -> None:
    """
    Continuous integration looks for the names that the tests look for.
    """
    script = (ROOT / ".ci/run").read_text()

    assert [name for name in browser.NAMES if f"command -v {name}" not in script] == []
