"""
Names in a program for objects of a platform: readable, unique, and valid whatever the objects are called. Pure.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, MapOf
from .selection import Candidate, Selected
from .urls import is_telling

LONGEST = 40
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*|[0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TAKEN = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "config", "pulumi"})


def slug(text: str) -> str:
    """*text* as lower-case words with `_` between them; empty where nothing of it can be spelled so."""
    ascii = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = [part for word in _WORD.findall(ascii) for part in _HUMP.sub("_", word).split("_")]
    short = ""
    for word in map(str.lower, words):
        if short and len(short) + len(word) >= LONGEST:
            break
        short = f"{short}_{word}" if short else word[:LONGEST]
    return short


def constant(*words: str) -> str:
    """The name of a constant that is made of *words*."""
    name = "_".join(part for part in map(slug, words) if part).upper() or "SHARED"
    return name if name[0].isalpha() else f"N{name}"


def camel(*words: str) -> str:
    """*words* as a name in a stack's config."""
    first, *rest = "_".join(words).split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def unique(name: str, taken: Collection[str], *, joint: str = "_") -> str:
    """*name*, with a number behind it where it is among *taken*."""
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name}{joint}{number}", number + 1
    return candidate


def name_all(selected: Iterable[Selected], *, modules: Collection[str], names_owner: bool) -> list[str]:
    """
    A variable for each of *selected*, in their order.

    Args:
        selected: The objects.
        modules: What the program imports, whose names are taken.
        names_owner: Whether several owners have objects, so that each name begins with the owner.
    """
    taken: set[str] = {*_TAKEN, *modules}
    names: list[str] = []
    for one in selected:
        noun = slug(one.found.declaration.meaning.noun)
        base = _base(one) or noun
        owner = slug(one.found.owner)
        if names_owner and owner and not f"{base}_".startswith(f"{owner}_"):
            base = f"{owner}_{base}"
        if not base[0].isalpha() or base in _TAKEN or base in modules:
            base = f"{noun}_{base}"
        names.append(unique(base, taken))
        taken.add(names[-1])
    return names


def _base(one: Selected) -> str:
    """The words of the object's own name, or of what it delivers, or of where it delivers to."""
    fields, inputs = one.found.shape.fields, one.inputs
    for found in (slug(given_name(one.found)), _products(fields, inputs), _place(fields, inputs)):
        if found:
            return found
    return ""


def _playing(fields: Iterable[Field], role: Role) -> list[Field]:
    return [one for one in fields if one.role is role]


def _products(fields: Iterable[Field], inputs: Mapping[str, object]) -> str:
    maps = [one for one in _playing(fields, Role.EVENTS) if isinstance(one.shape, MapOf)]
    products = inputs.get(maps[0].wire) if maps else None
    return slug(" ".join(products)) if isinstance(products, Mapping) else ""


def _place(fields: Iterable[Field], inputs: Mapping[str, object]) -> str:
    """The last words of the path of its address, without what may be a token; else the host."""
    address = next((inputs.get(one.wire) for one in _playing(fields, Role.ADDRESS)), None)
    if not isinstance(address, str):
        return ""
    parts = urlsplit(address)
    words = [word for part in parts.path.split("/") if part and not is_telling(part) and (word := slug(part))]
    return words[-1] if words else slug((parts.hostname or "").split(".")[0])


def given_name(found: Candidate) -> str:
    """The name that people gave *found*; empty where it has none."""
    named = [one for one in _playing(found.shape.fields, Role.NAME) if one.required]
    name = found.existing.observed.fields.get(named[0].wire) if named else None
    return name if isinstance(name, str) and (named[0].wire,) not in found.secret else ""


def describe_object(found: Candidate) -> str:
    """What a message calls *found*: noun, id, and its name where it has one."""
    name = given_name(found)
    return f"{found.declaration.meaning.noun} {found.existing.observed.id}" + (f" {name!r}" if name else "")
