"""
Settings: looked up by name, first in the stack's own config, then in the environment.

Knows no platform and does no I/O: both sources are arguments. No message and no ``repr`` shows a secret.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from ..errors import SettingsProblem
from ..wording import closest

NAMESPACE = "payment-webhooks"
REQUIRED = "required"

FoundIn = Literal["stack", "environment"]
Kind = Literal["string", "number", "integer", "boolean", "array"]
T = TypeVar("T")

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """
    One setting: its name, its meaning, and how its value is parsed.

    Args:
        name: Its name in stack config, without the namespace, e.g. ``cybersourceKeyId``.
        meaning: One line for documentation and schema.
        parse: Turns a raw value into a typed value; raises ValueError with the words that follow the name.
        default: The value if it is not set; None if there is no default.
        secret: Whether no message may show its value.
        example: The value in the command of a remedy.
        kind: The type in the schema.
        keeps_blanks: Whether blanks around its value belong to it, as those of a password do.
        needed: What its documentation says in place of a default, e.g. `REQUIRED`.
        is_for_one_run: Whether it must not outlive a run: only the environment may give it.
        is_for_whole_stack: Whether it protects the whole stack: a `Provider` that does not set it has the value of the
            stack's config, and there an empty value is a mistake.
    """

    name: str
    meaning: str
    parse: Callable[[object], T] = field(repr=False)
    default: T | None = None
    secret: bool = False
    example: str = "<value>"
    kind: Kind = "string"
    keeps_blanks: bool = False
    needed: str = ""
    is_for_one_run: bool = False
    is_for_whole_stack: bool = False

    @property
    def key(self) -> str:
        """Its full key in stack config."""
        return f"{NAMESPACE}:{self.name}"

    @property
    def variable(self) -> str:
        """The environment variable that is read next: for ``cybersourceKeyId``, ``CYBERSOURCE_KEY_ID``."""
        return _HUMP.sub("_", self.name).upper()

    @property
    def command(self) -> str:
        """The command that sets it; Pulumi prompts for the value of a secret, so that no shell remembers it."""
        return f"pulumi config set --secret {self.key}" if self.secret else self.command_for(self.example)

    def command_for(self, value: str) -> str:
        """The command that sets it to *value*; for a secret, only where the value protects nothing else."""
        if self.secret:
            return f"pulumi config set --secret {self.key} {shlex.quote(value)}"
        return f"pulumi config set {self.key} {value}"


AnySetting = Setting[Any]
"""A setting whose value has any type."""


@dataclass(frozen=True)
class Found:
    """A raw value and where it came from."""

    value: object = field(repr=False)
    place: FoundIn


class Settings:
    """
    Where settings are looked up.

    Args:
        config: Returns the stack's value for a full key (``payment-webhooks:cybersourceKeyId``), or None.
        environ: The environment variables.
    """

    def __init__(self, config: Callable[[str], object], environ: Mapping[str, str]) -> None:
        self._config = config
        self._environ = environ

    def __repr__(self) -> str:
        return "Settings(…)"

    def find(self, setting: Setting[T]) -> Found | None:
        """The raw value of *setting*. Text is trimmed unless its blanks count; empty text counts as not set."""
        for place, value in self._raw(setting):
            if (trimmed := _trimmed(value, keeps_blanks=setting.keeps_blanks)) is not None:
                return Found(trimmed, place)
        return None

    def place_of(self, setting: Setting[T]) -> FoundIn | None:
        """Where the value of *setting* comes from; None when it is not set."""
        found = self.find(setting)
        return found.place if found else None

    def get(self, setting: Setting[T]) -> T | None:
        """
        The value of *setting*, else its default, else None.

        Raises:
            SettingsProblem: Its value is invalid.
        """
        found = self.find(setting)
        if found is None:
            if setting.is_for_whole_stack and isinstance(self._config(setting.key), str):
                raise SettingsProblem(complaint(setting, "stack", "is empty, which protects nothing"))
            return setting.default
        try:
            return setting.parse(found.value)
        except ValueError as problem:
            # "from None": the original could quote the value.
            raise SettingsProblem(complaint(setting, found.place, str(problem))) from None

    def require(self, setting: Setting[T]) -> T:
        """
        The value of *setting*, or its default.

        Raises:
            SettingsProblem: It is not set, or its value is invalid.
        """
        value = self.get(setting)
        if value is None:
            raise SettingsProblem(self._missing(setting))
        return value

    def _raw(self, setting: Setting[T]) -> Iterator[tuple[FoundIn, object]]:
        if not setting.is_for_one_run:
            yield "stack", self._config(setting.key)
        yield "environment", self._environ.get(setting.variable)

    def _missing(self, setting: Setting[T]) -> str:
        """The message about a setting without a value. It names an empty variable, as CI sets for a missing secret."""
        empty = [place for place, value in self._raw(setting) if isinstance(value, str)]
        if empty:
            return complaint(setting, empty[0], "is empty")
        return f"{setting.name} is not set: {setting.command} (or {setting.variable} in the environment)"


def complaint(setting: Setting[T], place: FoundIn, what: str) -> str:
    """The line about an invalid value: name, place, what is wrong, remedy."""
    if place == "stack":
        return f"{setting.name} {what}: {setting.command}"
    if setting.is_for_one_run:
        return f"{setting.variable} in the environment {what}"
    return f"{setting.name} {what}: correct {setting.variable} in the environment, or {setting.command}"


def unknown_settings(keys: Iterable[str], known: Sequence[AnySetting], *, platform: str) -> Iterator[str]:
    """
    Report each unknown setting of a platform: a misspelt lock would lock nothing, unnoticed.

    Args:
        keys: Full keys of a stack's config.
        known: The settings of the platform.
        platform: How the names of its settings begin.
    """
    names = {one.name for one in known if not one.is_for_one_run}
    variables = {one.name: one.variable for one in known if one.is_for_one_run}
    endings = [name.removeprefix(platform) for name in names]
    beginning = platform.lower()
    for key in sorted(keys):
        namespace, _, name = key.partition(":")
        if namespace != NAMESPACE or not name.lower().startswith(beginning) or name in names:
            continue
        if name in variables:
            yield f"{name} is for one run: set {variables[name]} in the environment instead, and pulumi config rm {key}"
            continue
        close = closest(name[len(platform) :], endings)
        hint = f"did you mean {platform}{close}? If not, " if close else ""
        remedy = f"remove it from the Provider, or pulumi config rm {key}"
        yield f"unknown setting {name}, which has no effect: {hint}{remedy}"


def raise_together(subject: str, questions: Iterable[Callable[[], object]]) -> None:
    """
    Call each of *questions*, and report all problems at once.

    Raises:
        SettingsProblem: With one line for each problem.
    """
    lines: dict[str, None] = {}
    for question in questions:
        try:
            question()
        except SettingsProblem as problem:
            lines[str(problem)] = None
    if len(lines) == 1:
        raise SettingsProblem(next(iter(lines)))
    if lines:
        raise SettingsProblem("\n".join([f"{len(lines)} settings of {subject} need attention:", *lines]))


def _trimmed(value: object, *, keeps_blanks: bool) -> object:
    if isinstance(value, str):
        return (value if keeps_blanks else value.strip()) or None
    return value
