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

    def write(self, content: Buffer, /) -> int:
        """Write *content*, or drop it."""
        with suppress(BrokenPipeError):
            return super().write(content)
        return memoryview(content).nbytes


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
            setattr(sys, name, _leaving(stream, line_buffering=name == "stderr" or stream.isatty()))


def _leaving(stream: TextIO, *, line_buffering: bool) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(_Leaving(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=line_buffering,
    )
