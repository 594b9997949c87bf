"""
Values that no message may show while an operation lasts. No I/O here.

The messages of this package never contain values that a program may have marked secret. Foreign text, such as an error
of the platform, may repeat any value: it passes :func:`scrub` before a message quotes it.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

MASK = "***"
SHORTEST = 4
_SHORTEST_PIECE = 8


class _Values:
    """Values and the pattern that finds them, which is only built once somebody quotes something."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = values

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        return _pattern({one for one in self._values if len(one.strip()) >= SHORTEST})


_withheld: ContextVar[_Values | None] = ContextVar("withheld", default=None)


@contextmanager
def withholding(values: Iterable[str]) -> Iterator[None]:
    """
    Have :func:`scrub` remove *values* in this thread while the block runs.

    A value of up to three characters is left alone: it would mask a part of any sentence.
    """
    token = _withheld.set(_Values(values))
    try:
        yield
    finally:
        _withheld.reset(token)


def scrub(value: object) -> Any:
    """*value*, parsed JSON, with every withheld value in its texts masked, however it is spelled or encoded."""
    withheld = _withheld.get()
    pattern = withheld.pattern if withheld else None
    return value if pattern is None else _scrub(value, pattern)


def _scrub(value: object, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, Mapping):
        return {_scrub(name, pattern): _scrub(item, pattern) for name, item in value.items()}
    if isinstance(value, list):
        return [_scrub(item, pattern) for item in value]
    return pattern.sub(MASK, value) if isinstance(value, str) else value


def _pattern(values: set[str]) -> re.Pattern[str] | None:
    forms = {form for value in values for piece in (value, *_pieces(value)) for form in spellings(piece)}
    if not forms:
        return None
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile("|".join(map(_alone, longest_first)), re.IGNORECASE)


def _pieces(value: str) -> Iterator[str]:
    """What may be quoted of a PEM text or of a URL: without its scheme, its host, its path, what may be a token."""
    if value.startswith("-----BEGIN"):
        yield "".join(line for line in value.splitlines() if not line.startswith("-----"))
    if "://" not in value:
        return
    try:
        parts = urlsplit(value)
    except ValueError:
        return
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    tokens = [*parts.path.split("/"), *(token for _, token in parse_qsl(parts.query))]
    whole = [f"{parts.netloc}{path}", parts.netloc, path, parts.path, parts.query]
    # A word such as `payments` is not a token, and the names of events and products consist of such words.
    unusual = (one for one in tokens if not (one.isalpha() and one.islower()))
    yield from (one for one in (*whole, *unusual) if len(one) >= _SHORTEST_PIECE)


def spellings(value: str) -> Iterator[str]:
    """The ways in which a text may repeat *value*: as it is, URL-encoded, inside JSON, in base64."""
    encoded = base64.b64encode(value.encode()).decode()
    yield from (value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1])
    yield from (encoded, encoded.rstrip("="))


def _alone(form: str) -> str:
    """*form* as a pattern that does not match a part of a longer word."""
    before = r"(?<!\w)" if re.match(r"\w", form) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", form) else ""
    return f"{before}{re.escape(form)}{after}"
