"""
The rows of the table of the simulator's knobs.
"""

from collections.abc import Iterator
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pulumi_payment_webhooks.simulator.cybersource.knobs import Knobs, entries, spell

HEAD = ("knob", "default", "positions", "meaning", "source")


def rows() -> Iterator[tuple[str, ...]]:
    """
    Each knob with its default, its positions, its sentence and its source.
    """
    hints, start = get_type_hints(Knobs), Knobs()
    for one in entries():
        position = spell(getattr(start, one.name))
        shown = f"`{position}`" if position else ""
        yield f"`{one.name}`", shown, positions(hints[one.name]), one.sentence, one.source


def positions(hint: Any) -> str:
    """
    The positions of a knob with this type.
    """
    choices = get_args(hint) if get_origin(hint) is Literal else ()
    if choices:
        return ", ".join(f"`{one}`" for one in choices)
    if get_origin(hint) is dict:
        return positions(get_args(hint)[1])
    if get_origin(hint) is tuple:
        return "names with commas between them"
    parts = [one for one in get_args(hint) or (hint,) if one is not NoneType]
    words = {bool: "`true`, `false`", int: "a number", float: "a number", str: "a text"}
    empty = " or `none`" if NoneType in get_args(hint) else ""
    return " or ".join(words[one] for one in parts) + empty
