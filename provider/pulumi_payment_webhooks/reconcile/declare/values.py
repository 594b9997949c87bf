"""
Leaf values that several platforms share, with refusals in words a person can act on. Pure: no I/O.

No refusal repeats the value it refuses: a program may have marked it secret, and that mark does not reach us.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator

from ...wording import did_you_mean, kind_of

LARGEST = 2**53 - 1
"""The largest whole number up to which Pulumi, whose numbers are those of JavaScript, knows each exactly."""
_MOST_DIGITS = 100
"""Beyond, Python may take long to read a number, or refuse to."""


def whole_number(value: object) -> int:
    """A whole number of 0 or more; accepts ``5``, ``5.0`` and ``"5"``, as the platform itself writes all three."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value) if len(value) <= _MOST_DIGITS else LARGEST + 1
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"must be a whole number of 0 or more, not {kind_of(value)}")
    if value != value or value in (float("inf"), float("-inf")) or value != int(value):
        raise ValueError("must be a whole number of 0 or more, without a fraction")
    if value < 0:
        raise ValueError("must be a whole number of 0 or more, not a negative one")
    if value > LARGEST:
        raise ValueError(f"must be at most {LARGEST:,}: Pulumi keeps larger numbers with fewer digits")
    return int(value)


def flag(value: object) -> bool:
    """True or false; accepts ``"true"`` and ``"false"``, as the platform itself writes both."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in ("true", "false"):
        return value.casefold() == "true"
    raise ValueError(f"must be True or False, not {kind_of(value)}")


def text(value: object) -> str:
    """Text that is not empty."""
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {kind_of(value)}")
    if not value.strip():
        raise ValueError("must not be empty")
    return value


def any_text(value: object) -> str:
    """Text, which may be empty."""
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {kind_of(value)}")
    return value


def one_of(*words: str) -> Callable[[object], str]:
    """A choice of *words*, whatever the case it is written in; the result is the platform's own spelling."""

    def choose(value: object) -> str:
        allowed = ", ".join(words)
        if not isinstance(value, str):
            raise ValueError(f"must be one of {allowed}, not {kind_of(value)}")
        for word in words:
            if word.casefold() == value.casefold():
                return word
        raise ValueError(f"must be one of {allowed}{did_you_mean(value, words)}")

    return choose


def same_text_in_any_case(one: object, other: object) -> bool:
    """Whether two texts differ at most in the case of their letters."""
    return isinstance(one, str) and isinstance(other, str) and one.casefold() == other.casefold()


WholeNumber = Annotated[int, BeforeValidator(whole_number)]
Flag = Annotated[bool, BeforeValidator(flag)]
Text = Annotated[str, BeforeValidator(text)]
AnyText = Annotated[str, BeforeValidator(any_text)]
