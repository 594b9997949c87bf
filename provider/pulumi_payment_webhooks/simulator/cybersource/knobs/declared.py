"""How a knob is declared: its position at the start, and one sentence that says what it does and where that is from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import Field

Position = TypeVar("Position")

EVERY = "*"
"""Stands for all products that a knob for each product does not name."""


def knob(default: Any, sentence: str, **limits: Any) -> Any:
    """A knob of one position."""
    return Field(default=default, description=sentence, **limits)


def knob_per_product(default: Mapping[str, str], sentence: str) -> Any:
    """A knob with a position for each product; one position alone counts for all of them."""
    return Field(default_factory=lambda: dict(default), description=sentence, validate_default=True)


def spread(value: Any) -> Any:
    """One position for every product, where it is a text."""
    return overlaid({}, value) if isinstance(value, str) else value


def for_product(positions: Mapping[str, Position], product: str) -> Position:
    """The position of a knob for *product*."""
    return positions[product] if product in positions else positions[EVERY]


def spelled(position: object) -> str:
    """A position as a text that turns the knob to it."""
    if isinstance(position, dict):
        pairs = [f"{product}={one}" for product, one in position.items()]
        return ",".join(pairs) if len(pairs) > 1 else str(position[EVERY])
    if isinstance(position, tuple):
        return ",".join(position)
    if isinstance(position, float) and position.is_integer():
        return str(int(position))
    return "none" if position is None else str(position).lower() if isinstance(position, bool) else str(position)


def listed(value: Any) -> Any:
    """A text with commas as a tuple; anything else as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def never(value: Any) -> Any:
    """The words for no position as None."""
    return None if value in ("", "none") else value


def overlaid(present: Mapping[str, str], change: Any) -> Any:
    """
    The positions of *present* after *change*.

    Args:
        present: A position for each product, and one for all others under `*`.
        change: One position for every product, or `product=position` with commas between them, or a mapping.
    """
    if isinstance(change, str):
        if "=" not in change:
            return {EVERY: change.strip()}
        pairs = [part.partition("=") for part in listed(change)]
        change = {product.strip(): position.strip() for product, _, position in pairs}
    return {**present, **change} if isinstance(change, Mapping) else change
