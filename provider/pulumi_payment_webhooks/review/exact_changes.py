"""
What exactly changes in each resource, property by property. Pure: no I/O. No value that may be secret is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..reconcile.declare.meaning import Role
from ..wording import Sentence, Words
from .findings.changes import FieldChange, leaves_of, split_path
from .findings.phrases import HIDDEN, LATER, MOST, show
from .findings.subject import Fate, Subject

_SHORT = {HIDDEN: "(not shown)", LATER: "(known after the deployment)"}


@dataclass(frozen=True)
class PropertyChange:
    """
    One property.

    Args:
        sign: `+` for a new one, `-` for one that goes, `~` for one with another value.
        path: Its name in the language of the program.
        old: Its value before; empty if it had none.
        new: Its value after; empty if it has none.
    """

    sign: Literal["+", "-", "~"]
    path: str
    old: Words = ""
    new: Words = ""

    @property
    def values(self) -> Words:
        """The values, as a line shows them."""
        if self.sign == "~":
            return self.new if self.old == self.new else Sentence("{} -> {}", self.old, self.new)
        return self.new or self.old


@dataclass(frozen=True)
class Detail:
    """
    What changes in one resource.

    Args:
        name: Its name in the program.
        kind: Its kind.
        noun: What it is called.
        fate: What becomes of it.
        lines: Its properties that change.
    """

    name: str
    kind: str
    noun: str
    fate: str
    lines: Sequence[PropertyChange]


def details_of(subject: Subject, changes: Sequence[FieldChange]) -> Detail | None:
    """What changes in *subject*; None if nothing does. Of what is gone, events too many to list."""
    if subject.fate in (Fate.SAME, Fate.FORGOTTEN):
        return None
    if subject.fate is Fate.DELETED:
        changes = [one for one in changes if one.role is Role.EVENTS and len(_events(one)) > MOST]
    seen = {one.path[0] for one in changes}
    lines = [line for one in changes for line in _lines(subject, one)]
    later = (split_path(path) for path in subject.changed)
    outputs = {one.wire for one in subject.outputs.fields}
    lines += [
        PropertyChange("~", subject.spell(path), _SHORT[LATER], _SHORT[LATER])
        for path in later
        if path and path[0] in outputs and path[0] not in seen
    ]
    if not lines:
        return None
    return Detail(subject.name, subject.resource.kind, subject.meaning.noun, subject.fate.value, lines)


def _events(change: FieldChange) -> list[object]:
    return list(leaves_of(change, change.old))


def _lines(subject: Subject, change: FieldChange) -> Iterator[PropertyChange]:
    if change.old is None:
        for one, value in leaves_of(change, change.new):
            yield PropertyChange("+", subject.spell(one.path), new=_show(one, value))
    elif change.new is None:
        for one, value in leaves_of(change, change.old):
            yield PropertyChange("-", subject.spell(one.path), old=_show(one, value))
    else:
        yield PropertyChange("~", subject.spell(change.path), _show(change, change.old), _show(change, change.new))


def _show(change: FieldChange, value: object) -> Words:
    is_member = value is True and change.path[-1] != change.field.wire
    if is_member:
        return ""
    shown = show(value, change.field, change.role)
    return _SHORT.get(shown, shown) if isinstance(shown, str) else shown
