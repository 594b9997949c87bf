"""
What of an object may be shown: values without secrets, and what they say by their roles. Pure: no I/O.

A value is secret if its declaration says so, or if the state of the stack has it encrypted because the program marked
it. The user info and the query of a URL are never shown: they can contain a token that is not marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..net import public_part, url_key
from ..reconcile.declare.declaration import Path
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, MapOf, ObjectOf, SetOf, Shape, outputs_of, shape_of
from ..reconcile.ports import ExistingObject
from ..reconcile.resource import ResourceType
from ..stacks.state import SECRET, Managed
from ..wording import SECRET_TEXT


def fields_with(type: ResourceType, role: Role) -> list[Field]:
    """The fields of *type* with *role*, inputs and outputs."""
    declaration = type.declaration
    return [one for one in (*shape_of(declaration).fields, *outputs_of(declaration).fields) if one.role is role]


def value_with(type: ResourceType, role: Role, values: Mapping[str, object]) -> Any:
    """The first value in *values* of a field with *role*; None where there is none."""
    found = (values.get(one.wire) for one in fields_with(type, role))
    return next((one for one in found if one is not None), None)


@dataclass(frozen=True)
class SecretFilter:
    """
    What hides secrets.

    Args:
        secrets: Texts that are secret wherever they stand.
    """

    secrets: frozenset[str]

    @cached_property
    def _keys(self) -> frozenset[object]:
        return frozenset(map(url_key, self.secrets))

    @classmethod
    def of(cls, objects: Iterable[tuple[ResourceType, ExistingObject, Managed | None]]) -> SecretFilter:
        """The filter that hides what the state of the stack has encrypted of *objects*, in every object."""
        found = set[str]()
        for type, existing, managed in objects:
            found.update(_marked(shape_of(type.declaration), existing.observed.fields, _records(managed)))
        return cls(frozenset(found))

    def fields(self, type: ResourceType, existing: ExistingObject, managed: Managed | None) -> dict[str, Any]:
        """What could be declared of *existing*, without secrets."""
        return self._object(shape_of(type.declaration), existing.observed.fields, _records(managed))

    def added(self, type: ResourceType, existing: ExistingObject, managed: Managed | None) -> dict[str, Any]:
        """What the platform adds to *existing*, without secrets."""
        return self._object(outputs_of(type.declaration), existing.observed.added, _records(managed))

    def hidden(self, type: ResourceType, existing: ExistingObject, managed: Managed | None) -> Iterator[Path]:
        """Where *existing* has something that a program made secret; not what a declaration calls so."""
        yield from _hidden(shape_of(type.declaration), self.fields(type, existing, managed), ())

    def text(self, text: str) -> str:
        """*text*, if it may be shown; of a URL, what may be shown."""
        if url_key(text) in self._keys:
            return SECRET_TEXT
        return public_part(text) or text

    def _object(self, shape: ObjectOf, values: Mapping[str, object], records: Sequence[object]) -> dict[str, Any]:
        return {
            one.wire: self._field(one, values[one.wire], _below(records, one.wire))
            for one in shape.fields
            if one.wire in values
        }

    def _field(self, field: Field, value: object, records: Sequence[object]) -> Any:
        if value is None:
            return None
        return SECRET_TEXT if field.secret else self._shown(field.shape, value, records)

    def _shown(self, shape: Shape, value: object, records: Sequence[object]) -> Any:
        if any(one is SECRET for one in records):
            return SECRET_TEXT
        if isinstance(value, Mapping):
            if isinstance(shape, ObjectOf):
                return self._object(shape, value, records)
            if isinstance(shape, SetOf):
                return sorted(map(self.text, value))
            inner = shape.value if isinstance(shape, MapOf) else shape
            return {self.text(key): self._shown(inner, one, _below(records, key)) for key, one in value.items()}
        return self.text(value) if isinstance(value, str) else value


def _hidden(shape: ObjectOf, shown: Mapping[str, object], above: Path) -> Iterator[Path]:
    for field in shape.fields:
        value, path = shown.get(field.wire), (*above, field.wire)
        if isinstance(field.shape, ObjectOf) and isinstance(value, Mapping):
            yield from _hidden(field.shape, value, path)
        elif not field.secret and _hides(value):
            yield path


def _hides(value: object) -> bool:
    """Whether something in *value*, which is ready to be shown, is hidden."""
    if isinstance(value, Mapping):
        return any(map(_hides, (*value, *value.values())))
    return any(map(_hides, value)) if isinstance(value, list) else bool(value == SECRET_TEXT)


def retry_schedule(type: ResourceType, existing: ExistingObject, managed: Managed | None) -> str:
    """
    The retry times of *existing*, computed as a preview does.

    Empty where the platform shows no policy, or the program made a part of it secret.
    """
    if managed and _has_secret(value_with(type, Role.RETRIES, {**managed.outputs, **managed.inputs})):
        return ""
    policy = value_with(type, Role.RETRIES, existing.observed.fields)
    shapes = [one.shape for one in fields_with(type, Role.RETRIES)]
    if not isinstance(policy, Mapping) or not shapes or not isinstance(shapes[0], ObjectOf):
        return ""
    whole = {one.wire: one.default for one in shapes[0].fields if one.derived is None} | dict(policy)
    texts = [one.derived.compute(whole) for one in shapes[0].fields if one.derived and one.role is Role.SCHEDULE]
    return str(texts[0]) if texts else ""


def _has_secret(value: object) -> bool:
    return value is SECRET or (isinstance(value, Mapping) and any(map(_has_secret, value.values())))


def _records(managed: Managed | None) -> Sequence[Any]:
    """What the state of the stack records of an object."""
    return (managed.outputs, managed.inputs) if managed else ()


def _below(records: Sequence[object], key: str) -> list[Any]:
    return [SECRET if one is SECRET else one.get(key) for one in records if one is SECRET or isinstance(one, Mapping)]


def _marked(shape: Shape, value: object, records: Sequence[object]) -> Iterator[str]:
    """The texts in *value* that *records* call secret; fields that are always secret are never shown anyway."""
    if any(one is SECRET for one in records):
        yield from _texts(shape, value)
    elif isinstance(shape, ObjectOf) and isinstance(value, Mapping):
        for one in shape.fields:
            if not one.secret:
                yield from _marked(one.shape, value.get(one.wire), _below(records, one.wire))
    elif isinstance(shape, MapOf) and isinstance(value, Mapping):
        for key, one in value.items():
            yield from _marked(shape.value, one, _below(records, key))


def _texts(shape: Shape, value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        if isinstance(shape, SetOf | MapOf):
            yield from value
        members = {one.wire: one.shape for one in shape.fields} if isinstance(shape, ObjectOf) else {}
        for key, one in value.items():
            yield from _texts(members.get(key, shape.value if isinstance(shape, MapOf) else shape), one)
