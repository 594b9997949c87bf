"""
What usually differs between environments that are meant to be equal: only compared on request. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from ..reconcile.declare.meaning import Role, Varies
from ..reconcile.declare.shapes import Field


class Aspect(StrEnum):
    """A kind of difference that is only reported on request."""

    IDS = "ids"
    HOSTS = "hosts"
    ORGANIZATIONS = "organizations"
    NAMES = "names"
    KEYS = "keys"


NOTHING: Collection[Aspect] = ()

_OF_ROLE: Mapping[Role, Aspect] = {
    Role.OWNER: Aspect.ORGANIZATIONS,
    Role.WHOLE: Aspect.IDS,
    Role.NAME: Aspect.NAMES,
    Role.KEY: Aspect.KEYS,
    Role.EXPIRY: Aspect.KEYS,
}
_OF_VARYING: Mapping[Varies, Aspect] = {
    Varies.BY_OWNER: Aspect.ORGANIZATIONS,
    Varies.BY_KEY: Aspect.KEYS,
    Varies.BY_HOST: Aspect.HOSTS,
}


def aspect_of(field: Field, role: Role | None) -> Aspect | None:
    """The aspect that a field with that role belongs to; None for a field that is always compared."""
    varying = [marker for marker in field.markers if isinstance(marker, Varies)]
    return _OF_VARYING[varying[0]] if varying else _OF_ROLE.get(role) if role else None
