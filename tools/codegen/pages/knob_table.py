"""
The page about the simulator's knobs: a table for each simulated platform.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pulumi_payment_webhooks import simulator
from pulumi_payment_webhooks.simulator.desk.knobs import entries_of, spell_position

from .tables import fill, table

HEAD = ("knob", "default", "positions", "meaning", "source")


def pages(root: Path) -> Mapping[Path, str]:
    """
    The text that the page should have.
    """
    page = root / "docs" / "reference" / "simulator-knobs.md"
    text = page.read_text()
    for platform in sorted(one.parent.name for one in Path(simulator.__path__[0]).glob("*/fixture.py")):
        knobs = import_module(f"{simulator.__name__}.{platform}.knobs").Knobs
        text = fill(text, f"knobs of {platform}", table(HEAD, rows(knobs)))
    return {page: text}


def rows(knobs: type[Any]) -> Iterator[tuple[str, ...]]:
    """
    Each of a platform's *knobs* with its default, its positions, its sentence and its source.
    """
    hints, start = get_type_hints(knobs), knobs()
    for one in entries_of(knobs):
        position = spell_position(getattr(start, one.name))
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
        members = {"a number": "numbers", "a text": "names"}[positions(get_args(hint)[0])]
        return f"{members} with commas between them"
    parts = [one for one in get_args(hint) or (hint,) if one is not NoneType]
    words = {bool: "`true`, `false`", int: "a number", float: "a number", str: "a text"}
    empty = " or `none`" if NoneType in get_args(hint) else ""
    return " or ".join(words[one] for one in parts) + empty
