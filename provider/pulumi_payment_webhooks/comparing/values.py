"""
What each side of a comparison says of a field, and how people read it. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import SplitResult, urlsplit

from ..net import public_part
from ..reconcile.declare.shapes import Field, ObjectOf, SetOf, Shape
from ..stacks.state import SECRET
from ..wording import SECRET_TEXT

LONGEST = 200


class State(StrEnum):
    """What is known of a value."""

    DECLARED = "declared"
    """It is declared, or the platform has it."""
    DEFAULT = "default"
    """Nothing is declared, and the platform's default is known."""
    UNDECLARED = "not declared"
    """Nothing is declared, and the platform's default is not known."""
    NONE = "none"
    """There is no such value."""
    SECRET = "secret"
    """It is withheld."""
    UNREPORTED = "not reported"
    """The platform does not show it."""


@dataclass(frozen=True)
class Value:
    """
    A value of one side.

    Args:
        state: What is known of it.
        content: The value in normal form; None where it is not known.
    """

    state: State
    content: Any = None

    @property
    def is_known(self) -> bool:
        """Whether there is a value that can be compared."""
        return self.state in (State.DECLARED, State.DEFAULT)

    @property
    def is_mapping(self) -> bool:
        """Whether it is known, and has the form of a set or of an object."""
        return self.is_known and isinstance(self.content, Mapping)

    @property
    def is_present(self) -> bool:
        """Whether there is a value, known or not."""
        return self.is_known or self.state is State.SECRET


@dataclass(frozen=True)
class ShownValue:
    """
    A value as a report shows it.

    Args:
        text: For people.
        state: What is known of it.
        value: For programs; None where it is not shown.
    """

    text: str
    state: State
    value: Any = None


def value_in(field: Field, fields: Mapping[str, object], *, is_stack: bool) -> Value:
    """What *fields*, those of a stack or of a platform, say of *field*."""
    value = fields.get(field.wire)
    is_object = isinstance(field.shape, ObjectOf) and isinstance(value, Mapping) and not field.secret
    if (field.secret and value) or (holds_secret(value) and not is_object):
        return Value(State.SECRET)
    if field.wire in fields:
        is_none = value is None or field.is_cleared(value)
        return Value(State.NONE) if is_none else Value(State.DECLARED, value)
    if not is_stack:
        return Value(State.UNREPORTED)
    default = default_of(field)
    return Value(State.UNDECLARED) if default is None else Value(State.DEFAULT, default)


def holds_secret(value: object) -> bool:
    """Whether *value* is a secret, or there is one in it."""
    if isinstance(value, Mapping):
        return any(map(holds_secret, value.values()))
    return any(map(holds_secret, value)) if isinstance(value, list) else value is SECRET


def default_of(field: Field) -> object:
    """The platform's default of *field*, as far as the declaration knows it; None where it does not."""
    if field.restless:
        return None
    if not isinstance(field.shape, ObjectOf):
        return field.platform_default
    members = {one.wire: default_of(one) for one in field.shape.fields if one.derived is None}
    known = {wire: value for wire, value in members.items() if value is not None}
    is_whole = not any(one.required for one in field.shape.fields)
    return known if known and is_whole else None


def without_host(value: object) -> object:
    """A URL without its scheme, its host and its port; any other value as it is."""
    parts = _url(value)
    return (parts.path or "/", parts.query) if parts else value


def show_value(field: Field, value: Value, *, may_be_secret: bool = False, with_host: bool = False) -> ShownValue:
    """
    *value* as a report shows it.

    Args:
        field: Its field.
        value: The value.
        may_be_secret: Whether a program may have marked it secret, and the mark is not visible here.
        with_host: Whether the host of a URL is shown.
    """
    if not value.is_known:
        return ShownValue(SECRET_TEXT if value.state is State.SECRET else value.state.value, value.state)
    if may_be_secret and not field.may_be_shown:
        return ShownValue("not shown: it may be secret", value.state)
    plain = _plain(field, value.content, with_host=with_host)
    text = _text(plain)
    return ShownValue(f"{text} (default)" if value.state is State.DEFAULT else text, value.state, plain)


def _plain(field: Field, content: object, *, with_host: bool) -> object:
    """*content* as JSON, without secrets."""
    if isinstance(field.shape, SetOf) and isinstance(content, Mapping):
        return sorted(content)
    return _as_written(field.shape, _without_secrets(content, with_host=with_host))


def _as_written(shape: Shape, content: object) -> object:
    """*content* under the names that a program writes."""
    if not isinstance(shape, ObjectOf) or not isinstance(content, Mapping):
        return content
    fields = {one.wire: one for one in shape.fields}
    known = {fields[wire].name: _as_written(fields[wire].shape, content[wire]) for wire in content if wire in fields}
    return known | {wire: value for wire, value in content.items() if wire not in fields}


def _without_secrets(content: object, *, with_host: bool) -> object:
    """*content* with the public part of each URL, and a mark in place of each secret."""
    if isinstance(content, Mapping):
        return {name: _without_secrets(one, with_host=with_host) for name, one in content.items()}
    if isinstance(content, list):
        return [_without_secrets(one, with_host=with_host) for one in content]
    if content is SECRET:
        return SECRET_TEXT
    parts = _url(content)
    if parts is None:
        return content
    shown = public_part(parts._replace(path=parts.path or "/").geturl()) or ""
    return shown if with_host else f"/{shown.partition('://')[2].partition('/')[2]}"


def _text(plain: object) -> str:
    if isinstance(plain, list):
        return ", ".join(map(str, plain)) or "none"
    if isinstance(plain, Mapping):
        return ", ".join(f"{name} {_text(one)}" for name, one in plain.items())
    text = str(plain)
    if "\n" in text.strip():
        return f"text of {len(text.splitlines())} lines"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _url(value: object) -> SplitResult | None:
    if not isinstance(value, str) or not value.casefold().startswith(("https://", "http://")):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return parts if parts.netloc else None
