"""
What was said already in this process, which serves one phase of one run: each warning is said once. No I/O here.
"""

from __future__ import annotations

from threading import Lock


class Said:
    """The memory of one process. Safe between threads."""

    def __init__(self) -> None:
        self._said: set[tuple[str, str]] = set()
        self._first: dict[str, str] = {}
        self._lock = Lock()

    def is_new(self, urn: str, text: str) -> bool:
        """Whether *text* is said of the resource *urn* for the first time."""
        with self._lock:
            known = (urn, text) in self._said
            self._said.add((urn, text))
        return not known

    def first(self, urn: str, text: str) -> str:
        """The resource of which *text* was said first: *urn* itself if that is now."""
        with self._lock:
            return self._first.setdefault(text, urn)
