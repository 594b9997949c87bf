"""Output whose reader may leave: `payment-webhooks … | head -1` ends with the exit code that it has without `head`."""

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
    """A file whose reader may leave; what is written afterwards is dropped, so that nothing else changes."""

    def write(self, content: Buffer, /) -> int:
        """Write *content*, or drop it."""
        with suppress(BrokenPipeError):
            return super().write(content)
        return memoryview(content).nbytes


def open_streams() -> None:
    """
    Make the standard streams fit for commands: a closed one takes what is written to it, and one whose reader has left
    raises nothing. What the encoding of the output does not have is written out as its number.
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
