"""
Ids that the platform or a program gives, before they stand in a path or in a state. No I/O here.

An id is one segment of a path. Other text, such as ``..`` or ``a/b``, would lead a request elsewhere.
"""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote

from pydantic import BeforeValidator

from ...crypto.given import credentials
from ...errors import Refused

LONGEST = 128

_USABLE = re.compile(r"[A-Za-z0-9._~:+=@-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def flaw_of(id: object) -> str | None:
    """What is wrong with *id*, to follow its name; None where it is usable. It is not shown: it may be anything."""
    if id is None:
        return "is missing"
    if not isinstance(id, str):
        return "is not text"
    if not id:
        return "is empty"
    if len(id) > LONGEST:
        return f"has {len(id)} characters (at most {LONGEST})"
    if _CONTROL.search(id):
        return "contains a control character"
    if not _USABLE.fullmatch(id):
        return f"contains {_first_unusable(id)!r}"
    return "consists of dots" if not id.strip(".") else None


def declared_id(value: object) -> str:
    """
    An id as a program declares it, without the blanks and line breaks around it.

    Raises:
        ValueError: It is not usable as an id; the message gives the reason without the value.
    """
    id = credentials.identifier(value)
    if flaw := flaw_of(id):
        raise ValueError(f"{flaw}, which no id of the platform does")
    return id


Id = Annotated[str, BeforeValidator(declared_id)]
"""The field of a declaration that names an organization or an object of the platform."""


def segment(id: str, name: str) -> str:
    """
    *id* as one segment of a path.

    Args:
        id: The id, of the platform or of a program.
        name: What it is, to begin a message with.

    Raises:
        Refused: It is not usable as an id; nothing was sent.
    """
    if flaw := flaw_of(id):
        raise Refused(f"{name} {flaw}, so nothing was sent: the platform has no such ids")
    return quote(id, safe="")


def _first_unusable(id: str) -> str:
    return next(letter for letter in id if not _USABLE.fullmatch(letter))
