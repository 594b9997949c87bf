"""
The rule about required events. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .. import registry
from ..reconcile.declare.declaration import UNKNOWN, Problem
from ..reconcile.declare.demands import HaltsAt
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, MapOf, shape_of
from ..wording import FieldName, Sentence, did_you_mean, few, kind_of
from .checked_resource import CheckedResource, is_known, marked
from .rule import Look, Parameter, PolicyRule, RuleResult, Values

_ROOM = 60
_SCHEMA = {
    "type": "object",
    "additionalProperties": {"type": ["array", "object"], "items": {"type": "string"}},
}


def judge_events(look: Look, values: Values) -> Iterator[RuleResult]:
    """Every required event must be delivered by a resource that is not switched off."""
    for platform, required in (values["events"] or {}).items():
        yield from _judge_platform(platform, required, look)


def _judge_platform(platform: str, required: Mapping[str, tuple[str, ...]], look: Look) -> Iterator[RuleResult]:
    resources = [one for one in look.resources if one.type.platform == platform and not _is_halted(one)]
    for product, events in required.items():
        sets = [(one, field, _events(one, field, product)) for one in resources for field in one.fields(Role.EVENTS)]
        delivered = [event for _, _, found in sets if is_known(found) for event in found]
        missing = [one for one in events if one not in delivered]
        hiding = next(((one, field) for one, field, found in sets if not is_known(found)), None)
        if missing and hiding:
            one, field = hiding
            reason = Sentence("not known yet; the update checks whether it has {}", few(missing, room=_ROOM))
            yield RuleResult(Problem((field.wire,), reason, one.name), one, is_known=False)
        elif missing:
            yield RuleResult(Problem((), _missing(platform, product, missing)))


def _events(resource: CheckedResource, field: Field, product: str) -> Any:
    """The events of *product* that a resource delivers, or its events where its platform has no products."""
    value = resource.at((field.wire,))
    if isinstance(field.shape, MapOf) and isinstance(value, Mapping):
        value = value.get(product)
    return value if value is UNKNOWN or isinstance(value, Mapping | list) else ()


def _missing(platform: str, product: str, missing: list[str]) -> Sentence:
    noun, field = _events_of(platform)
    where = f"{platform}, {product}" if product else platform
    remedy = f"add {'them' if len(missing) > 1 else 'it'} to {{}}"
    return Sentence(f"{{}}: no {noun} has {{}}: {remedy}", where, few(missing, room=_ROOM), FieldName(field.name))


def _is_halted(resource: CheckedResource) -> bool:
    return any(resource.at(path) == halt.value for path, _, halt in marked(resource.type, HaltsAt))


def read_events(value: object) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Required events by platform and product; platforms without products have the product ``""``."""
    if not isinstance(value, Mapping):
        raise ValueError(f"must be a mapping from platforms to events, not {kind_of(value)}")
    return {platform: _read_platform(platform, events) for platform, events in value.items()}


def _read_platform(platform: object, events: object) -> Mapping[str, tuple[str, ...]]:
    if platform not in registry.PLATFORMS:
        known = ", ".join(registry.PLATFORMS)
        hint = did_you_mean(str(platform), registry.PLATFORMS)
        raise ValueError(f"unknown platform {platform!r}{hint}; it must be one of {known}")
    _, field = _events_of(platform)
    has_products = isinstance(field.shape, MapOf)
    if not has_products:
        return {"": _names(platform, events)}
    if not isinstance(events, Mapping):
        raise ValueError(f"{platform}: must be a mapping from products to lists of events, not {kind_of(events)}")
    return {product: _names(f"{platform}: {product}", one) for product, one in events.items()}


def _names(where: str, events: object) -> tuple[str, ...]:
    if isinstance(events, str) or not isinstance(events, list | tuple | set | frozenset):
        raise ValueError(f"{where}: must be a list of events, not {kind_of(events)}")
    if not all(isinstance(one, str) and one for one in events):
        raise ValueError(f"{where}: must be a list of events, each a text")
    return tuple(sorted(events))


def _events_of(platform: str) -> tuple[str, Field]:
    """What delivers events at a platform, and the field that names them."""
    for type in registry.platform(platform).resources:
        for field in shape_of(type.declaration).fields:
            if field.role is Role.EVENTS:
                return type.declaration.meaning.noun, field
    raise KeyError(platform)


REQUIRED_EVENTS = PolicyRule(
    "required-events",
    "The stack delivers the events that are required.",
    judge_events,
    parameters=(
        Parameter(
            "events",
            "Events by platform: a list, or lists by product where the platform has products",
            _SCHEMA,
            read_events,
            otherwise="nothing is required",
        ),
    ),
    is_about_stack=True,
)
