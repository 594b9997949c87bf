"""
Values that several resources of a program have in common, each factored out into a constant. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..reconcile.declare.declaration import UNKNOWN
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, MapOf, ObjectOf, Scalar, SetOf, Shape, dict_name
from .names import constant, group_of, place_of, unique
from .selection import Selected
from .urls import is_url_with_token, may_hold_token

_FEWEST_USES = 2
_FEWEST_EVENTS = 3
_FEWEST_MEMBERS = 2
_URL = "url"
_ORDER = (Scalar, ObjectOf, SetOf)

Key = tuple[str, str]


@dataclass(frozen=True)
class SharedValue:
    """
    A value that several resources may have.

    Args:
        platform: Their platform.
        place: The field that holds the value, or a map of such values.
        shape: The shape of the value.
        value: The value, in normal form; it may contain a secret.
        within: Its key in the map.
    """

    platform: str
    place: Field
    shape: Shape
    value: Any = field(repr=False)
    within: str = ""

    @property
    def key(self) -> Key:
        """Equal for equal values of the same field of a platform, and for equal URLs anywhere."""
        where = _URL if self.place.called else f"{self.platform}.{self.place.wire}"
        return where, json.dumps(self.value, sort_keys=True)

    @property
    def is_worth_a_name(self) -> bool:
        """Whether it is known, and a person would give it a name if it is needed twice."""
        if self.place.called:
            return isinstance(self.value, str) and bool(self.value)
        if not isinstance(self.value, Mapping) or UNKNOWN in (leaves := list(_leaves(self.value))):
            return False
        return len(leaves) >= (_FEWEST_MEMBERS if isinstance(self.shape, ObjectOf) else _FEWEST_EVENTS)

    @property
    def name(self) -> str:
        """What a constant with it is called."""
        if self.place.called:
            return constant(place_of(self.value), _URL)
        if self.place.role is not Role.EVENTS:
            return constant(self.place.name)
        return constant(self.within or group_of(self.value), "events")

    @property
    def annotation(self) -> str:
        """The type of a constant with it, where that has to be given."""
        return f"{self.platform}.{dict_name(self.shape)}" if isinstance(self.shape, ObjectOf) else ""


class Constants:
    """
    The constants of a program.

    Args:
        selected: Everything that the program declares.
    """

    def __init__(self, selected: Sequence[Selected]) -> None:
        found: dict[Key, list[SharedValue]] = {}
        for value in (value for one in selected for value in _values(one)):
            found.setdefault(value.key, []).append(value)
        shared = [uses for uses in found.values() if len(uses) >= _FEWEST_USES]
        self._names: dict[Key, str] = {}
        self._shared: list[SharedValue] = []
        for first, *_ in sorted(shared, key=lambda uses: (-len(uses), uses[0].key)):
            self._names[first.key] = unique(first.name, set(self._names.values()))
            self._shared.append(first)

    def __iter__(self) -> Iterator[tuple[str, SharedValue]]:
        """Each constant with its name: URLs first, then objects, then lists."""
        named = ((self._names[one.key], one) for one in self._shared)
        return iter(sorted(named, key=lambda pair: (_ORDER.index(type(pair[1].shape)), pair[0])))

    def find(self, one: Selected, place: Field, shape: Shape, value: object) -> str | None:
        """The name of the constant for *value*, which *place* of a resource has or holds."""
        found = SharedValue(one.found.resource.platform, place, shape, value)
        return self._names.get(found.key) if found.is_worth_a_name else None


def belongs_in_config(field: Field, value: object) -> bool:
    """Whether *value* of *field* belongs in the config of a stack: a secret, or a URL that may contain a secret."""
    return value is UNKNOWN or (isinstance(field.shape, Scalar) and field.shape.secret) or has_token(field, value)


def has_token(field: Field, value: object) -> bool:
    """Whether *value* of *field* is a URL that may contain a token."""
    return isinstance(value, str) and (may_hold_token(value) if field.called else is_url_with_token(value))


def _values(one: Selected) -> Iterator[SharedValue]:
    platform = one.found.resource.platform
    for place in one.found.shape.fields:
        value = one.inputs.get(place.wire)
        if isinstance(place.shape, MapOf) and isinstance(value, Mapping):
            found = [SharedValue(platform, place, place.shape.value, each, key) for key, each in value.items()]
        else:
            found = [SharedValue(platform, place, place.shape, value)]
        yield from (each for each in found if each.is_worth_a_name)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _leaves(one)
    else:
        yield value
