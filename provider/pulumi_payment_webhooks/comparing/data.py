"""
A comparison as data for programs: what `--json` prints. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .comparison import ComparisonReport, EventDifference
from .fields import FieldDifference
from .values import ShownValue

SIDES = ("a", "b")


def to_data(found: ComparisonReport) -> Mapping[str, Any]:
    """The report as JSON."""
    return {
        **dict(zip(SIDES, found.titles, strict=True)),
        "equal": found.is_equal,
        "received": [
            {"product": event.product or None, "event": event.name, "onlyIn": side}
            for side, events in zip(SIDES, found.received, strict=True)
            for event in events
        ],
        "different": [
            {
                "kind": one.kind,
                "name": dict(zip(SIDES, one.names, strict=True)),
                "events": [_event(event) for event in one.events],
                "fields": [_field(field) for field in one.fields],
            }
            for one in found.pairs
        ],
        "unpaired": [
            {
                "kind": one.kind,
                "name": one.name,
                "onlyIn": SIDES[one.side],
                "events": [_event(event) for event in one.events],
            }
            for one in found.unpaired
        ],
        "equalResources": found.equal,
        "secret": {path: list(names) for path, names in found.withheld.items()},
        "included": [one.value for one in found.include],
    }


def _event(one: EventDifference) -> Mapping[str, object]:
    return {
        "product": one.event.product or None,
        "event": one.event.name,
        "onlyIn": SIDES[one.side],
        "elsewhere": list(one.elsewhere),
    }


def _field(one: FieldDifference) -> Mapping[str, object]:
    role = one.role.value if one.role else None
    return {"field": one.path, "role": role, **dict(zip(SIDES, map(_value, (one.first, one.second)), strict=True))}


def _value(one: ShownValue) -> Mapping[str, object]:
    return {"state": one.state.value, "value": one.value}
