"""
The rule about retry coverage: for how long a failed delivery is retried. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import registry
from ..reconcile.declare.declaration import UNKNOWN, Path
from ..reconcile.declare.demands import Covers
from ..reconcile.declare.shapes import Field, ObjectOf
from .checked_resource import CheckedResource, is_known, marked, part_fields, parts_of
from .parameters import positive_number
from .rule import Look, PolicyRule, RuleResult, Values, unclear, violation

if TYPE_CHECKING:
    from ..reconcile.resource import ResourceType

_HOUR = 60


def judge_retries(look: Look, values: Values) -> Iterator[RuleResult]:
    """Each retry policy must cover the hours, and so must the platform's default where none is declared."""
    for one in look.resources:
        for path, field, covers in marked(one.type, Covers):
            yield from _judge_whole(one, path, Policy(field, covers), look, values["hours"])
        for policy in _declared_apart(one.type):
            yield from _judge_policy(one, (), policy, values["hours"])


@dataclass(frozen=True)
class Policy:
    """
    A retry policy, wherever it is declared.

    Args:
        field: The field of the whole.
        covers: How long it retries.
    """

    field: Field
    covers: Covers

    def members(self, values: object) -> Any:
        """Its members among *values*, which may hold more; `UNKNOWN` where the values are not known."""
        if not isinstance(values, Mapping) or not isinstance(self.field.shape, ObjectOf):
            return UNKNOWN
        return {one.wire: values[one.wire] for one in self.field.shape.fields if one.wire in values}


def _judge_whole(whole: CheckedResource, path: Path, policy: Policy, look: Look, hours: float) -> Iterator[RuleResult]:
    if whole.at(path) is not None:
        yield from _judge_policy(whole, path, policy, hours)
    elif not any(parts_of(whole, path[-1], look.stack)):
        minutes = policy.covers.minutes({})
        if minutes < hours * _HOUR:
            reason = f"not declared, and the platform's default retries for {span(minutes)}; {_required(hours)}"
            yield violation(whole, path, reason)


def _judge_policy(one: CheckedResource, path: Path, policy: Policy, hours: float) -> Iterator[RuleResult]:
    members = policy.members(one.at(path))
    if not is_known(members):
        yield unclear(one, path)
        return
    try:
        minutes = policy.covers.minutes(members)
    except ValueError:
        yield violation(one, path, f"its retries cannot be computed, and {_required(hours)}: declare the whole policy")
        return
    if minutes < hours * _HOUR:
        reason = f"retries for {span(minutes)}, and {_required(hours)}: increase the interval or the number of retries"
        yield violation(one, path, reason)


def _declared_apart(type: ResourceType) -> Iterator[Policy]:
    """What a resource type declares apart from the whole, if that is a retry policy."""
    for _, member in part_fields(type):
        for other in registry.platform(type.platform).resources:
            yield from (Policy(field, covers) for path, field, covers in marked(other, Covers) if path == (member,))


def _required(hours: float) -> str:
    return f"{span(hours * _HOUR)} are required"


def span(minutes: float) -> str:
    """A time in words: minutes, or hours from two hours on."""
    return f"{minutes:g} minutes" if minutes < 2 * _HOUR else f"{round(minutes / _HOUR, 1):g} hours"


RETRY_COVERAGE = PolicyRule(
    "retry-coverage",
    "Failed deliveries are retried for long enough.",
    judge_retries,
    parameters=(
        positive_number("hours", "Minimum number of hours from the first failure to the last retry", default=24),
    ),
    is_about_stack=True,
)
