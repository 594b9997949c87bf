"""
The conditions of `--fail-on` that a comparison can meet. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..reconcile.declare.meaning import Role
from .comparison import ComparisonReport

DIFFERENCE, EVENTS, RESOURCES = "difference", "events", "resources"
_ROLES = (Role.ADDRESS, Role.STATUS, Role.RETRIES, Role.SCOPE, Role.ACCESS, Role.FORMAT)
CONDITIONS = (DIFFERENCE, EVENTS, RESOURCES, *(role.value for role in _ROLES))


def conditions_met(found: ComparisonReport) -> Iterator[str]:
    """The conditions that *found* meets."""
    if not found.is_equal:
        yield DIFFERENCE
    if any(found.received):
        yield EVENTS
    if found.unpaired:
        yield RESOURCES
    roles = {field.role for pair in found.pairs for field in pair.fields}
    yield from (role.value for role in _ROLES if role in roles)
