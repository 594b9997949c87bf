"""What the documentation leaves open, each point with the answer the simulator gives unless told otherwise."""

from .declared import for_product, spelled
from .positions import SOURCES, Flags, Knobs, Numbers, PayloadShape, Signed, sentences

__all__ = [
    "SOURCES",
    "Flags",
    "Knobs",
    "Numbers",
    "PayloadShape",
    "Position",
    "Signed",
    "for_product",
    "sentences",
    "spelled",
]
