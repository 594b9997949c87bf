"""
What a program would declare of an object that exists: the other reading of an answer. Pure: no I/O.

Reading reports what a resource owns; importing reports everything that could be declared. What equals the platform's
default is left out, because a program that leaves it out asks for the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..declare.declaration import Declaration
from ..declare.shapes import Field, ObjectOf, shape_of


def select_importable(
    declaration: type[Declaration], observed: Mapping[str, object], *, is_brief: bool = False
) -> dict[str, Any]:
    """
    What to declare so that an object stays as it is.

    Args:
        declaration: The resource type.
        observed: What the platform reports of the object, in normal form.
        is_brief: Whether to leave unmanaged what the platform has where nobody has chosen a value.
    """
    return _importable(shape_of(declaration), observed, is_brief=is_brief)


def _importable(shape: ObjectOf, observed: Mapping[str, object], *, is_brief: bool) -> dict[str, object]:
    found = {one.wire: _declarable(one, observed.get(one.wire), is_brief=is_brief) for one in shape.fields}
    return {wire: value for wire, value in found.items() if value is not None}


def _declarable(field: Field, value: object, *, is_brief: bool) -> object:
    """*value* as a program declares it; None where it is left out."""
    if value is None or field.is_cleared(value) or field.local or field.derived is not None:
        return None
    if isinstance(field.shape, ObjectOf) and isinstance(value, Mapping):
        value = _importable(field.shape, value, is_brief=is_brief)
        return value if value or field.required else None
    return value if value != (field.platform_default if is_brief else field.default) else None
