"""
Which URLs a platform cannot reach, as far as their hosts show. Pure: no I/O, no name is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from ... import net
from ...pages import see
from ..declare.declaration import Path, Problem
from ..declare.shapes import ObjectOf
from ..declare.urls import web_url

_REHEARSED = frozenset({net.LOOPBACK, net.RESERVED_NAME})
"""What a simulator on this machine reaches, and no platform elsewhere."""

_PERHAPS = frozenset({net.PRIVATE, net.PRIVATE_NAME, net.SINGLE_LABEL})
"""What a platform reaches over a private connection, if there is one: nothing here shows that."""


def find_unreachable(shape: ObjectOf, inputs: Mapping[str, object], *, platform: str) -> Iterator[tuple[Problem, bool]]:
    """
    The URLs in *inputs* that the platform cannot reach, each with whether that is certain.

    Args:
        shape: The inputs of a declaration.
        inputs: Their normal form; unknown and invalid URLs are passed over.
        platform: The host of the platform, perhaps with a port. On this machine it is a simulator.
    """
    is_here = net.is_loopback(net.without_port(platform))
    for path, url in _called(shape, inputs, ()):
        kind = net.why_not_public(urlsplit(url).hostname or "")
        if kind is None or (is_here and kind in _REHEARSED):
            continue
        reason = f"its host is {kind}, which the platform cannot reach; {see('reference/urls')}"
        yield Problem(path, reason), kind not in _PERHAPS


def _called(shape: ObjectOf, inputs: Mapping[str, object], path: Path) -> Iterator[tuple[Path, str]]:
    for field in shape.fields:
        value = inputs.get(field.wire)
        if isinstance(field.shape, ObjectOf) and isinstance(value, Mapping):
            yield from _called(field.shape, value, (*path, field.wire))
        elif field.called and isinstance(value, str) and _is_valid(value):
            yield (*path, field.wire), value


def _is_valid(value: str) -> bool:
    try:
        web_url(value)
    except ValueError:
        return False
    return True
