"""
What a state holds: the declared part of what the platform has, and what the platform adds. Pure: no I/O.

Reading reports only what the resource owns. What a program does not declare is not managed: whatever the platform
fills in there is no drift.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import SecretStr

from ..declare.declaration import Declaration
from ..declare.shapes import Field, MapOf, ObjectOf, SetOf, Shape, outputs_of, shape_of

Declared = TypeVar("Declared", bound=Declaration)

HIDDEN = "__"
ACCOUNT = "__account"
"""Stored beside the outputs: the name of the account in which the object is. Pulumi shows no name that begins so."""


def declared_part(declaration: type[Declaration], state: Mapping[str, object]) -> dict[str, object]:
    """The inputs in *state*."""
    return {one.wire: state[one.wire] for one in shape_of(declaration).fields if one.wire in state}


def added_part(declaration: type[Declaration], state: Mapping[str, object]) -> dict[str, object]:
    """What the platform added to *state*."""
    return {one.wire: state[one.wire] for one in outputs_of(declaration).fields if one.wire in state}


def hidden_part(state: Mapping[str, object]) -> dict[str, object]:
    """What was stored in *state* beside inputs and outputs."""
    return {name: value for name, value in state.items() if name.startswith(HIDDEN)}


def select_owned(
    declaration: type[Declaration], declared: Mapping[str, object], observed: Mapping[str, object]
) -> dict[str, object]:
    """
    What the platform has of everything that is *declared*, in the spelling of the declaration.

    Args:
        declaration: The resource type.
        declared: The inputs, in normal form.
        observed: What the platform reports, in normal form. A name that is missing was not reported and counts
            as unchanged; None means that the platform has no such value.
    """
    return _owned(shape_of(declaration), declared, observed)


def _owned(shape: ObjectOf, declared: Mapping[str, object], observed: Mapping[str, object]) -> dict[str, object]:
    result: dict[str, object] = {}
    for one in shape.fields:
        if one.wire not in declared:
            continue
        if one.local or one.wire not in observed or (observed[one.wire] is None and one.is_cleared(declared[one.wire])):
            result[one.wire] = declared[one.wire]
        elif observed[one.wire] is not None:
            result[one.wire] = _aligned(one, declared[one.wire], observed[one.wire])
    # `ignore_changes` can leave out a member that has a default: the platform knows it.
    known = {**observed, **result}
    for one in shape.fields:
        if one.derived is not None and one.wire in declared:
            is_known = all(known.get(wire) is not None for wire in one.derived.needs)
            result[one.wire] = one.derived.compute(known) if is_known else declared[one.wire]
    return result


def _aligned(field: Field, declared: object, observed: object) -> object:
    if field.is_cleared(declared):
        return observed
    if isinstance(field.shape, ObjectOf) and isinstance(declared, Mapping) and isinstance(observed, Mapping):
        return _owned(field.shape, declared, observed)
    return declared if field.echoes(declared, observed) else observed


def as_model(declaration: type[Declared], inputs: Mapping[str, object]) -> Declared:
    """The declaration as a model, from its normal form with every value known."""
    return declaration.model_validate(_listed(shape_of(declaration), inputs))


def as_inputs(declared: Declaration) -> dict[str, object]:
    """The normal form of a model, without what only ``check`` computes at the top."""
    inputs: dict[str, object] = _mapped(shape_of(type(declared)), declared)
    return inputs


def _mapped(shape: Shape, value: Any) -> Any:
    if isinstance(shape, SetOf):
        return dict.fromkeys(sorted(value), True)
    if isinstance(shape, MapOf):
        return {key: _mapped(shape.value, one) for key, one in sorted(value.items())}
    if isinstance(shape, ObjectOf):
        members = {one.wire: (one.shape, getattr(value, one.name)) for one in shape.fields}
        return {wire: _mapped(inner, one) for wire, (inner, one) in members.items() if one is not None}
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _listed(shape: Shape, value: Any) -> object:
    if isinstance(shape, SetOf):
        return sorted(value)
    if isinstance(shape, MapOf):
        return {key: _listed(shape.value, one) for key, one in value.items()}
    if isinstance(shape, ObjectOf):
        shapes = {one.wire: one.shape for one in shape.fields}
        return {wire: _listed(shapes[wire], one) for wire, one in value.items() if wire in shapes}
    return value
