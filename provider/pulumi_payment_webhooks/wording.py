"""
How messages call the kind of a value, suggest a name that was meant, and stay short. No message shows the value itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
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


def cut(text: str, room: int) -> str:
    """*text*, with its end left out where it is longer than *room*."""
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def few(names: Sequence[str], *, room: int = 50) -> str:
    """As many of *names* as fit into *room* characters, one at least, and how many more there are."""
    shown = list(names)
    while len(shown) > 1 and len(_listed(shown, len(names))) > room:
        shown.pop()
    return _listed(shown, len(names))


def grouped(names: Iterable[str], *, room: int) -> list[str]:
    """All of *names*, in lists of at most *room* characters; a longer name stands alone."""
    groups: list[str] = []
    for name in names:
        if groups and len(groups[-1]) + 2 + len(name) <= room:
            groups[-1] += f", {name}"
        else:
            groups.append(name)
    return groups


def fitting(*texts: str, room: int) -> str:
    """The first of *texts* that has at most *room* characters, or else the last, which is cut."""
    return next((text for text in texts if len(text) <= room), cut(texts[-1], room))


def _listed(shown: Sequence[str], count: int) -> str:
    more = count - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
