"""
What of a declaration a message must not show. Pure: no I/O.

A program can mark any text as secret, and the engine keeps that mark to itself. So the shape decides, in one place:
:attr:`.shapes.Field.may_be_shown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...wording import FieldName
from ..declare.declaration import Declaration, Path
from ..declare.shapes import Field, MapOf, ObjectOf, SetOf, Shape, outputs_of, shape_of


def withheld_texts(declaration: type[Declaration], values: Mapping[str, object]) -> frozenset[str]:
    """
    Every text in *values*, inputs or a state, that no message may show; not those that a public field holds as well.

    Of what the platform adds, that is what is secret by itself: a program cannot mark it.
    """
    hidden, public = set[str](), set[str]()
    for field, value in _leaves(shape_of(declaration), values):
        (public if field.may_be_shown else hidden).update(_texts(field.shape, value))
    for field, value in _leaves(outputs_of(declaration), values, keeps_whole=True):
        hidden.update(_texts(field.shape, value) if field.secret else ())
    return frozenset(hidden - public)


def name_fields(declaration: type[Declaration], changed: Iterable[Path]) -> list[FieldName]:
    """
    The fields at the paths in *changed*, each once, as messages name them.

    The members of a set are values, and are left out; so are fields that follow from others.
    """
    shape = shape_of(declaration)
    paths = sorted({_field_path(shape, path) for path in changed} - {()})
    return [FieldName(".".join(path)) for path in paths]


def _field_path(shape: Shape, path: Path) -> Path:
    """*path* as far as it names fields and public keys; empty where a field is computed."""
    if not path or not isinstance(shape, ObjectOf):
        return ()
    field = next((one for one in shape.fields if one.wire == path[0]), None)
    if field is None or field.derived is not None:
        return ()
    if isinstance(field.shape, MapOf) and field.may_be_shown:
        return path[:2]
    rest = _field_path(field.shape, path[1:])
    return (field.wire, *rest) if rest or not (path[1:] and isinstance(field.shape, ObjectOf)) else ()


def _leaves(
    shape: ObjectOf, values: Mapping[str, object], *, keeps_whole: bool = False
) -> Iterator[tuple[Field, object]]:
    """The fields with a value below *shape*; an object that is secret as a whole counts as one if *keeps_whole*."""
    for field in shape.fields:
        value = values.get(field.wire)
        is_whole = keeps_whole and field.secret
        if isinstance(field.shape, ObjectOf) and isinstance(value, Mapping) and not is_whole:
            yield from _leaves(field.shape, value, keeps_whole=keeps_whole)
        elif value is not None:
            yield field, value


def _texts(shape: Shape, value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        if isinstance(shape, SetOf | MapOf):
            yield from value
        for one in value.values():
            yield from _texts(shape.value if isinstance(shape, MapOf) else shape, one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(shape, one)
