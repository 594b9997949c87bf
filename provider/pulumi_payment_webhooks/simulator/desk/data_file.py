"""
Stores the data of a simulator in a file that is always whole and that only its owner can read.

It contains keys, so it is a secret.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import re
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError

from .journal.feed import Feed

if sys.platform != "win32":  # Windows has no such lock, so a second simulator is not noticed
    import fcntl

SHORTEST_PAUSE = 0.1
RANDOM_BYTES = 4
log = logging.getLogger(__name__)

AnySnapshot = TypeVar("AnySnapshot", bound=BaseModel)


def read(file: Path, model: type[AnySnapshot]) -> AnySnapshot | None:
    """
    The content of *file*, a *model*; None if it does not exist.

    Raises:
        ValueError: The file is damaged, or is not a data file.
        OSError: It cannot be read.
    """
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return None
    try:
        return model.model_validate(_content(raw))
    except ValidationError as wrong:
        complaint = wrong.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, complaint["loc"]))
        what = f"{where}: {complaint['msg']}" if where else "it is not a JSON object"
        raise ValueError(
            f"{file} is damaged, or is not a data file of this simulator ({what}); "
            "move it away to start with an empty simulator, or name another file for --data"
        ) from None


def _content(raw: bytes) -> Any:
    """*raw* as JSON; None if it is not JSON. pydantic's own parser refuses half of a surrogate pair."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def write(snapshot: BaseModel) -> bytes:
    """*snapshot* as it is stored."""
    try:
        return snapshot.model_dump_json().encode()
    except PydanticSerializationError:  # half of a surrogate pair, which JSON can only escape
        return json.dumps(snapshot.model_dump(mode="json"), separators=(",", ":")).encode()


class DataFile:
    """
    Writes a simulator to a file whenever it changes, in its own thread.

    Args:
        file: The file.
        content: Returns what is written; called in any thread.
        feed: Reports every change.
    """

    def __init__(self, file: Path, *, content: Callable[[], bytes], feed: Feed) -> None:
        self._file = file.resolve()
        self._content = content
        self._feed = feed
        self._held: int | None = None
        self._writing = Lock()
        self._leaving = Event()
        self._thread = Thread(target=self._run, name="data file", daemon=True)

    def start(self) -> None:
        """
        Write now, and after every change.

        Raises:
            OSError: The file cannot be written, or another simulator uses it.
        """
        with contextlib.suppress(FileNotFoundError):
            self._held = self._lock(self._file)
        self._remove_leftovers()
        self.write()
        self._thread.start()

    def stop(self) -> None:
        """Write a last time and end; calling it again does nothing."""
        if not self._leaving.is_set() and self._thread.is_alive():
            self._leaving.set()
            self._feed.publish("end")
            self._thread.join()
            self._try_to_write()
        self._unlock()

    def write(self) -> None:
        """
        Write now, atomically.

        Raises:
            OSError: It cannot be written.
        """
        with self._writing:
            self._write(self._content())

    def _write(self, content: bytes) -> None:
        new = self._file.with_name(f".{self._file.name}.{secrets.token_hex(RANDOM_BYTES)}")
        try:
            with open(new, "xb", opener=_for_its_owner) as written:
                written.write(content)
                written.flush()
                os.fsync(written.fileno())
            held = self._lock(new)
            try:
                new.replace(self._file)
            except OSError:
                os.close(held)
                raise
            self._unlock()  # not before: the file of that name is always locked
            self._held = held
        except OSError as wrong:
            raise OSError(wrong.errno, wrong.strerror, str(self._file)) from None
        finally:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)

    def _remove_leftovers(self) -> None:
        """Remove unfinished files of a killed simulator; they contain the same keys as the file itself."""
        leftover = re.compile(rf"\.{re.escape(self._file.name)}\.[0-9a-f]{{{2 * RANDOM_BYTES}}}")
        with contextlib.suppress(OSError):
            for one in self._file.parent.iterdir():
                if leftover.fullmatch(one.name):
                    one.unlink()

    def _lock(self, file: Path) -> int:
        """
        Open *file* and lock it.

        Raises:
            FileNotFoundError: It does not exist.
            OSError: Another simulator has locked it.
        """
        while True:
            opened = os.open(file, os.O_RDONLY)
            try:
                if sys.platform != "win32":
                    fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.path.samestat(os.fstat(opened), file.stat()):
                    return opened
            except BlockingIOError:
                os.close(opened)
                raise OSError(errno.EBUSY, "another simulator uses it", str(self._file)) from None
            except OSError:
                os.close(opened)
                raise
            os.close(opened)  # another simulator has replaced the file, and has locked the new one

    def _unlock(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _run(self) -> None:
        known = self._feed.latest
        while not self._leaving.is_set():
            if not self._feed.wait(known, seconds=60):
                continue
            known = self._feed.latest
            began = time.monotonic()
            self._try_to_write()
            self._leaving.wait(
                max(SHORTEST_PAUSE, 10 * (time.monotonic() - began))
            )  # spend at most a tenth of the time on this

    def _try_to_write(self) -> None:
        try:
            self.write()
        except OSError as wrong:
            log.error("cannot save the simulator's data in %s: %s", self._file, wrong.strerror)  # noqa: TRY400 - not a bug


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
