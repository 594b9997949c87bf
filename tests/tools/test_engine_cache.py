"""
Folders that several processes want at once, or whose maker was killed.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from engine_cache import put


def filling(log: list[Path]) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        log.append(folder)
        (folder / "tool").touch()

    return fill


def test_folder_appears_complete(tmp_path: Path) -> None:
    """
    While it is being filled, the folder is not there under its name.
    """
    seen: list[bool] = []
    put(tmp_path / "engine", lambda _: seen.append((tmp_path / "engine").exists()))

    assert seen == [False]


def test_one_of_several_callers_fills(tmp_path: Path) -> None:
    """
    A caller that comes while another fills waits for it, and fills nothing.
    """
    log: list[Path] = []
    started, finish = Event(), Event()

    def slowly(folder: Path) -> None:
        started.set()
        finish.wait()
        log.append(folder)

    with ThreadPoolExecutor(2) as callers:
        first = callers.submit(put, tmp_path / "engine", slowly)
        started.wait()
        second = callers.submit(put, tmp_path / "engine", filling(log))
        finish.set()

    assert first.result() == second.result()
    assert len(log) == 1


def test_failure_leaves_nothing(tmp_path: Path) -> None:
    """
    A filling that raises leaves neither the folder nor a half of it.
    """

    def fail(folder: Path) -> None:
        raise InterruptedError(folder)

    with pytest.raises(InterruptedError):
        put(tmp_path / "engine", fail)

    assert [one.name for one in tmp_path.iterdir()] == ["engine.lock"]


def test_remains_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    """
    What a killed run had begun does not stay for ever.
    """
    (tmp_path / ".engine~abandoned").mkdir()
    put(tmp_path / "engine", filling([]))

    assert not (tmp_path / ".engine~abandoned").exists()
