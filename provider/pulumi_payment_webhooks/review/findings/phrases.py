"""
Phrases that findings are made of. Pure: no I/O. Every value from outside is `Shown` in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...reconcile.declare.meaning import Role
from ...reconcile.declare.shapes import Field
from ...wording import Sentence, Shown, Words
from ..preview import SECRET, UNKNOWN
from ..secrecy import short_url

MOST = 12
"""How many names a sentence lists."""
HIDDEN = "a value that is not shown"
LATER = "a value that is known only after the deployment"

_PUBLIC = frozenset(
    {Role.OWNER, Role.NAME, Role.EVENTS, Role.STATUS, Role.RETRIES, Role.SCHEDULE, Role.SCOPE, Role.EXPIRY, Role.FORMAT}
)


def show(value: object, field: Field, role: Role | None) -> Words:
    """*value* as a sentence shows it: a URL is shortened, and what might be a secret is not shown."""
    if value is UNKNOWN:
        return LATER
    if value == SECRET or field.secret:
        return HIDDEN
    if isinstance(value, str) and (field.called or role is Role.ADDRESS):
        return Sentence("{}", Shown(short_url(value))) if value else "no URL"
    if isinstance(value, Mapping | list) or not (field.may_be_shown or role in _PUBLIC):
        return _show_names(value) if role in _PUBLIC and isinstance(value, Mapping | list) else HIDDEN
    return Sentence("{}", Shown(spell_value(value)))


def spell_value(value: object) -> str:
    """A plain value as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _show_names(value: Mapping[str, object] | list[object]) -> Words:
    names = [one for one in value if isinstance(one, str) and one != SECRET]
    return enumerate_names(names) if names else HIDDEN


def enumerate_names(names: Sequence[str], *, most: int = MOST) -> Words:
    """*names* as a list in a sentence: all of them, or the first ones and how many more there are."""
    shown: list[Words | Shown] = [Shown(one) for one in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most:,} more")
    if len(shown) < 2:
        return Sentence("{}", *shown)
    return Sentence(", ".join(["{}"] * (len(shown) - 1)) + " and {}", *shown)


def sentences(*texts: Words) -> Words:
    """*texts*, which are not empty, one after the other, each with a full stop at its end."""
    kept = [one for one in texts if one]
    return Sentence(" ".join("{}." for _ in kept), *kept)


def begin(text: str) -> str:
    """*text* with a capital at its beginning."""
    return text[:1].upper() + text[1:]
