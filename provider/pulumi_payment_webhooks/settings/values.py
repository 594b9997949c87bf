"""
How the raw value of a setting becomes a typed value: text, numbers, flags, lists, credentials. No I/O here.

Each parser raises ValueError with the words that follow the name of the setting. Only :func:`quote` shows a value.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable

from pydantic import SecretStr

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


def text(value: object) -> str:
    """Plain text; of a whole number, its digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer():
        return str(int(value))
    raise ValueError("is not text")


def secret(value: object) -> SecretStr:
    """Text that no message shows."""
    return SecretStr(text(value))


def checked_text(check: Callable[[object], str]) -> Callable[[object], str]:
    """A parser for text that *check* accepts, as *check* cleans it."""

    def parse(value: object) -> str:
        return check(text(value))

    return parse


def checked_secret(check: Callable[[object], str]) -> Callable[[object], SecretStr]:
    """A parser for a secret that *check* accepts, as *check* cleans it."""

    def parse(value: object) -> SecretStr:
        return SecretStr(check(text(value)))

    return parse


def choice(*offered: str) -> Callable[[object], str]:
    """A parser for one of a few words."""

    def parse(value: object) -> str:
        if (word := text(value).lower()) in offered:
            return word
        raise ValueError(f"is {quote(value)}, which is not one of {', '.join(offered)}")

    return parse


def number(least: float, most: float) -> Callable[[object], float]:
    """A parser for a number in a range, both ends included."""

    def parse(value: object) -> float:
        result = _as_float(value)
        if least <= result <= most:
            return result
        raise ValueError(f"is {quote(value)}, and must be a number from {least:g} to {most:g}")

    return parse


def integer(least: int, most: int) -> Callable[[object], int]:
    """A parser for a whole number in a range, both ends included."""
    any_number = number(least, most)

    def parse(value: object) -> int:
        try:
            result = any_number(value)
        except ValueError:
            result = math.inf
        if result.is_integer():
            return int(result)
        raise ValueError(f"is {quote(value)}, and must be a whole number from {least} to {most}")

    return parse


def boolean(value: object) -> bool:
    """True or false, in the usual words."""
    word = str(value).lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(f"is {quote(value)}, and must be true or false")


def items(value: object) -> frozenset[str]:
    """A set of words: a list, a list as JSON text, or words with commas between them."""
    entries = _split(value) if isinstance(value, str) else value
    listed = entries if isinstance(entries, list | tuple) else None
    if listed is None:
        raise ValueError("is not a list")
    words = frozenset(filter(None, (text(item).strip() for item in listed)))
    if not words:
        raise ValueError("is an empty list; name at least one, or remove the setting")
    return words


def quote(value: object) -> str:
    """A value for a message, shortened. Never a secret."""
    plain = repr(value)
    return plain if len(plain) <= 60 else f"{plain[:57]}…"


def _as_float(value: object) -> float:
    """*value* as a number; anything else becomes NaN, which is in no range."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return math.nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return math.nan


def _split(value: str) -> object:
    if not value.startswith("["):
        return value.split(",")
    try:
        parsed: object = json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError("is not a list") from None
    return parsed
