"""
The rules against accidents: a deletion in production, and events of other organizations. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import registry
from ..reconcile.declare.declaration import UNKNOWN
from ..reconcile.declare.demands import ReachesByDefault
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field, Scalar
from ..wording import Sentence, Shown, did_you_mean, few
from .checked_resource import marked
from .parameters import allowed_texts
from .rule import Look, PolicyRule, RuleResult, Values, unclear, violation


def judge_protect(look: Look, _: Values) -> Iterator[RuleResult]:
    """Whatever delivers events must be protected from deletion."""
    for one in look.resources:
        if any(one.fields(Role.EVENTS)) and not one.is_protected:
            reason = (
                "not protected: a change of the program can delete it; pass opts=pulumi.ResourceOptions(protect=True)"
            )
            yield violation(one, (), reason)


def judge_scope(look: Look, values: Values) -> Iterator[RuleResult]:
    """The scope must be declared, and must be an allowed scope."""
    for one in look.resources:
        for path, field, reaches in marked(one.type, ReachesByDefault):
            choices = _choices(field)
            allowed = choices if values["allowed"] is None else values["allowed"]
            value = one.at(path)
            if value is UNKNOWN:
                yield unclear(one, path)
            elif value is None:
                reason = "not declared, so the platform uses {}: declare one of {}"
                yield violation(one, path, Sentence(reason, Shown(reaches.value), few(allowed)))
            elif value not in allowed:
                shown = Shown(value) if value in choices else "this scope"
                yield violation(one, path, Sentence("{} is not allowed; allowed: {}", shown, few(allowed)))


def _insist_on_scope(value: str) -> None:
    types = (one for platform in registry.PLATFORMS for one in registry.platform(platform).resources)
    known = [choice for one in types for _, field, _ in marked(one, ReachesByDefault) for choice in _choices(field)]
    if value not in known:
        raise ValueError(f"{value!r} is not a scope{did_you_mean(value, known)}; the scopes are {', '.join(known)}")


def _choices(field: Field) -> tuple[Any, ...]:
    return field.shape.choices if isinstance(field.shape, Scalar) else ()


PROTECT = PolicyRule(
    "protect",
    "Subscriptions and webhooks of production are protected from deletion.",
    judge_protect,
    stacks=("prod", "production"),
)

SCOPE = PolicyRule(
    "scope",
    "Subscriptions declare whose events they receive.",
    judge_scope,
    parameters=(
        allowed_texts("allowed", "Scopes that may be declared", otherwise="every scope", each=_insist_on_scope),
    ),
)
