"""
Files that are written together: all of them, or none. Existing files are only overwritten on request.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ..outcomes import Exit, exit_with, usage_error
from ..printing import harmless


def insist_on_room(folder: Path, names: Iterable[str], *, overwrite: bool = False) -> None:
    """End the command where *folder* has one of the files *names*; to *overwrite*, only where it is a folder."""
    shown = harmless(str(folder))
    present = [name for name in names if os.path.lexists(folder / name)]
    if folders := [name for name in present if (folder / name).is_dir() and not (folder / name).is_symlink()]:
        raise usage_error(f"{shown} has a folder {folders[0]}, where a file has to be written")
    if present and not overwrite:
        raise usage_error(
            f"{shown} already has {', '.join(present)}; --force overwrites, and without --into, the program is printed"
        )


def write_files(folder: Path, files: Mapping[str, str], *, overwrite: bool) -> None:
    """
    Write *files* into *folder*, in their order, once the content of all of them is on the disk.

    Args:
        folder: Where; it is made if it does not exist.
        files: The content of each, by name.
        overwrite: Whether files that exist are replaced.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        insist_on_room(folder, files, overwrite=overwrite)
        _write(folder, files)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise exit_with(Exit.UNWRITTEN, f"cannot write to {harmless(str(folder))}: {reason}") from None


def _write(folder: Path, files: Mapping[str, str]) -> None:
    aside: dict[str, Path] = {}
    try:
        for name, content in files.items():
            handle, path = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
            aside[name] = Path(path)
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name in files:
            aside[name].chmod(0o666 & ~_umask())
            aside[name].replace(folder / name)
            del aside[name]
    finally:
        for left in aside.values():
            with suppress(OSError):
                left.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
