"""
What changes inside a resource, field by field, with the role of each field. Pure: no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...reconcile.declare.meaning import HasRole, Role
from ...reconcile.declare.shapes import Field, MapOf, ObjectOf, SetOf
from ...wording import Sentence, Shown, Words
from ..preview import SECRET, UNKNOWN
from .phrases import show
from .subject import Subject

_PART = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.\[\]"]+)')
_NO_ROLE = HasRole(Role.RUN)


@dataclass(frozen=True)
class FieldChange:
    """
    A field with another value.

    Args:
        path: Its wire path.
        field: The field, or the field with the map of which a member changes.
        role_mark: Its role, or that of the object that holds it.
        old: The value before; None if there is none.
        new: The value after; None if there is none.
        is_released: Whether it is no longer declared, and the platform keeps the value.
    """

    path: tuple[str, ...]
    field: Field
    role_mark: HasRole
    old: Any
    new: Any
    is_released: bool = False

    @property
    def role(self) -> Role:
        """What the field is for."""
        return self.role_mark.role

    @property
    def is_member(self) -> bool:
        """Whether it is about a member of a set."""
        return True in (self.old, self.new) and isinstance(self.field.shape, SetOf) and self.path[-1] != self.field.wire

    @property
    def is_open(self) -> bool:
        """Whether only the deployment shows its new value, which may be the current value."""
        return self.new is UNKNOWN

    def describe(self, subject: Subject) -> Words:
        """What changes, as a clause."""
        name = Shown(subject.spell(self.path))
        old, new = (show(one, self.field, self.role) for one in (self.old, self.new))
        changes = subject.say("changes", "has changed")
        if self.is_member:
            verb = "removed from" if self.new is None else "added to"
            return Sentence(f"{{}} is {verb} {{}}", Shown(self.path[-1]), Shown(subject.spell(self.path[:-1])))
        if self.is_released:
            return Sentence("{} is no longer declared, and the platform keeps its value", name)
        if self.is_open:
            now = "" if self.old is None or isinstance(old, str) else Sentence(", which is {} now,", old)
            return Sentence("{}{} is known only after the deployment", name, now)
        if self.old is None:
            return Sentence("{} is set", name) if isinstance(new, str) else Sentence("{} is set to {}", name, new)
        if self.new is None:
            return (
                Sentence("{} is removed", name) if isinstance(old, str) else Sentence("{}, {}, is removed", name, old)
            )
        if old == new:
            if isinstance(old, str):
                return Sentence(f"{{}} {changes}, and its values are not shown", name)
            return Sentence(f"{{}} {changes} from {{}} in a part that is not shown", name, old)
        return Sentence(f"{{}} {changes} from {{}} to {{}}", name, old, new)

    def aspect(self, subject: Subject) -> Words:
        """What changes, without its values."""
        name = Shown(subject.spell(self.path))
        if self.is_released:
            return Sentence("{} is no longer declared", name)
        if self.is_member:
            return self.describe(subject)
        if self.is_open:
            return Sentence("{} may change", name)
        verb = "is set" if self.old is None else "is removed" if self.new is None else "changes"
        return Sentence(f"{{}} {verb}", name)


def changes_of(subject: Subject) -> list[FieldChange]:
    """What changes between the declared values of *subject* before and after, secret values as well."""
    role = subject.meaning.role
    role_mark = HasRole(role) if role else _NO_ROLE
    seen = list(_walk(subject.shape, subject.before, subject.after, role_mark, ()))
    tops = {one.path[0] for one in seen}
    unseen = (path for path in map(split_path, subject.changed) if path and path[0] not in tops)
    return [*seen, *_secret_changes(subject, unseen, role_mark)]


def leaves_of(change: FieldChange, value: object) -> Iterator[tuple[FieldChange, Any]]:
    """The members of *value*, which appears or goes as a whole, each with the field that declares it."""
    shape = change.field.shape
    if not isinstance(value, Mapping) or not value:
        yield change, value
    elif isinstance(shape, ObjectOf):
        for field in shape.fields:
            if value.get(field.wire) is not None:
                member = replace(
                    change, path=(*change.path, field.wire), field=field, role_mark=field.role_mark or change.role_mark
                )
                yield from leaves_of(member, value[field.wire])
    else:
        for name, item in value.items():
            yield from leaves_of(replace(change, path=(*change.path, str(name))), item)


def interrupting(subject: Subject, changes: Iterable[FieldChange]) -> list[FieldChange]:
    """Those of *changes*, or of the members of objects in them, that interrupt the deliveries of what is there."""
    if subject.is_drift or subject.is_with_new_whole:
        return []
    leaves = (leaf for one in changes for leaf, value in leaves_of(one, one.new) if value is not None)
    return [one for one in leaves if one.role_mark.interrupts]


def split_path(path: str) -> tuple[str, ...]:
    """The parts of a path as the engine writes it, such as `products.payments["payments.capture"]`."""
    found = (one.group(1) if one.group(1) is not None else one.group(2) or one.group(3) for one in _PART.finditer(path))
    return tuple(one.replace('\\"', '"') for one in found)


def _secret_changes(subject: Subject, paths: Iterable[tuple[str, ...]], holder: HasRole) -> Iterator[FieldChange]:
    """The changes that the engine names, but of which both values are secret."""
    for top in dict.fromkeys(path[0] for path in paths):
        field = next((one for one in subject.shape.fields if one.wire == top), None)
        if field and _holds_secret(subject.before.get(top)) and _holds_secret(subject.after.get(top)):
            yield FieldChange((top,), field, field.role_mark or holder, SECRET, SECRET)


def _holds_secret(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_holds_secret, value.values()))
    return bool(value == SECRET)


def _walk(
    shape: ObjectOf, before: Mapping[str, object], after: Mapping[str, object], holder: HasRole, path: tuple[str, ...]
) -> Iterator[FieldChange]:
    for field in shape.fields:
        old, new = before.get(field.wire), after.get(field.wire)
        if old == new or (old is not None and new is not None and field.same(old, new)):
            continue
        yield from _compare(field, old, new, field.role_mark or holder, (*path, field.wire))


def _compare(
    field: Field, old: object, new: object, role_mark: HasRole, path: tuple[str, ...]
) -> Iterator[FieldChange]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        if isinstance(field.shape, ObjectOf):
            yield from _walk(field.shape, old, new, role_mark, path)
            return
        if isinstance(field.shape, MapOf | SetOf):
            yield from _compare_maps(field, old, new, role_mark, path)
            return
    is_released = new is None and field.kept and len(path) == 1
    yield FieldChange(path, field, role_mark, old, new, is_released)


def _compare_maps(
    field: Field, old: Mapping[str, object], new: Mapping[str, object], role_mark: HasRole, path: tuple[str, ...]
) -> Iterator[FieldChange]:
    for name in sorted({*old, *new}, key=str):
        one, other = old.get(name), new.get(name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from _compare_maps(field, one, other, role_mark, (*path, str(name)))
        elif one != other:
            yield FieldChange((*path, str(name)), field, role_mark, one, other)
