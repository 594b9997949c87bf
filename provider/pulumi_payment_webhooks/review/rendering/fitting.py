"""
Fits a document into a limit: what is least important is left out first, and counted. Pure: no I/O.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...wording import count, join_words


@dataclass(frozen=True)
class Piece:
    """
    A part of a document that is shown whole, or not at all.

    Args:
        text: The part.
        section: The section that it belongs to, whose frame it needs.
        weight: How important it is: the lower, the more.
        what: What it is called where it is left out, in the singular and in the plural.
        number: How many of these it stands for.
    """

    text: str
    section: int
    weight: int
    what: tuple[str, str]
    number: int = 1


def choose_pieces(
    pieces: Sequence[Piece], frames: Sequence[int], room: int
) -> tuple[set[int], Counter[tuple[str, str]]]:
    """
    The numbers of those of *pieces* that fit, and what is left out.

    Where a piece is left out, so is everything that is less important.

    Args:
        pieces: The parts of the document.
        frames: For each section, the length of what stands around its parts.
        room: The most characters that may be used.
    """
    kept: set[int] = set()
    opened: set[int] = set()
    out: Counter[tuple[str, str]] = Counter()
    cutoff = max((one.weight for one in pieces), default=0)
    for number in sorted(range(len(pieces)), key=lambda one: (pieces[one].weight, one)):
        piece = pieces[number]
        needed = len(piece.text) + 2 + (0 if piece.section in opened else frames[piece.section])
        if piece.weight > cutoff or needed > room:
            cutoff = min(cutoff, piece.weight)
            out[piece.what] += piece.number
            continue
        room -= needed
        kept.add(number)
        opened.add(piece.section)
    return kept, out


def enumerate_omissions(out: Counter[tuple[str, str]]) -> str:
    """What is left out, in words: ``12 exact changes and 3 warnings``."""
    return join_words(count(number, *what) for what, number in sorted(out.items()))
