"""
The property bags of Pulumi's dynamic host, as the plain values of the core, and back. No I/O here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pulumi.output import Unknown
from pulumi.runtime import rpc

from ..hints import PARTS, PROGRAM
from ..reconcile.declare.declaration import UNKNOWN
from .pulumi_sdk import marked_secret

LITERAL = "__provider"
"""The property in which a stack stores what leads back to the dynamic face."""

_NOT_INPUTS = frozenset({LITERAL, PROGRAM, PARTS})


def from_host(values: object) -> Any:
    """*values* without what is no input; numbers as numbers, unknown values as such."""
    if isinstance(values, Unknown):
        return UNKNOWN
    if isinstance(values, Mapping):
        return {key: from_host(value) for key, value in values.items() if key not in _NOT_INPUTS}
    if isinstance(values, list):
        return [from_host(value) for value in values]
    if isinstance(values, float) and values.is_integer():
        return int(values)
    return values


def to_host(values: Mapping[str, object], secrets: Collection[str]) -> dict[str, Any]:
    """A bag of *values*, with those marked that are named in *secrets*: the engine encrypts what carries the mark."""
    return {name: _marked(_plain(one)) if name in secrets else _plain(one) for name, one in values.items()}


def _plain(value: object) -> object:
    if value is UNKNOWN:
        return rpc.UNKNOWN
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value


def _marked(value: object) -> object:
    return value if value in (None, rpc.UNKNOWN) else marked_secret(value)
