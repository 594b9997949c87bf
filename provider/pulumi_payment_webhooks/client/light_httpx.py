"""
httpx, loaded without its command line: rich, click and pygments would double the time that it takes to load.

`httpx` imports its command line where these are installed, and typer installs them. Nothing else of it changes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _hidden(name: str) -> Iterator[None]:
    """Let imports of the module *name* fail while the block runs, unless it is loaded already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # the documented mark of a module that cannot be imported
    try:
        yield
    finally:
        del sys.modules[name]


with _hidden("httpx._main"):
    import httpx

__all__ = ["httpx"]
