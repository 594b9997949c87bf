"""Output whose reader may close it: `payment-webhooks … | head -1` has the same exit code as without `head`."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from typing_extensions import Buffer


class _Leaving(io.FileIO):
    """A file whose reader may close it; what is written afterwards is dropped, so that nothing else changes."""

    dropped: type[OSError] = BrokenPipeError

    def write(self, content: Buffer, /) -> int:
        """Write *content*, or drop it."""
        with suppress(self.dropped):
            return super().write(content)
        return memoryview(content).nbytes


class _Remarks(_Leaving):
    """Standard error: without room for it, as on a full disk, the result and the exit code remain."""

    dropped = OSError


def open_streams() -> None:
    """
    Prepare the standard streams: writing to a closed stream, or to one whose reader has closed it, raises nothing.

    Characters that the encoding of the output does not have are written as numbers.
    """
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - until the end
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end
        else:
            setattr(sys, name, _leaving(stream, is_for_remarks=name == "stderr"))


def _leaving(stream: TextIO, *, is_for_remarks: bool) -> TextIO:
    raw = _Remarks if is_for_remarks else _Leaving
    return io.TextIOWrapper(
        io.BufferedWriter(raw(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=is_for_remarks or stream.isatty(),
    )
