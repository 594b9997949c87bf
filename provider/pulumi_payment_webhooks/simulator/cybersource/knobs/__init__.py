"""Knobs: how the simulated platform behaves where sources disagree or are silent."""

from ...desk.knobs import KnobEntry, spell_position
from .knobs import SOURCES, Knobs, entries
from .positions import Ended, Flags, Numbers, PayloadShape, Signed, for_product

__all__ = [
    "SOURCES",
    "Ended",
    "Flags",
    "KnobEntry",
    "Knobs",
    "Numbers",
    "PayloadShape",
    "Signed",
    "entries",
    "for_product",
    "spell_position",
]
