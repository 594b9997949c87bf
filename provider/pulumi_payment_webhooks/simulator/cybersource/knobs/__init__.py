"""Knobs: how the simulated platform behaves where sources disagree or are silent."""

from .knobs import SOURCES, Entry, Knobs, entries
from .positions import Ended, Flags, Numbers, PayloadShape, Signed, for_product, spell

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
