"""
The resources of this package in a stack, as rules see them, and the fields that carry a marker. Pure: no I/O.

A value may be unknown, and any text may be secret: the engine passes secrets in clear text, without their mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ..pulumi_names import name_in
from ..reconcile.declare.declaration import UNKNOWN, Path
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, ObjectOf, shape_of

if TYPE_CHECKING:
    from ..reconcile.resource import ResourceType

Marker = TypeVar("Marker")


@dataclass(frozen=True)
class CheckedResource:
    """
    A resource of this package.

    Args:
        type: Its resource type.
        urn: Its URN.
        values: Its properties in normal form, which may hold unknown values: the inputs, and in a rule about the
            whole stack also what the platform added, as far as that is known.
        is_protected: Whether `protect` is set.
        depends: URNs of the resources from which each top-level property comes, by wire name.
    """

    type: ResourceType
    urn: str
    values: Mapping[str, object] = field(repr=False)
    is_protected: bool = False
    depends: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name in the program."""
        return name_in(self.urn)

    @property
    def noun(self) -> str:
        """What it is called."""
        return self.type.declaration.meaning.noun

    def at(self, path: Path) -> Any:
        """The value at a path of wire names: None where there is none, `UNKNOWN` where that is not known."""
        value: object = self.values
        for name in path:
            if not isinstance(value, Mapping):
                break
            value = value.get(name)
        return value

    def fields(self, role: Role) -> Iterator[Field]:
        """Its top-level fields with a role of their own."""
        return (one for one in shape_of(self.type.declaration).fields if one.role is role)

    def spell(self, wire: str) -> str:
        """The name that programs write, of a wire name."""
        return self.type.names.get(wire, wire)


def marked(type: ResourceType, marker: type[Marker]) -> Iterator[tuple[Path, Field, Marker]]:
    """The fields of a resource type, at any depth, that carry a marker."""
    for path, one in walk(shape_of(type.declaration)):
        for found in one.markers:
            if isinstance(found, marker):
                yield path, one, found


def walk(shape: ObjectOf, inside: Path = ()) -> Iterator[tuple[Path, Field]]:
    """Every field below *shape* with its path, those of objects after the object itself."""
    for one in shape.fields:
        yield (*inside, one.wire), one
        if isinstance(one.shape, ObjectOf):
            yield from walk(one.shape, (*inside, one.wire))


def is_known(value: object) -> bool:
    """Whether nothing in *value* is unknown."""
    if isinstance(value, Mapping):
        return all(map(is_known, value.values()))
    if isinstance(value, list):
        return all(map(is_known, value))
    return value is not UNKNOWN


def parts_of(whole: CheckedResource, member: str, among: Sequence[CheckedResource]) -> Iterator[CheckedResource]:
    """The resources that declare a member of *whole* apart from it, such as its retry policy."""
    for one in among:
        for field_, named in part_fields(one.type):
            if (
                named == member
                and one.type.platform == whole.type.platform
                and whole.urn in one.depends.get(field_, ())
            ):
                yield one


def part_fields(type: ResourceType) -> Iterator[tuple[str, str]]:
    """The fields of a resource type that name a whole, each with the member of the whole that it declares."""
    for one in shape_of(type.declaration).fields:
        if one.part_of:
            yield one.wire, one.part_of.member
