"""The types of positions that only this platform's knobs have. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator

from ...desk.knobs import EVERY, spread

Position = TypeVar("Position")

Numbers = Literal["strings", "numbers"]
Flags = Literal["string", "boolean"]
Ended = Literal["offered", "404", "410"]
Signed = Literal["body", "payload", "plaintext"]
PayloadShape = Literal["object", "array", "flat", "details"]
PayloadMember = Literal["payload", "payloads", "none"]
CiphertextMember = Literal["encData", "encryptedRequest", "encryptedPayload", "encryptedResponse", "payload", "body"]
PerProduct = Annotated[dict[str, Position], BeforeValidator(spread)]


def for_product(positions: Mapping[str, Position], product: str) -> Position:
    """The position of a knob for *product*."""
    return positions[product] if product in positions else positions[EVERY]
