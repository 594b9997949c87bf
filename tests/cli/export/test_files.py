"""Several files, all of them or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer

from pulumi_payment_webhooks.cli.export.files import insist_on_room, write_files

FILES = {"first": "1", "second": "2", "third": "3"}


def content(folder: Path) -> dict[str, str]:
    """The files in *folder*."""
    return {one.name: one.read_text() for one in folder.iterdir()}


def test_files_are_written(tmp_path: Path) -> None:
    """
    Into a folder that does not exist, with the rights of every other new file.
    """
    write_files(tmp_path / "a/b", FILES, overwrite=False)
    (tmp_path / "plain").touch()

    assert content(tmp_path / "a/b") == FILES
    assert (tmp_path / "a/b/first").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A file that exists, a dangling link too, is an error that names it, and nothing is written.
    """
    (tmp_path / "second").symlink_to(tmp_path / "nowhere")
    with pytest.raises(typer.Exit) as ended:
        write_files(tmp_path, FILES, overwrite=False)

    assert ended.value.exit_code == 2
    assert (
        "already has second; --force overwrites, and without --into, the program is printed" in capsys.readouterr().err
    )
    assert [one.name for one in tmp_path.iterdir()] == ["second"]


def test_force_overwrites(tmp_path: Path) -> None:
    """
    What exists is replaced if that is asked for, and other files stay.
    """
    (tmp_path / "second").write_text("old")
    (tmp_path / "other").write_text("stays")
    write_files(tmp_path, FILES, overwrite=True)

    assert content(tmp_path) == {**FILES, "other": "stays"}


def test_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    If the last file cannot be stored, the first one is not there either, nor anything beside it.
    """
    stored = []

    def store(number: int) -> None:
        stored.append(number)
        if len(stored) == len(FILES):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", store)
    with pytest.raises(typer.Exit) as ended:
        write_files(tmp_path, FILES, overwrite=False)

    assert ended.value.exit_code == 6
    assert content(tmp_path) == {}


def test_file_that_cannot_be_replaced_leaves_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    If a file cannot be put in its place, its content does not stay under another name.
    """

    def replace(path: Path, target: Path) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(typer.Exit):
        write_files(tmp_path, FILES, overwrite=True)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_file_in_place_of_the_folder_is_one_line(
    tmp_path: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    A file in the place of the folder is one line.
    """
    (tmp_path / "file").touch()
    with pytest.raises(typer.Exit) as ended:
        write_files(tmp_path / where, FILES, overwrite=False)
    said: Any = capsys.readouterr().err

    assert (ended.value.exit_code, said.count("\n"), "cannot write to" in said) == (6, 1, True)


def test_room_is_checked_before_anything_is_read(tmp_path: Path) -> None:
    """
    The same error can be had without the content.
    """
    insist_on_room(tmp_path, FILES)
    (tmp_path / "first").touch()

    with pytest.raises(typer.Exit):
        insist_on_room(tmp_path, FILES)
