"""
The shape of a declaration as a tree, read off its annotations once. Pure: no I/O.

Check, diff, secrets, the schema and the generated classes all walk this tree, so that none of them has to know
pydantic. A set is written as a list and stored as a map from each member to ``true``: the engine compares arrays
index by index, and maps by key.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from .declaration import (
    Adopts,
    Called,
    Clearable,
    Declaration,
    Derived,
    Fragment,
    FromAccount,
    Kept,
    Local,
    PartOf,
    PlatformDefault,
    Public,
    Replaces,
    Restless,
    Same,
    Secret,
)
from .meaning import HasRole, Role


@dataclass(frozen=True)
class Scalar:
    """One value: text, number, flag, a choice of words, or one of several kinds, such as a flag or a text."""

    adapter: TypeAdapter[Any]
    python: Any
    choices: tuple[str, ...] = ()
    secret: bool = False

    @property
    def kinds(self) -> tuple[type, ...]:
        """The kinds of value that it can be."""
        return get_args(self.python) or (self.python,)


@dataclass(frozen=True)
class SetOf:
    """A set of texts: a list in programs, a map to ``true`` in normal form."""

    min_length: int = 0


@dataclass(frozen=True)
class MapOf:
    """A map with keys of the program's choosing."""

    value: Shape
    min_length: int = 0


@dataclass(frozen=True)
class ObjectOf:
    """A nested object with named members."""

    model: type[BaseModel]
    fields: tuple[Field, ...]


Shape = Scalar | SetOf | MapOf | ObjectOf


@dataclass(frozen=True)
class Field:
    """One field of a declaration: both its names, its shape and its markers."""

    name: str
    wire: str
    shape: Shape
    description: str
    required: bool
    default: Any
    markers: tuple[Any, ...]

    @cached_property
    def replaces(self) -> bool:
        """Whether another value makes another object."""
        return self._has(Replaces)

    @cached_property
    def local(self) -> bool:
        """Whether it stays in the state and is never sent."""
        return self._has(Local)

    @cached_property
    def kept(self) -> bool:
        """Whether the platform keeps it where it is no longer declared."""
        return self._has(Kept)

    @cached_property
    def restless(self) -> bool:
        """Whether the platform changes it by itself."""
        return self._has(Restless)

    def is_cleared(self, declared: object) -> bool:
        """Whether *declared* asks for no value at all."""
        return declared in ("", {}) and self._has(Clearable)

    @cached_property
    def platform_default(self) -> object:
        """What the platform has where nobody has chosen a value; None where that is not known."""
        known = (marker.value for marker in self.markers if isinstance(marker, PlatformDefault))
        return next(known, self.default)

    @cached_property
    def from_account(self) -> bool:
        """Whether the account's settings fill it in."""
        return self._has(FromAccount)

    @cached_property
    def derived(self) -> Derived | None:
        """How ``check`` computes it; None for a field that programs write."""
        return next((marker for marker in self.markers if isinstance(marker, Derived)), None)

    @cached_property
    def part_of(self) -> PartOf | None:
        """The object that it names, of which the declaration is a part."""
        return next((marker for marker in self.markers if isinstance(marker, PartOf)), None)

    @cached_property
    def called(self) -> bool:
        """Whether the platform calls it: a URL."""
        return self._has(Called)

    @cached_property
    def adopts(self) -> bool:
        """Whether it makes the resource adopt what exists."""
        return self._has(Adopts)

    @cached_property
    def adopts_once(self) -> bool:
        """Whether it does so when the object is new to the stack, and is not read afterwards."""
        return Adopts(once=True) in self.markers

    @cached_property
    def secret(self) -> bool:
        """Whether its value must never be shown."""
        return self._has(Secret) or (isinstance(self.shape, Scalar) and self.shape.secret)

    @cached_property
    def may_be_shown(self) -> bool:
        """
        Whether a message may show its value: a program can mark any text as secret, and that mark does not reach us.

        Numbers, flags, closed choices, names from the platform's catalogue and what we compute hold no secret.
        """
        if self.secret or isinstance(self.shape, ObjectOf):
            return False
        is_closed = isinstance(self.shape, Scalar) and (bool(self.shape.choices) or str not in self.shape.kinds)
        return is_closed or self._has(Public) or self.derived is not None

    @cached_property
    def role_mark(self) -> HasRole | None:
        """Its own role; None where it has that of the object that holds it, or none."""
        return next((marker for marker in self.markers if isinstance(marker, HasRole)), None)

    @property
    def role(self) -> Role | None:
        """What it is for."""
        return self.role_mark.role if self.role_mark else None

    def same(self, one: object, other: object) -> bool:
        """Whether two values in normal form mean the same."""
        return one == other or any(marker.same(one, other) for marker in self.markers if type(marker) is Same)

    def echoes(self, declared: object, observed: object) -> bool:
        """Whether the platform's *observed* means what is *declared*, both in normal form."""
        markers = [marker for marker in self.markers if isinstance(marker, Same)]
        return bool(declared == observed or any(marker.same(declared, observed) for marker in markers))

    def _has(self, marker: type) -> bool:
        return any(isinstance(one, marker) for one in self.markers)


