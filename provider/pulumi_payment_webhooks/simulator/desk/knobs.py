"""
A list of knobs: how one is declared, how texts are read as positions and written, and how knobs are turned. Pure.

A platform's knobs are a frozen dataclass whose fields are declared with `knob`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from ...wording import did_you_mean
from .complaints import LONGEST_WORD, complaint
from .json_values import JsonObject
from .mail.reach import Reach
from .wire.patterns import check_pattern

AnyKnobs = TypeVar("AnyKnobs", bound=Any)

EVERY = "*"
"""Stands for everything that a knob with several positions does not name."""


def knob(start: Any, sentence: str, source: str, **limits: Any) -> Any:
    """
    A knob.

    Args:
        start: Its position at the start; a mapping has a position for each product.
        sentence: What it decides.
        source: Who says so, or who disagrees.
        limits: Bounds of a number.
    """
    extra: JsonObject = {"source": source}
    if isinstance(start, dict):
        return Field(
            default_factory=lambda: dict(start), description=sentence, validate_default=True, json_schema_extra=extra
        )
    return Field(default=start, description=sentence, json_schema_extra=extra, **limits)


def read_names(value: Any) -> Any:
    """A text with commas as a tuple; anything else as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def read_none(value: Any) -> Any:
    """The words for no position as None."""
    return None if value in ("", "none") else value


def spread(value: Any) -> Any:
    """One position for every product, if it is a text."""
    return overlay({}, value) if isinstance(value, str) else value


def overlay(present: Mapping[str, str], change: Any) -> Any:
    """
    The positions of *present* after *change*.

    Args:
        present: A position for each product, and one for all others under `*`.
        change: One position for every product, or `product=position` with commas between them, or a mapping.
    """
    if isinstance(change, str):
        if "=" not in change:
            return {EVERY: change.strip()}
        pairs = [part.partition("=") for part in read_names(change)]
        change = {product.strip(): position.strip() for product, _, position in pairs}
    return {**present, **change} if isinstance(change, Mapping) else change


def spell_position(position: object) -> str:
    """A position as a text that turns the knob to it."""
    if isinstance(position, dict):
        pairs = [f"{product}={one}" for product, one in position.items()]
        return ",".join(pairs) if len(pairs) > 1 else str(position[EVERY])
    if isinstance(position, tuple):
        return ",".join(map(spell_position, position))
    if isinstance(position, float) and position.is_integer():
        return str(int(position))
    return "none" if position is None else str(position).lower() if isinstance(position, bool) else str(position)


def _check_pairs(pairs: tuple[str, ...]) -> tuple[str, ...]:
    Reach(pairs)
    return pairs


Names = Annotated[tuple[str, ...], BeforeValidator(read_names)]
Pairs = Annotated[Names, AfterValidator(_check_pairs)]
Pattern = Annotated[str, AfterValidator(check_pattern)]
OptionalPattern = Annotated[Pattern | None, BeforeValidator(read_none)]
Count = Annotated[int | None, BeforeValidator(read_none)]
Seconds = Annotated[float | None, BeforeValidator(read_none)]


def turn(knobs: AnyKnobs, changes: Mapping[str, object]) -> AnyKnobs:
    """
    *knobs* after *changes*; texts are read as the knob's type (`true`, `120`, `a,b`, `name=position`).

    Raises:
        ValueError: There is no such knob or position; the message names the knob and its positions.
    """
    known = [one.name for one in fields(knobs)]
    for name in changes:
        if name not in known:
            raise ValueError(f"no such knob {name!r}{did_you_mean(name[:LONGEST_WORD], known)}")
    several = {name: change for name, change in changes.items() if isinstance(getattr(knobs, name), dict)}
    merged = {name: overlay(getattr(knobs, name), change) for name, change in several.items()}
    try:
        return replace(knobs, **{**changes, **merged})
    except ValidationError as wrong:
        name, reason = complaint(wrong)
        raise ValueError(f"knob {name}: {reason}") from None


@dataclass(frozen=True)
class KnobEntry:
    """One knob in the list: its name, what it decides, and its source."""

    name: str
    sentence: str
    source: str


def entries_of(knobs: Any) -> Iterator[KnobEntry]:
    """Every knob of a platform, in the order of its list."""
    for one in fields(knobs):
        described: Any = one.default
        yield KnobEntry(one.name, described.description, described.json_schema_extra["source"])
