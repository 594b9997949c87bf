"""
What is said while Go builds, and what makes one build differ from another.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import cast

import go_build
import pytest

MODULE = Path(go_build.__file__).parent


class Running:
    """A build that has more to say only after somebody has been told how far it is."""

    def __init__(self, told: Event) -> None:
        self._told = told
        self.stdout = self._lines()

    def _lines(self) -> Iterator[str]:
        yield "go: downloading example.test/one v1.0.0\n"
        yield "example.test/one\n"
        yield "example.test/two\n"
        self._told.wait()
        yield "example.test/three\n"

    def wait(self) -> int:
        return 0


def test_progress_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A long build says now and then how much it has fetched and compiled.
    """
    monkeypatch.setattr(go_build, "HEARTBEAT", 0.05)
    lines: list[str] = []
    told = Event()

    def say(line: str) -> None:
        lines.append(line.partition(": ")[2])
        if "2 packages" in line:
            told.set()

    go_build.follow(cast("subprocess.Popen[str]", Running(told)), say, started=0.0)

    assert "1 modules fetched, 2 packages compiled" in lines


def test_other_dependencies_are_another_build(tmp_path: Path) -> None:
    """
    A changed go.sum never finds the engine that was built from the old one.
    """
    for name in ("go.mod", "go.sum"):
        shutil.copy(MODULE / name, tmp_path)
    before = go_build.key(tmp_path)
    (tmp_path / "go.sum").write_text("example.test/one v1.0.0 h1:x\n")

    assert go_build.key(tmp_path) != before


def test_pinned_version_is_read_from_go_mod() -> None:
    """
    The version that `pulumi version` will print is that of go.mod.
    """
    assert go_build.pinned(MODULE) == "v3.259.0"