@cache
def shape_of(declaration: type[Declaration]) -> ObjectOf:
    """The inputs of *declaration*."""
    return _object(declaration)


@cache
def outputs_of(declaration: type[Declaration]) -> ObjectOf:
    """What the platform adds to the state of *declaration*."""
    return _object(declaration.Outputs)


def dict_name(shape: ObjectOf) -> str:
    """The name of the class that describes such an object to programs."""
    return f"{shape.model.__name__}Dict"


def names_of(shape: Shape) -> Mapping[str, str]:
    """Every wire name below *shape*, to the name that a Python program writes."""
    return dict(_names(shape))


def _names(shape: Shape) -> Iterator[tuple[str, str]]:
    if isinstance(shape, MapOf):
        yield from _names(shape.value)
    if isinstance(shape, ObjectOf):
        for field in shape.fields:
            yield field.wire, field.name
            yield from _names(field.shape)


def _object(model: type[BaseModel]) -> ObjectOf:
    return ObjectOf(model, tuple(_field(name, info) for name, info in model.model_fields.items()))


def _field(name: str, info: FieldInfo) -> Field:
    annotation, inner = _unwrapped(info.annotation)
    metadata = (*inner, *info.metadata)
    derived = any(isinstance(marker, Derived) for marker in metadata)
    return Field(
        name=name,
        wire=info.alias or name,
        shape=_shape(annotation, metadata),
        description=info.description or "",
        required=info.is_required() and not derived,
        default=None if info.default is PydanticUndefined else info.default,
        markers=metadata,
    )


def _unwrapped(annotation: object) -> tuple[object, tuple[object, ...]]:
    """Without ``| None`` and ``Annotated``, and what the latter carried."""
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [one for one in get_args(annotation) if one is not type(None)]
        return _unwrapped(rest[0]) if len(rest) == 1 else (annotation, ())
    if get_origin(annotation) is not Annotated:
        return annotation, ()
    bare, *extra = get_args(annotation)
    metadata = [one for item in extra for one in (item.metadata if isinstance(item, FieldInfo) else [item])]
    inner, deeper = _unwrapped(bare)
    return inner, (*deeper, *metadata)


def _shape(annotation: Any, metadata: tuple[Any, ...]) -> Shape:
    least = next((one.min_length for one in metadata if hasattr(one, "min_length")), 0)
    if isinstance(annotation, type) and issubclass(annotation, Fragment):
        return _object(annotation)
    if get_origin(annotation) is frozenset:
        return SetOf(least)
    if get_origin(annotation) is dict:
        return MapOf(_shape(*_unwrapped(get_args(annotation)[1])), least)
    choices = get_args(annotation) if get_origin(annotation) is Literal else ()
    return Scalar(
        adapter=TypeAdapter(Annotated[annotation, *metadata] if metadata else annotation),
        python=str if choices or annotation is SecretStr else annotation,
        choices=choices,
        secret=annotation is SecretStr,
    )
