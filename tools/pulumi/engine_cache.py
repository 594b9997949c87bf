"""
The cache of engines: each folder is either absent or complete, even if several processes fill it.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Unavailable(Exception):
    """One way to get the engine does not work on this machine; the text says why."""


def cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "payment-webhooks" / "pulumi"


def put(folder: Path, fill: Callable[[Path], None]) -> Path:
    """
    Return *folder*. If it does not exist, *fill* fills it.

    It is filled under another name and then renamed, so an interrupted run leaves no half of it. Of several
    processes, one works and the others wait.
    """
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.with_name(f"{folder.name}.lock")):
        if not folder.exists():
            for remains in folder.parent.glob(f".{folder.name}~*"):
                shutil.rmtree(remains, ignore_errors=True)
            aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}~", dir=folder.parent))
            try:
                fill(aside)
                aside.rename(folder)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # Released by the system, even if this process is killed.
        yield
