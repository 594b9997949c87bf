"""
Values that several resources of a program have in common, each factored out into a constant. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..reconcile.declare.declaration import UNKNOWN
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, MapOf, ObjectOf, Scalar, SetOf, Shape, dict_name
from .names import constant, unique
from .selection import Selected
from .urls import may_hold_token

_FEWEST_USES = 2
_FEWEST_EVENTS = 3
_FEWEST_MEMBERS = 2

Key = tuple[str, str]


@dataclass(frozen=True)
class SharedValue:
    """
    A value that several resources may have.

    Args:
        platform: Their platform.
        place: The field that holds the value, or a map of such values.
        shape: The shape of the value.
        value: The value, in normal form.
        within: Its key in the map.
    """

    platform: str
    place: Field
    shape: Shape
    value: Mapping[str, object]
    within: str = ""

    @property
    def key(self) -> Key:
        """Equal for equal values of the same field of a platform."""
        return f"{self.platform}.{self.place.wire}", json.dumps(self.value, sort_keys=True, default=repr)

    @property
    def is_worth_a_name(self) -> bool:
        """Whether a person would give it a name if it is needed twice."""
        if isinstance(self.shape, ObjectOf):
            return len(list(_leaves(self.value))) >= _FEWEST_MEMBERS and not _holds_secret(self.shape, self.value)
        return len(self.value) >= _FEWEST_EVENTS

    @property
    def name(self) -> str:
        """What a constant with it is called."""
        if self.place.role is not Role.EVENTS:
            return constant(self.place.name)
        groups = {self.within} if self.within else {event.partition(".")[0] for event in self.value}
        return constant(groups.pop() if len(groups) == 1 else "", "events")

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
        """Each constant with its name: objects first, then lists."""
        named = ((self._names[one.key], one) for one in self._shared)
        return iter(sorted(named, key=lambda pair: (isinstance(pair[1].shape, SetOf), pair[0])))

    def find(self, one: Selected, place: Field, shape: Shape, value: Any) -> str | None:
        """The name of the constant for *value*, which *place* of a resource has or holds."""
        if value is UNKNOWN or not isinstance(value, Mapping):
            return None
        return self._names.get(SharedValue(one.found.resource.platform, place, shape, value).key)


def belongs_in_config(field: Field, value: Any) -> bool:
    """Whether *value* of *field* belongs in the config of a stack: a secret, or a URL that may contain a secret."""
    if value is UNKNOWN or (isinstance(field.shape, Scalar) and field.shape.secret):
        return True
    return field.called and isinstance(value, str) and may_hold_token(value)


def _values(one: Selected) -> Iterator[SharedValue]:
    platform = one.found.resource.platform
    for field in one.found.shape.fields:
        value = one.inputs.get(field.wire)
        if not isinstance(value, Mapping):
            continue
        inner = field.shape.value if isinstance(field.shape, MapOf) else None
        if inner is None:
            found = [SharedValue(platform, field, field.shape, value)]
        else:
            found = [SharedValue(platform, field, inner, each, key) for key, each in value.items()]
        yield from (each for each in found if each.is_worth_a_name)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _leaves(one)
    else:
        yield value


def _holds_secret(shape: ObjectOf, value: Mapping[str, object]) -> bool:
    """Whether something in an object belongs in the config of a stack."""
    for field in shape.fields:
        inner = value.get(field.wire)
        if inner is None:
            continue
        if belongs_in_config(field, inner):
            return True
        if isinstance(field.shape, ObjectOf) and isinstance(inner, Mapping) and _holds_secret(field.shape, inner):
            return True
    return False
