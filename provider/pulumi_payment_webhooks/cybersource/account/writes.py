"""
What this process has asked the platform to change: an answer from before says nothing of it. No I/O here.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock


class Writes:
    """The members that were written, by the path of the object. Safe between threads."""

    def __init__(self) -> None:
        self._members: dict[str, frozenset[str] | None] = {}
        self._lock = Lock()

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self._members)

    def note(self, method: str, path: str, body: object) -> None:
        """Remember a request, whatever comes of it."""
        object_path = path.removesuffix("/status").casefold()
        members = frozenset(body) if isinstance(body, Mapping) else frozenset[str]()
        with self._lock:
            known = self._members.get(object_path, frozenset())
            is_gone = method == "DELETE" or known is None
            self._members[object_path] = None if is_gone else (known or frozenset()) | members

    def of(self, path: str) -> frozenset[str] | None:
        """The members that were written at *path*; None where the object was deleted."""
        with self._lock:
            return self._members.get(path.casefold(), frozenset())
