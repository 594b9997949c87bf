"""
Names in a program for objects of a platform: readable, unique, and valid whatever the objects are called. Pure.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, MapOf
from .selection import Candidate, Selected
from .urls import is_telling, is_url_with_token

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
    every = list(selected)
    bases = [_base(one, modules=modules, names_owner=names_owner) for one in every]
    taken: set[str] = {*_TAKEN, *modules}
    names: list[str] = []
    for name in _disambiguate(bases, every):
        names.append(unique(name, taken))
        taken.add(names[-1])
    return names


def _disambiguate(bases: Sequence[str], every: Sequence[Selected]) -> Iterator[str]:
    """*bases*; those that are equal say what the objects deliver, if the objects deliver different events."""
    longer = [_with_deliveries(base, one) for base, one in zip(bases, every, strict=True)]
    versions = Counter(base for base, _ in set(zip(bases, longer, strict=True)))
    yield from (long if versions[base] > 1 else base for base, long in zip(bases, longer, strict=True))


def _base(one: Selected, *, modules: Collection[str], names_owner: bool) -> str:
    """What *one* is called if no other object is called so."""
    noun, owner = slug(one.found.declaration.meaning.noun), slug(one.found.owner)
    base = slug(given_name(one.found)) or _products(one) or _place(one) or noun
    if names_owner and owner:
        rest = f"_{base}_".replace(f"_{owner}_", "_").strip("_")  # A name often ends with the owner.
        base = f"{owner}_{rest}" if rest else owner
    return f"{noun}_{base}" if not base[0].isalpha() or base in _TAKEN or base in modules else base


def _with_deliveries(base: str, one: Selected) -> str:
    """*base* with the words of what *one* delivers, as far as it has not got them."""
    known = base.split("_")
    return "_".join([*known, *(word for word in _delivered(one).split("_") if word and word not in known)])


def _playing(one: Selected, role: Role) -> list[Field]:
    return [field for field in one.found.shape.fields if field.role is role]


def _products(one: Selected) -> str:
    return _delivered(one) if any(isinstance(field.shape, MapOf) for field in _playing(one, Role.EVENTS)) else ""


def _delivered(one: Selected) -> str:
    """The words of the products, or of the group to which all of the events belong."""
    for field in _playing(one, Role.EVENTS):
        value = one.inputs.get(field.wire)
        if isinstance(value, Mapping):
            return slug(" ".join(value) if isinstance(field.shape, MapOf) else group_of(value))
    return ""


def group_of(events: Iterable[str]) -> str:
    """The group to which all of *events* belong, by their first word; empty where there are several."""
    groups = {event.partition(".")[0] for event in events}
    return groups.pop() if len(groups) == 1 else ""


def _place(one: Selected) -> str:
    address = next((one.inputs.get(field.wire) for field in _playing(one, Role.ADDRESS)), None)
    return place_of(address) if isinstance(address, str) else ""


def place_of(url: str) -> str:
    """The last words of the path of *url*, without digits, which may be a part of a token; else those of its host."""
    parts = urlsplit(url)
    words = [word for part in parts.path.split("/") if not is_telling(part) and (word := slug(part))]
    plain = [word for word in words if not any(map(str.isdigit, word))]
    return plain[-1] if plain else slug((parts.hostname or "").split(".")[0])


def given_name(found: Candidate) -> str:
    """The name that people gave *found*; empty where it has none that may be shown."""
    named = [one for one in found.shape.fields if one.role is Role.NAME and one.required]
    name = found.existing.observed.fields.get(named[0].wire) if named else None
    if not isinstance(name, str) or is_url_with_token(name):
        return ""
    return "" if (named[0].wire,) in found.secret else name


def describe_object(found: Candidate) -> str:
    """What a message calls *found*: noun, id, and its name where it has one."""
    name = given_name(found)
    return f"{found.declaration.meaning.noun} {found.existing.observed.id}" + (f" {name!r}" if name else "")
