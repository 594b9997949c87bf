"""
The text of a program that declares what exists. Pure: the same objects always make the same text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..pages import see
from ..reconcile.declare.declaration import Path
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, MapOf, ObjectOf, Scalar, SetOf, Shape, names_of
from ..wording import Spell, count, render
from .constants import Constants, SharedValue, belongs_in_config, has_token
from .literals import Code, FunctionCall, Value, comment, layout
from .names import camel, describe_object, given_name, name_all, unique
from .selection import Selected, Undeclarable

_CONFIG = "config"
_PAGE = see("how-to/adopt")
_TOKEN = "{} may contain a token, so it is in the config."


@dataclass(frozen=True)
class ProgramSource:
    """
    Everything that a program is written from.

    Args:
        selected: What it declares.
        refused: What it cannot declare.
        fills: By platform, the values that its account fills in where a program leaves a field out.
        notes: What may exist besides, as clauses for people.
    """

    selected: Sequence[Selected]
    refused: Sequence[Undeclarable]
    fills: Mapping[str, Mapping[str, object]]
    notes: Sequence[str] = ()

    def count(self) -> str:
        """How many objects of each type a program declares, in words."""
        counts = Counter(one.found.declaration.meaning.noun for one in self.selected)
        return ", ".join(count(number, noun) for noun, number in sorted(counts.items()))

    def left_out(self) -> Iterator[str]:
        """What a program does not declare, and why, each in a line."""
        yield from self.notes
        for one in sorted(self.refused, key=_place_in_program):
            reasons = "; ".join(problem.render(_spelling(one)).replace("\n", "; ") for problem in one.problems)
            yield f"{describe_object(one.found)}: {reasons}"

    def unread(self) -> Iterator[str]:
        """What the program reads from the config because the platform does not show it, a line for each object."""
        for one in sorted(self.selected, key=_place_in_program):
            if paths := _spelled(one, one.unread):
                yield f"{describe_object(one.found)}: {paths}"


@dataclass(frozen=True, repr=False)
class Program:
    """
    A program. Its `repr` shows no field, because one has secrets.

    Args:
        text: The source.
        secrets: What has to be set in the stack's config before it can run, by name; None where the platform does not
            show it.
    """

    text: str
    secrets: Mapping[str, str | None]


def write_program(source: ProgramSource) -> Program:
    """The program that declares *source*."""
    return _Writer(source).write()


class _Writer:
    def __init__(self, source: ProgramSource) -> None:
        order = sorted(source.selected, key=_place_in_program)
        owners = {(one.found.resource.platform, one.found.owner) for one in order}
        self._source = source
        self._modules = sorted({one.found.resource.platform for one in order})
        names = name_all(order, modules=self._modules, names_owner=len(owners) > 1)
        self._named = list(zip(names, order, strict=True))
        self._constants = Constants(order)
        self._secrets: dict[str, str | None] = {}
        self._left_to_account = {
            (platform, wire) for platform in self._modules for wire in self._common_fills(platform, order)
        }

    def write(self) -> Program:
        constants = list(self._written_constants())
        resources = list(self._resources())
        # The head last: the rest says which secrets there are, and so what is imported.
        lines = [*self._head(), "", *constants, *resources]
        return Program("\n".join(lines).rstrip("\n") + "\n", self._secrets)

    def _common_fills(self, platform: str, order: Sequence[Selected]) -> Iterator[str]:
        """The fields that all objects of a platform leave to the account: none of them has another value."""
        for wire, value in self._source.fills.get(platform, {}).items():
            here = [one.inputs[wire] for one in order if one.found.resource.platform == platform and wire in one.inputs]
            if value is not None and all(one == value for one in here):
                yield wire

    def _head(self) -> Iterator[str]:
        yield '"""'
        yield "What exists, as `payment-webhooks export` found it."
        yield ""
        yield "The first `pulumi up` adopts it and changes nothing. Afterwards, remove the lines with `adopt_existing`."
        yield '"""'
        yield ""
        yield from self._notes()
        if self._secrets:
            yield "import pulumi"
        if self._modules:
            yield f"from pulumi_payment_webhooks import {', '.join(self._modules)}"
        if self._secrets:
            yield ""
            yield f"{_CONFIG} = pulumi.Config()"

    def _notes(self) -> Iterator[str]:
        """What the program does not declare, as comments."""
        if notes := [line for note in self._source.left_out() for line in comment(f"- {note}", indent="  ")]:
            yield f"# Not in this program ({_PAGE}#what-an-export-leaves-out):"
            yield from notes
            yield ""

    def _written_constants(self) -> Iterator[str]:
        """The constants; those of one line, which are URLs, stand together."""
        for is_url, group in groupby(self._constants, key=lambda named: isinstance(named[1].shape, Scalar)):
            for name, one in group:
                yield from self._constant(name, one)
                if not is_url:
                    yield ""
            if is_url:
                yield ""

    def _constant(self, name: str, one: SharedValue) -> Iterator[str]:
        if isinstance(one.shape, ObjectOf):
            yield from _derived(one.shape, one.value)
        if has_token(one.place, one.value):
            yield from comment(_TOKEN.format("This URL"))
            value: Value = self._secret(name.lower(), one.value)
        else:
            value = self._value(None, one.place, one.shape, one.value, name.lower())
        annotation = f": {one.annotation}" if one.annotation else ""
        yield layout(value, before=f"{name}{annotation} = ")

    def _resources(self) -> Iterator[str]:
        has_sections = len({_section(one) for _, one in self._named}) > 1
        for section, group in groupby(self._named, key=lambda named: _section(named[1])):
            if has_sections:
                yield from comment(section)
                yield ""
            for name, one in group:
                yield from self._remarks(one)
                yield layout(self._resource(name, one), before=f"{name} = ")
                yield ""

    def _remarks(self, one: Selected) -> Iterator[str]:
        spell = _spelling(one)
        status = one.found.status
        if status and not any(
            field.role is Role.STATUS and field.wire in one.inputs for field in one.found.shape.fields
        ):
            yield from comment(f"{status.word} when this was written: {status.meaning}.")
        if unread := _spelled(one, one.unread):
            yield from comment(f"The platform does not show {unread}: the config has what the receiver expects.")
        if secret := _spelled(one, sorted(one.found.secret)):
            yield from comment(f"The stack keeps {secret} secret, so the config has it.")
        for field in one.found.shape.fields:
            value = one.inputs.get(field.wire)
            if has_token(field, value) and not self._constants.find(one, field, field.shape, value):
                yield from comment(_TOKEN.format(field.name))
        for wire in one.assumed:
            yield from comment(f"The platform does not show its {spell(wire)}: only another text than this is sent.")
        for left in one.left_out:
            reason = render(left.why.reason, spell) if left.why.path == left.path else left.why.render(spell)
            whole, *inner = map(spell, left.path)
            until = f" until {whole} is changed, which is sent whole" if inner else ""
            path = ".".join([whole, *inner])
            yield from comment(f"Not declared: {path} ({reason}). The platform keeps it{until}.")

    def _resource(self, name: str, one: Selected) -> FunctionCall:
        platform, _, type_name = one.found.resource.kind.partition(":")
        arguments: list[tuple[str, Value]] = [("", name.replace("_", "-"))]
        for field in one.found.shape.fields:
            value = one.inputs.get(field.wire)
            if value is not None and (platform, field.wire) not in self._left_to_account:
                arguments.append((field.name, self._field(one, field, value, name)))
        return FunctionCall(f"{platform}.{type_name}", arguments)

    def _field(self, one: Selected, field: Field, value: Any, owner: str) -> Value:
        if found := self._constants.find(one, field, field.shape, value):
            return Code(found)
        return self._value(one, field, field.shape, value, owner)

    def _value(self, one: Selected | None, field: Field, shape: Shape, value: Any, owner: str) -> Value:
        """
        *value* in a program.

        Args:
            one: The object that has it; None within a constant.
            field: The field that holds it.
            shape: Its shape.
            value: The value, in normal form.
            owner: The variable of the resource or the constant, with which the names of its secrets begin.
        """
        if belongs_in_config(field, value):
            return self._secret(f"{owner}_{field.name}", value, is_text=isinstance(field.shape, Scalar))
        if isinstance(shape, SetOf):
            return sorted(value)
        if isinstance(shape, MapOf):
            return {name: self._member(one, field, shape.value, inner, owner) for name, inner in value.items()}
        if isinstance(shape, ObjectOf):
            return {
                inner.name: self._value(one, inner, inner.shape, value[inner.wire], owner)
                for inner in shape.fields
                if value.get(inner.wire) is not None
            }
        plain: Value = value
        return plain

    def _member(self, one: Selected | None, field: Field, shape: Shape, value: Any, owner: str) -> Value:
        found = self._constants.find(one, field, shape, value) if one else None
        return Code(found) if found else self._value(one, field, shape, value, owner)

    def _secret(self, name: str, value: object, *, is_text: bool = True) -> FunctionCall:
        config = unique(camel(name), self._secrets, joint="")
        self._secrets[config] = value if isinstance(value, str) else None
        return FunctionCall(f"{_CONFIG}.require_secret{'' if is_text else '_object'}", [("", config)])


def _derived(shape: ObjectOf, value: Mapping[str, object]) -> Iterator[str]:
    """What follows from an object, such as the times of a retry policy, as comments."""
    whole = {**{field.wire: field.default for field in shape.fields}, **value}
    for field in shape.fields:
        if field.derived:
            yield from comment(str(field.derived.compute(whole)))


def _section(one: Selected) -> str:
    return one.found.owner or one.found.resource.platform


def _spelling(one: Selected | Undeclarable) -> Spell:
    names = names_of(one.found.shape)
    return lambda wire: names.get(wire, wire)


def _spelled(one: Selected, paths: Iterable[Path]) -> str:
    """*paths* as a program writes them."""
    spell = _spelling(one)
    return ", ".join(".".join(map(spell, path)) for path in paths)


def _place_in_program(one: Selected | Undeclarable) -> tuple[str, str, str, str]:
    found = one.found
    return found.resource.platform, found.owner.casefold(), given_name(found).casefold(), found.existing.observed.id
