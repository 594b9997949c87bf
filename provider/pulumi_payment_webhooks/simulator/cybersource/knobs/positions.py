"""How a knob is declared, the types of positions, and how texts are read as positions and written. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from ...desk.mail.reach import Reach
from ...desk.wire.patterns import check_pattern

Position = TypeVar("Position")

EVERY = "*"
"""Stands for all products that a knob with a position for each product does not name."""

Numbers = Literal["strings", "numbers"]
Flags = Literal["string", "boolean"]
Ended = Literal["offered", "404", "410"]
Signed = Literal["body", "payload", "plaintext"]
PayloadShape = Literal["object", "array", "flat", "details"]
PayloadMember = Literal["payload", "payloads", "none"]
CiphertextMember = Literal["encData", "encryptedRequest", "encryptedPayload", "encryptedResponse", "payload", "body"]


def knob(start: Any, sentence: str, source: str, **limits: Any) -> Any:
    """
    A knob.

    Args:
        start: Its position at the start; a mapping has a position for each product.
        sentence: What it decides.
        source: Who says so, or who disagrees.
        limits: Bounds of a number.
    """
    extra: dict[str, Any] = {"source": source}
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


def for_product(positions: Mapping[str, Position], product: str) -> Position:
    """The position of a knob for *product*."""
    return positions[product] if product in positions else positions[EVERY]


def spell(position: object) -> str:
    """A position as a text that turns the knob to it."""
    if isinstance(position, dict):
        pairs = [f"{product}={one}" for product, one in position.items()]
        return ",".join(pairs) if len(pairs) > 1 else str(position[EVERY])
    if isinstance(position, tuple):
        return ",".join(position)
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
Seconds = Annotated[float | None, BeforeValidator(read_none)]
PerProduct = Annotated[dict[str, Position], BeforeValidator(spread)]
