"""Knobs: how the simulated platform behaves where sources disagree or are silent."""

from ...desk.knobs import Entry, spell
from .knobs import SOURCES, Knobs, entries
from .positions import Ended, Flags, Numbers, PayloadShape, Signed, for_product

__all__ = [
    "SOURCES",
    "Ended",
    "Entry",
    "Flags",
    "Knobs",
    "Numbers",
    "PayloadShape",
    "Signed",
    "entries",
    "for_product",
    "spell",
]
