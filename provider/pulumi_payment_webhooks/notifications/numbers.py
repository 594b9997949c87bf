"""
Numbers as a JSON text spells them, to the last digit, and JSON that is written with them. No I/O here.

A float cannot represent ``1234567890123456.78`` or ``1E400``, and loses the zeros of ``10.00``. A `Number` is the
nearest float, so that programs can calculate with it as usual, and stores the digits: `str` returns them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn, Self

_quoted = json.encoder.encode_basestring_ascii
_quoted_unicode = json.encoder.encode_basestring


class Number(float):
    """
    A number of a JSON text that a float would print differently: a float that prints as it was written.

    `Decimal(str(number))` is its exact value.
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Self:
        """The number that *text* writes."""
        number = super().__new__(cls, text)
        number.text = str(text)
        return number

    def __reduce__(self) -> tuple[type[Number], tuple[str]]:
        """A copy is created from the digits."""
        return Number, (self.text,)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def __format__(self, spec: str) -> str:
        return super().__format__(spec) if spec else self.text


def decoder(*, decimals: bool = False) -> json.JSONDecoder:
    """
    What reads JSON with every number as it is written.

    Args:
        decimals: Whether numbers with a fraction or an exponent become `Decimal` instead of float.
    """
    fraction: Callable[[str], Any] = _decimal if decimals else _float

    def whole(text: str) -> object:
        return fraction(text) if text == "-0" else int(text)  # no int is -0

    return json.JSONDecoder(parse_float=fraction, parse_int=whole, parse_constant=refuse_constant)


def _float(text: str) -> float:
    number = float(text)
    return number if float.__repr__(number) == text else Number(text)


def _decimal(text: str) -> Decimal | Number:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent that Decimal does not support
        return Number(text)


def refuse_constant(name: str) -> NoReturn:
    """Refuse ``NaN`` and the like, which Python reads and JSON does not have."""
    raise ValueError(f"{name} is not JSON")


def exact_json(value: Any, *, indent: int | None = None) -> str:
    """
    *value* as JSON text, numbers as they were written; valid whatever it holds.

    What JSON does not have is written as text, and ``NaN`` as null. Without *indent* it is one line of plain ASCII.
    """
    quoted = _quoted if indent is None else _quoted_unicode
    return "".join(_pieces(value, quoted=quoted, number=_as_written, separators=(", ", ": "), indent=indent))


def canonical_json(value: Any) -> str:
    """
    *value* as JSON text in one form: sorted names, no blanks, and each number by its value, however it is written.

    The form of a number is that of Python's `json` wherever that is exact, so that it is the same as in all versions.
    """
    if not _holds(value, lambda _, kind: kind in (Number, Decimal)):
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    return "".join(_pieces(value, quoted=_quoted, number=_by_value, separators=(",", ":"), sort=True))


def needs_digits(rough: Any) -> bool:
    """Whether *rough*, as Python's `json` has read it, may have lost digits: of a fraction, or the sign of ``-0``."""
    return _holds(rough, lambda one, kind: kind is float or (kind is int and one == 0))


def _holds(value: Any, fits: Callable[[Any, type], bool]) -> bool:
    waiting = [value]
    for one in waiting:  # grows on the way
        kind = type(one)  # not `isinstance`: this is done for every notification
        if kind is dict:
            waiting += one.values()
        elif kind is list:
            waiting += one
        elif kind is not str and fits(one, kind):
            return True
    return False


class _Raw(str):
    """Text that is written as it is."""

    __slots__ = ()


def _pieces(
    value: Any,
    *,
    quoted: Callable[[str], str],
    number: Callable[[Any], str],
    separators: tuple[str, str],
    indent: int | None = None,
    sort: bool = False,
) -> Iterator[str]:
    """The pieces of a JSON text. Without recursion: a payload may nest deeper than Python's own calls."""
    comma, colon = separators if indent is None else (",", ": ")
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, _Raw):
            yield one
            continue
        if isinstance(one, Mapping):
            named = [(str(name), member) for name, member in one.items()]
            members = [(f"{quoted(name)}{colon}", member) for name, member in (sorted(named) if sort else named)]
            opening, closing = "{", "}"
        elif isinstance(one, list | tuple | set | frozenset):
            members = [("", member) for member in one]
            opening, closing = "[", "]"
        else:
            yield _scalar(one, quoted, number)
            continue
        if not members:
            yield opening + closing
            continue
        yield opening
        broken = "" if indent is None else "\n" + " " * (indent * (depth + 1))
        after = "" if indent is None else "\n" + " " * (indent * depth)
        waiting.append((_Raw(after + closing), depth))
        for position, (name, member) in reversed(list(enumerate(members))):
            waiting.append((member, depth + 1))
            waiting.append((_Raw(f"{comma if position else ''}{broken}{name}"), depth))


def _scalar(value: Any, quoted: Callable[[str], str], number: Callable[[Any], str]) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float | Decimal):
        return number(value)
    return quoted(str(value))


def _as_written(number: Any) -> str:
    if isinstance(number, Number):
        return number.text
    if isinstance(number, int):
        return int.__repr__(number)
    is_finite = number.is_finite() if isinstance(number, Decimal) else math.isfinite(number)
    return str(number) if is_finite else "null"


def _by_value(number: Any) -> str:
    """As `json.dumps` writes it after reading it as int or float, if that is its value; else its digits."""
    if isinstance(number, int):
        return int.__repr__(number)
    text = str(number)
    if text == "-0":
        return "0"
    try:
        exact = Decimal(text)
        shortest = float.__repr__(float(text))
        return shortest if Decimal(shortest) == exact else _digits(exact)
    except InvalidOperation:  # an exponent that Decimal does not support
        return text


def _digits(exact: Decimal) -> str:
    """The same for equal values. `Decimal.normalize` would round to the precision of the context."""
    sign, digits, _ = exact.as_tuple()
    written = "".join(map(str, digits))
    short = written.rstrip("0")
    exponent = exact.adjusted() - len(short) + 1 if short else 0
    return f"{'-' if sign else ''}{short or '0'}E{exponent}"
