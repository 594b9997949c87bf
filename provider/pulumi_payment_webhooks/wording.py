"""
How messages call the kind of a value, and suggest a name that was meant. No message shows the value itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

_KINDS = {bool: "a flag", int: "a number", float: "a number", str: "text", dict: "a mapping", list: "a list"}


def kind_of(value: Any) -> str:
    """What sort of value this is, for a message that must not show the value itself."""
    return _KINDS.get(type(value), "something else")


def closest(word: str, words: Iterable[str]) -> str | None:
    """The one of *words* that is closest to *word*, whatever its case; None where none is close."""
    folded = {one.casefold(): one for one in words}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """`` (did you mean 'X'?)`` where *word* is close to one of *words*, else nothing."""
    close = closest(word, words)
    return f" (did you mean {close!r}?)" if close else ""
