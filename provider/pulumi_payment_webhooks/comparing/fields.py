"""
The differences between the fields of two objects that are meant to be the same. Pure: no I/O.

It walks the declaration of their type: the role of a field decides whether it is compared. Event types are not
compared here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, ObjectOf, SetOf, outputs_of, shape_of
from ..wording import count
from .aspects import Aspect, aspect_of
from .sides import ComparedObject
from .values import ShownValue, State, Value, show_value, value_in, without_host

_NEVER = (Role.RUN, Role.EVENTS)
_MAY_BE_SECRET = (Role.ADDRESS, Role.ACCESS)


@dataclass(frozen=True)
class FieldDifference:
    """
    A field with another value on each side.

    Args:
        path: Its name as programs write it, with dots.
        role: What it is for.
        first: The value of the first side.
        second: The value of the second side.
    """

    path: str
    role: Role | None
    first: ShownValue
    second: ShownValue


@dataclass(frozen=True)
class NotCompared:
    """
    A field that could not be compared.

    Args:
        path: Its name as programs write it, with dots.
    """

    path: str


Found = FieldDifference | NotCompared


@dataclass(frozen=True)
class Walk:
    """
    How two objects are compared.

    Args:
        one_is_stack: Whether the first is what a program declares.
        other_is_stack: Whether the second is.
        include: What is compared besides.
    """

    one_is_stack: bool
    other_is_stack: bool
    include: Collection[Aspect] = ()

    def compare(self, one: ComparedObject, other: ComparedObject) -> Iterator[Found]:
        """The differences between the fields of *one* and *other*, which have the same type."""
        declaration = one.type.declaration
        yield from self._members(shape_of(declaration), one.fields, other.fields, (), declaration.meaning.role)
        if Aspect.KEYS in self.include:
            expiries = [field for field in outputs_of(declaration).fields if field.role is Role.EXPIRY]
            yield from self._members(ObjectOf(declaration.Outputs, tuple(expiries)), one.added, other.added, (), None)

    def _members(
        self,
        shape: ObjectOf,
        one: Mapping[str, object],
        other: Mapping[str, object],
        path: Sequence[str],
        role: Role | None,
    ) -> Iterator[Found]:
        for field in shape.fields:
            of = field.role or role
            aspect = aspect_of(field, of)
            if of in _NEVER or _is_aside(field, aspect):
                continue
            values = (
                value_in(field, one, is_stack=self.one_is_stack),
                value_in(field, other, is_stack=self.other_is_stack),
            )
            if aspect is None or aspect in self.include:
                yield from self._field(field, *values, (*path, field.name), of)
            elif isinstance(field.shape, SetOf):
                yield from self._sizes(*values, (*path, field.name), of)

    def _field(self, field: Field, one: Value, other: Value, path: Sequence[str], role: Role | None) -> Iterator[Found]:
        if State.UNREPORTED in (one.state, other.state) or self._is_unmanaged(one, other):
            return
        if isinstance(field.shape, ObjectOf) and one.is_mapping and other.is_mapping:
            yield from self._object(field.shape, one, other, path, role)
        elif State.SECRET in (one.state, other.state) and one.is_present and other.is_present:
            yield NotCompared(".".join(path))
        elif not self._is_same(field, one, other):
            shown = (self._show(field, value, role, side) for side, value in enumerate((one, other)))
            yield FieldDifference(".".join(path), role, *shown)

    def _object(
        self, shape: ObjectOf, one: Value, other: Value, path: Sequence[str], role: Role | None
    ) -> Iterator[Found]:
        """The differences between the members; of two policies with schedules, their schedules if these differ."""
        inner = [{} if each.state is State.DEFAULT else each.content for each in (one, other)]
        found = list(self._members(shape, inner[0], inner[1], path, role))
        shown = [_schedule(shape, each) for each in (one, other)]
        is_whole = not any(isinstance(each, NotCompared) for each in found)
        if is_whole and shown[0] and shown[1] and shown[0].value != shown[1].value:
            yield FieldDifference(".".join(path), role, shown[0], shown[1])
        else:
            yield from found

    def _sizes(self, one: Value, other: Value, path: Sequence[str], role: Role | None) -> Iterator[FieldDifference]:
        """A difference in the number of values that are themselves left out."""
        if not (one.is_mapping and other.is_mapping) or len(one.content) == len(other.content):
            return
        shown = [ShownValue(count(len(each.content), "value"), each.state, len(each.content)) for each in (one, other)]
        yield FieldDifference(".".join(path), role, shown[0], shown[1])

    def _is_unmanaged(self, one: Value, other: Value) -> bool:
        """Whether a program does not manage what a platform has."""
        is_mixed = self.one_is_stack != self.other_is_stack
        return is_mixed and State.UNDECLARED in (one.state, other.state)

    def _is_same(self, field: Field, one: Value, other: Value) -> bool:
        if not (one.is_known and other.is_known):
            return one.is_present == other.is_present
        contents = [one.content, other.content]
        if Aspect.HOSTS not in self.include:
            contents = [without_host(content) for content in contents]
        is_echo = self.one_is_stack != self.other_is_stack and field.echoes(one.content, other.content)
        return is_echo or field.same(one.content, other.content) or contents[0] == contents[1]

    def _show(self, field: Field, value: Value, role: Role | None, side: int) -> ShownValue:
        """A value of a platform may be secret to a program, which is not visible there."""
        is_stack = (self.one_is_stack, self.other_is_stack)[side]
        may_be_secret = not is_stack and role in _MAY_BE_SECRET
        return show_value(field, value, may_be_secret=may_be_secret, with_host=Aspect.HOSTS in self.include)


def _is_aside(field: Field, aspect: Aspect | None) -> bool:
    """Whether *field* adds no information: it is computed from other fields, or only orders the program."""
    return field.derived is not None or (field.local and aspect is not Aspect.KEYS)


def _schedule(shape: ObjectOf, value: Value) -> ShownValue | None:
    """The schedule of a policy; None if there is none, or its values do not say it."""
    for field in shape.fields:
        if field.role is Role.SCHEDULE and field.derived and all(name in value.content for name in field.derived.needs):
            return show_value(field, Value(value.state, field.derived.compute(value.content)))
    return None
