"""
What differs between the state and what is declared now. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..declare.declaration import UNKNOWN, Declaration, Path
from ..declare.shapes import ObjectOf, shape_of


@dataclass(frozen=True)
class Difference:
    """
    Args:
        changed: The paths that differ, down to the member.
        replacing: Top-level wire names whose change makes another object.
    """

    changed: frozenset[Path]
    replacing: tuple[str, ...]

    def kinds(self, state: Mapping[str, object], inputs: Mapping[str, object]) -> dict[Path, str]:
        """How each changed path differs: ``ADD``, ``DELETE`` or ``UPDATE``."""
        return {path: _kind(_at(state, path), _at(inputs, path)) for path in self.changed}

    @property
    def fields(self) -> frozenset[str]:
        """The top-level wire names that differ."""
        return frozenset(path[0] for path in self.changed)


def diff(declaration: type[Declaration], state: Mapping[str, object], inputs: Mapping[str, object]) -> Difference:
    """
    Compare the declared part of *state* with *inputs*, both in normal form.

    A field that is no longer declared counts as changed: it is released.
    """
    shape = shape_of(declaration)
    changed = frozenset(_changed(shape, state, inputs))
    tops = {path[0] for path in changed}
    replacing = tuple(one.wire for one in shape.fields if one.replaces and one.wire in tops)
    return Difference(changed, replacing)


def _at(value: object, path: Path) -> object:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _kind(old: object, new: object) -> str:
    return "ADD" if old is None else "DELETE" if new is None else "UPDATE"


def _changed(shape: ObjectOf, state: Mapping[str, object], inputs: Mapping[str, object]) -> Iterator[Path]:
    for field in shape.fields:
        for rest in _paths(state.get(field.wire), inputs.get(field.wire)):
            yield (field.wire, *rest)


def _paths(old: object, new: object) -> Iterator[Path]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted(old.keys() | new.keys()):
            for rest in _paths(old.get(key), new.get(key)):
                yield (key, *rest)
    elif new is UNKNOWN or old != new:
        yield ()
