"""Which PostgreSQL the tests of the receiver use, and what is said where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import postgres

ROOT = Path(__file__).parents[2]
WITHOUT = """
import sys
sys.path.insert(0, "tools")
import postgres
postgres.DEBIAN = "/nowhere"
import pytest
raise SystemExit(pytest.main(["-p", "no:cacheprovider", "tests/examples/test_receiver.py", "-k", "answers and GET"]))
"""


def installed(folder: Path, *names: str) -> Path:
    """A folder with programs of these names."""
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch(mode=0o755)
    return folder


def test_newest_version_of_the_packages_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Of Debian's versions the newest is used, then what is on the path, and its absence is noticed.
    """
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setattr(postgres, "DEBIAN", str(tmp_path / "debian"))
    assert postgres.programs() is None

    on_path = installed(tmp_path / "path", "initdb", "pg_ctl")
    assert postgres.programs() == on_path

    installed(tmp_path / "debian/9.6/bin", "initdb", "pg_ctl")
    newest = installed(tmp_path / "debian/17/bin", "initdb", "pg_ctl")
    assert postgres.programs() == newest


@pytest.mark.parametrize(("environment", "code", "word"), [({}, 0, "SKIPPED"), ({"CI": "true"}, 1, "ERROR")])
def test_absence_is_said_plainly(tmp_path: Path, environment: dict[str, str], code: int, word: str) -> None:
    """
    Without a server its tests are skipped with the command that gets one; in continuous integration they fail with it.
    """
    clean = {name: value for name, value in os.environ.items() if name != "CI"}
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        cwd=ROOT,
        env={**clean, "PATH": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == code, ran.stdout
    assert word in ran.stdout
    assert "apt-get install --no-install-recommends postgresql" in ran.stdout


def test_continuous_integration_installs_it() -> None:
    """
    Continuous integration looks where the tests look, and installs what they ask for.
    """
    script = (ROOT / ".ci/run").read_text()

    assert postgres.DEBIAN in script
    assert "install postgresql" in script
