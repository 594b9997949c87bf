"""
Between what a program writes and what a stack stores: names, lists and nested objects. No I/O here.

A program writes Python names, lists and nested mappings; the engine stores camelCase names, and sets as maps from
each member to ``true``, because it compares arrays index by index and maps by key. What the engine can carry but the
declaration does not allow passes as it is: the preview reports that, with every other problem. What the engine cannot
carry ends the program in one line, in place of a traceback of the SDK.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

import pulumi

from ..faces.paths import written
from ..wording import is_unicode


class _Set:
    """A set of texts."""


class _Reference:
    """A text, or the resource whose id it is."""


SET = _Set()
REFERENCE = _Reference()


@dataclass(frozen=True)
class Each:
    """A map whose values all have one shape."""

    shape: Shape


@dataclass(frozen=True)
class Members:
    """A nested object."""

    names: Mapping[str, Named]


Shape = _Set | _Reference | Each | Members | None


@dataclass(frozen=True)
class Named:
    """
    One field.

    Args:
        wire: Its wire name.
        shape: The shape of its value, where that has to be translated.
        computed: Whether it is computed from other fields.
    """

    wire: str
    shape: Shape = None
    computed: bool = False


class StoredKey(str):
    """
    A key of a nested mapping, as it is stored: an event or a product may be called like a property path.

    The SDK asks the resource to translate such keys in the same way as the paths in its options.
    """


At = tuple[str, ...]
"""Where a value stands: what to call its resource, and the path in Python names."""

_REMEDIES: tuple[tuple[Any, str], ...] = (
    (pulumi.Resource, "pass one of its outputs, such as `.id`"),
    (pulumi.Asset | pulumi.Archive, "pass the content as text"),
    (os.PathLike, "pass the content of the file: `path.read_text()`"),
    (bytes | bytearray | memoryview, "decode it to text"),
    (type, "pass a value, not a class"),
    (Callable, "call it"),
)
_LATER = (pulumi.Output, Awaitable)
_LARGEST = sys.float_info.max  # The engine's numbers are floats.


def to_wire(shape: Shape, value: object, at: At) -> object:
    """
    *value* as it is stored; what becomes known later is translated then.

    Raises:
        pulumi.RunError: The engine cannot carry it.
    """
    try:
        return _to_wire(shape, value, at)
    except RecursionError:
        raise pulumi.RunError(f"{place(at)}: contains itself") from None


def _to_wire(shape: Shape, value: object, at: At) -> object:
    if isinstance(value, pulumi.CustomResource) and isinstance(shape, _Reference):
        return value.id
    if isinstance(value, _LATER):
        return pulumi.Output.from_input(value).apply(partial(_known_to_wire, shape, at))
    if isinstance(shape, _Set):
        return _set_to_wire(value, at)
    if isinstance(shape, Each) and isinstance(value, Mapping):
        return {key: _to_wire(shape.shape, one, (*at, key)) for key, one in _entries(value, at)}
    if isinstance(shape, Members) and isinstance(value, Mapping):
        return members_to_wire(shape.names, value, at)
    return _plain(value, at)


def _known_to_wire(shape: Shape, at: At, value: object) -> object:
    return to_wire(shape, value, at)


def members_to_wire(names: Mapping[str, Named], values: Mapping[str, object], at: At) -> dict[str, object]:
    """A whole object by wire names. Both spellings of a name count; where both are there, the later one does."""
    by_wire = {named.wire: named for named in names.values()}
    result: dict[str, object] = {}
    for key, value in _entries(values, at):
        named = names.get(key) or by_wire.get(key) or Named(key)
        result[StoredKey(named.wire)] = _to_wire(named.shape, value, (*at, key))
    return result


def _set_to_wire(value: object, at: At) -> object:
    if isinstance(value, bytes | bytearray | memoryview | pulumi.Resource):
        raise _unfit(value, at)
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        return _plain(value, at)
    members = list(value)  # A generator can be read once.
    if any(not isinstance(member, str) and isinstance(member, _LATER) for member in members):
        return pulumi.Output.all(*members).apply(partial(_known_to_wire, SET, at))
    plain = [_plain(member, at) for member in members]
    if not all(isinstance(one, str) for one in plain):
        return plain
    return {StoredKey(one): True for one in sorted(plain)}


def _plain(value: object, at: At) -> Any:
    """*value* where its shape asks for no translation, as far as the engine can carry it."""
    if value is None or type(value) is bool or isinstance(value, float):
        return value
    if isinstance(value, Enum):
        return _plain(value.value, at)
    if isinstance(value, str | int):
        return _carried(value, at)
    if isinstance(value, _LATER):
        return _to_wire(None, value, at)
    if isinstance(value, Mapping):
        return {key: _plain(one, (*at, key)) for key, one in _entries(value, at)}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one, at) for one in value]
    raise _unfit(value, at)


def _carried(value: str | int, at: At) -> str | int:
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise pulumi.RunError(f"{place(at)}: is too large a number")
    if isinstance(value, str) and not is_unicode(value):
        raise pulumi.RunError(f"{place(at)}: is not valid Unicode: was it read with the right encoding?")
    return value


def _entries(values: Mapping[Any, Any], at: At) -> Iterable[tuple[StoredKey, object]]:
    for key, value in values.items():
        name = key.value if isinstance(key, Enum) else key
        if not isinstance(name, str):
            raise pulumi.RunError(
                f"{place(at)}: has a key that is not text; if it is an output, build the whole mapping from it: "
                'id.apply(lambda id: {id: ["..."]})'
            )
        yield StoredKey(_carried(name, at)), value


def _unfit(value: object, at: At) -> pulumi.RunError:
    """What ends the program because of *value*, which is not shown."""
    kind = type(value).__name__
    article = "an" if kind[0].lower() in "aeiou" else "a"
    remedy = next((one for kinds, one in _REMEDIES if isinstance(value, kinds)), "convert it to text or a number")
    return pulumi.RunError(f"{place(at)}: cannot be {article} {kind}: {remedy}")


def place(at: At) -> str:
    """Where a value stands, for a message."""
    resource, *path = at
    return f"{resource}: {written(path)}" if path else resource


def to_program(shape: Shape, value: object) -> object:
    """A stored value as a program reads it."""
    if isinstance(shape, _Set) and isinstance(value, Mapping):
        return sorted(value)
    if isinstance(shape, Each) and isinstance(value, Mapping):
        return {key: to_program(shape.shape, one) for key, one in value.items()}
    if isinstance(shape, Members) and isinstance(value, Mapping):
        shapes = {name: named.shape for name, named in shape.names.items()}
        return {name: to_program(shapes.get(name), one) for name, one in value.items()}
    return value


def to_setting(value: Any, at: At) -> object:
    """The value of a setting: a list may be any iterable of texts."""
    is_listed = isinstance(value, Iterable) and not isinstance(value, str | Mapping | bytes | bytearray | pulumi.Output)
    return _plain(list(value) if is_listed else value, at)


def python_names(names: Mapping[str, Named]) -> Iterable[tuple[str, str]]:
    """Every wire name of an object and of what is nested in it, with its Python name."""
    for name, named in names.items():
        yield named.wire, name
        shape = named.shape.shape if isinstance(named.shape, Each) else named.shape
        if isinstance(shape, Members):
            yield from python_names(shape.names)
