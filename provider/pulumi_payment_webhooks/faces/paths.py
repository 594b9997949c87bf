"""
Pulumi's property paths, in every spelling: ``a.b``, ``a["b"]``, ``a['b']``, ``a[0]``, ``a.*``. No I/O here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SEGMENT = re.compile(
    r"""
      \[ (?: "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>(?:[^'\\]|\\.)*)' | (?P<index>[0-9]+) | (?P<bare>[^\]"']+) ) \]
    | (?P<name>[^.\[\]]+)
    """,
    re.VERBOSE,
)
_SIMPLE = re.compile(r"[A-Za-z_$*][A-Za-z0-9_$]*")


def segments(path: str) -> tuple[str | int, ...]:
    """
    The names and indices of a path, from the outside to the inside.

    Raises:
        ValueError: *path* is not one.
    """
    found: list[str | int] = []
    at = 0
    while at < len(path) or not found:
        if found and path[at] == ".":
            at += 1
        elif found and path[at] != "[":
            raise ValueError("not a property path")
        if (match := _SEGMENT.match(path, at)) is None:
            raise ValueError("not a property path")
        found.append(_segment(match))
        at = match.end()
    return tuple(found)


def _segment(match: re.Match[str]) -> str | int:
    if match["index"] is not None:
        return int(match["index"])
    quoted = match["double"] if match["double"] is not None else match["single"]
    if quoted is not None:
        return re.sub(r"\\([\"'\\])", r"\1", quoted)
    name: str = match["bare"] or match["name"]
    return name


def written(path: Iterable[str | int]) -> str:
    """The path of *segments* as the engine reads it."""
    text = ""
    for one in path:
        if isinstance(one, str) and _SIMPLE.fullmatch(one):
            text += f".{one}" if text else one
        else:
            text += f"[{one}]" if isinstance(one, int) else '["{}"]'.format(one.replace('"', r"\""))
    return text
