"""
Which values of a step may be shown. Pure: no I/O.

What the engine has marked secret anywhere, in the inputs or the state, before or after, counts as secret everywhere;
and so does what a declaration marks as secret, whatever the engine says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..net import public_part
from ..reconcile.declare.shapes import Field, MapOf, ObjectOf, Shape
from .preview import SECRET

Path = tuple[str, ...]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>`]+")


def conceal(bags: Sequence[Mapping[str, object]], shapes: Sequence[ObjectOf]) -> list[Mapping[str, object]]:
    """*bags*, which hold values of the same resource, with `SECRET` wherever a value is secret in any of them."""
    declared: list[Mapping[str, object]] = [_hide(bag, shapes) for bag in bags]
    secret = {path for bag in declared for path in _secret_paths(bag)}
    return [_replace(bag, (), secret) for bag in declared] if secret else declared


def secret_texts(bags: Sequence[Mapping[str, object]], shapes: Sequence[ObjectOf]) -> Iterator[str]:
    """Texts in *bags* that a declaration marks as secret, although the engine shows them."""
    for bag in bags:
        for shape in shapes:
            for field in shape.fields:
                yield from _texts(bag.get(field.wire), field)


def short_url(url: str) -> str:
    """What a report shows of *url*."""
    return public_part(url) or "a URL that cannot be read"


def shorten_urls(text: str) -> str:
    """*text* with each URL in it shortened."""
    return _URL.sub(lambda found: short_url(found[0]), text)


def _hide(bag: Mapping[str, object], shapes: Sequence[ObjectOf]) -> dict[str, Any]:
    fields = {field.wire: field for shape in reversed(shapes) for field in shape.fields}
    return {name: _hidden(value, fields.get(name)) for name, value in bag.items()}


def _hidden(value: object, field: Field | None) -> Any:
    if field is None or value is None:
        return value
    return SECRET if field.secret else _hidden_in(value, field.shape)


def _hidden_in(value: object, shape: Shape) -> Any:
    if not isinstance(value, Mapping):
        return value
    if isinstance(shape, ObjectOf):
        return _hide(value, (shape,))
    if isinstance(shape, MapOf):
        return {name: _hidden_in(item, shape.value) for name, item in value.items()}
    return value


def _texts(value: object, field: Field) -> Iterator[str]:
    if field.secret:
        yield from _leaves(value)
    elif isinstance(field.shape, ObjectOf) and isinstance(value, Mapping):
        for member in field.shape.fields:
            yield from _texts(value.get(member.wire), member)


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str) and value != SECRET:
        yield value.encode(errors="ignore").decode()  # JSON may hold half of a character.


def _secret_paths(value: object, path: Path = ()) -> Iterator[Path]:
    if value == SECRET:
        yield path
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _secret_paths(item, (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _secret_paths(item, (*path, str(number)))


def _replace(value: object, path: Path, secret: set[Path]) -> Any:
    if path in secret:
        return SECRET
    if isinstance(value, Mapping):
        return {name: _replace(item, (*path, name), secret) for name, item in value.items()}
    if isinstance(value, list):
        return [_replace(item, (*path, str(number)), secret) for number, item in enumerate(value)]
    return value
