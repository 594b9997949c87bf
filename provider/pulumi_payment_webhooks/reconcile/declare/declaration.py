"""
The words a resource is declared with. Pure: no Pulumi, no I/O.

A declaration is a pydantic model: one field for each input, a nested ``Outputs`` for what the platform adds,
and ``rules`` for what several fields must satisfy together. Check, diff, secrets, ``schema.json`` and the typed
classes that programs write are all derived from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict

from ...wording import Spell, Words, render
from .meaning import Meaning


class Unknown:
    """A value that is only known during the deployment. There is one: :data:`UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()

Path = tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """
    Something wrong with a declaration, or worth a warning.

    Args:
        path: Where, in wire names; empty for the resource as a whole.
        reason: What is wrong and what to do, with other fields and values that may be shown as data. No secret values.
        resource: Name of the resource that it is about, where that is another than the one at hand.
        is_filled_by_settings: Whether a setting would do instead: it is not reported beside problems of the settings.
    """

    path: Path
    reason: Words
    resource: str = ""
    is_filled_by_settings: bool = field(default=False, compare=False)

    def render(self, spell: Spell) -> str:
        """The problem in one text, in the language of a face."""
        return self._whole(".".join(map(spell, self.path)), render(self.reason, spell))

    def __str__(self) -> str:
        return self._whole(".".join(self.path), str(self.reason))

    def _whole(self, path: str, reason: str) -> str:
        text = f"{path}: {reason}" if path else reason
        return f"{self.resource!r}: {text}" if self.resource else text


class DeclaredValues(Protocol):
    """What a rule sees of a declaration: known, valid values in normal form."""

    def get(self, path: str) -> Any:
        """The value at a dotted path of wire names, defaults filled in; None where there is none."""

    def declares(self, path: str) -> bool:
        """Whether the program itself wrote a value there, known or not."""

    def changes(self, path: str) -> bool:
        """Whether the value at a dotted path of wire names is another than at the last deployment, or new."""

    def clears(self, path: str) -> bool:
        """Whether the program wrote the empty value there: ``""`` or ``{}``, which asks for the platform's default."""

    @property
    def is_new(self) -> bool:
        """Whether there is no earlier deployment of it."""


@dataclass(frozen=True)
class Claim:
    """
    A natural key at the platform, which only one resource of a program can have.

    Args:
        title: What it is called in messages; nothing in it may be secret.
        key: What makes two claims the same; never shown.
        remedy: What to do where two resources claim it.
    """

    title: str = field(compare=False)
    key: tuple[str, ...] = field(repr=False)
    remedy: str = field(default="declare it once", compare=False)


@dataclass(frozen=True)
class Rule:
    """
    What several fields must satisfy together.

    Args:
        name: Stable name of the rule; every rule has a refused example program under this name.
        fields: Dotted wire paths; the rule runs only where the value of each is known and valid.
        check: Yields a problem for each violation.
        warns: Whether a violation is only worth a warning.
    """

    name: str
    fields: tuple[str, ...]
    check: Callable[[DeclaredValues], Iterator[Problem]]
    warns: bool = False


@dataclass(frozen=True)
class Replaces:
    """Marks a field that cannot change in place: another value makes another object."""


@dataclass(frozen=True)
class Local:
    """Marks a field that stays in the program's state and is never sent, e.g. one that only orders resources."""


@dataclass(frozen=True)
class Secret:
    """Marks a map or an object that is secret as a whole; a secret text is a `SecretStr`."""


@dataclass(frozen=True)
class Public:
    """Marks a field whose texts come from the platform's own catalogue, such as event types: messages may show them."""


@dataclass(frozen=True)
class FromAccount:
    """Marks a field that the account's settings fill in where the program leaves it out."""


@dataclass(frozen=True)
class Called:
    """Marks a URL that the platform calls, so that it has to reach it."""


@dataclass(frozen=True)
class Kept:
    """Marks a field that the platform keeps as it is where a program no longer declares it."""


@dataclass(frozen=True)
class Restless:
    """Marks a field that the platform changes by itself, such as a status: another value there is no drift."""


@dataclass(frozen=True)
class Clearable:
    """Marks a text that a program clears with ``""``, or an object with ``{}``: the platform then has no such value."""


@dataclass(frozen=True)
class PlatformDefault:
    """
    Marks a field that is not managed where a program leaves it out, and of which the platform's own default is known.

    Args:
        value: That default, in normal form.
    """

    value: Any


@dataclass(frozen=True)
class Adopts:
    """
    Marks the field with which a program adopts what exists at the platform; in place of Pulumi's import.

    Args:
        once: Whether it only counts when the object is new to the stack: afterwards, a program can leave it out.
    """

    once: bool = False


@dataclass(frozen=True)
class Derived:
    """
    Marks a field that ``check`` computes, so that a preview shows it; never sent.

    Args:
        compute: From the normal form of the object that holds the field.
        needs: Wire names of the members that must be known for that.
    """

    compute: Callable[[Mapping[str, object]], Any]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class PartOf:
    """
    Marks the field that names the object of which this declaration is a part.

    Args:
        member: Wire name of the part in the declaration of that object, where it can be declared as well.
    """

    member: str


def part_id(whole: str, member: str) -> str:
    """The id of a part that is owned apart. Part of the state format."""
    return f"{whole}/{member}"


def whole_of(id: str) -> str:
    """The id of the object of which *id* is a part; *id* itself where it is none."""
    return id.partition("/")[0]


@dataclass(frozen=True)
class Same:
    """
    Marks a field whose values may be spelled in several ways.

    Args:
        same: Whether two values mean the same; then the earlier spelling is kept, and nothing is sent.
    """

    same: Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Echoed(Same):
    """
    Marks a field that the platform may answer in yet another spelling than the one it was sent.

    Args:
        same: Whether an answer means what was declared; then the state keeps the declared spelling. Two values that a
            program writes are not compared so: what it changes is sent.
    """


class Fragment(BaseModel):
    """A nested object of a declaration. It is declared, compared and sent whole."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True)


class Added(BaseModel):
    """What the platform adds to the state of a resource."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True, hide_input_in_errors=True)


class Declaration(BaseModel):
    """What a program declares of one object of a platform."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True)

    Outputs: ClassVar[type[Added]] = Added
    meaning: ClassVar[Meaning] = Meaning("object", "the platform no longer has it")
    """What it is to people."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    renewed: ClassVar[tuple[str, ...]] = ()
    """Outputs, by wire name, that change where :meth:`is_renewed` or :meth:`is_due` says so: a preview shows them."""
    is_deleted_first: ClassVar[bool] = True
    """Whether an object with natural keys has to be deleted before another one is created in its place."""

    @classmethod
    def claims(cls, inputs: Mapping[str, object]) -> Mapping[Claim, Path]:
        """
        The natural keys that *inputs* occupy at the platform, each with the field that claims it.

        No two resources may claim the same one. *inputs* is in normal form and may hold unknown values.
        """
        return {}

    @classmethod
    def remarks(cls, state: Mapping[str, object], *, at: datetime) -> Iterator[Words]:
        """What a person should know of a resource in *state* at the time *at*, such as a date that comes near."""
        return iter(())

    @classmethod
    def is_due(cls, state: Mapping[str, object], inputs: Mapping[str, object], *, at: datetime) -> Words | None:
        """Why the resource has to be updated although nothing in it was changed; None where it has not."""
        return None

    @classmethod
    def may_be_due(cls, inputs: Mapping[str, object]) -> bool:
        """Whether :meth:`is_due` may ever say so of *inputs*."""
        return False

    @classmethod
    def is_renewed(cls, state: Mapping[str, object], inputs: Mapping[str, object]) -> bool:
        """Whether *inputs* ask the platform for another object, e.g. a key, while the resource keeps its id."""
        return False

    @classmethod
    def on_renewal(cls, due: Words | None) -> Words | None:
        """What a person should know before the object is renewed; *due* is why, where nothing asks for it."""
        return due
