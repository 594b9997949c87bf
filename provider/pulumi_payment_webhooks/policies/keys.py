"""
The rule about the age of keys, certificates and credentials. Pure: no I/O, the time is passed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..pages import see
from ..reconcile.decide.ageing import created_at
from ..reconcile.declare.declaration import UNKNOWN
from ..wording import FieldName, Sentence
from .checked_resource import CheckedResource
from .parameters import positive_number
from .rule import Look, PolicyRule, RuleResult, Values, unclear, violation

_LIMIT = "maxAge"
_CREATED = "createdOn"
_PAGE = see("how-to/rotate-keys#rotate")


def judge_keys(look: Look, values: Values) -> Iterator[RuleResult]:
    """No key may be older than the limit, and no `max_age` may be greater."""
    for one in look.resources:
        if one.type.declaration.meaning.renewal:
            yield from _judge_limit(one, values["days"])
            yield from _judge_age(one, look, values["days"])


def _judge_limit(one: CheckedResource, days: float) -> Iterator[RuleResult]:
    limit = one.at((_LIMIT,))
    if limit is UNKNOWN:
        yield unclear(one, (_LIMIT,))
    elif isinstance(limit, int | float) and limit > days:
        yield violation(one, (_LIMIT,), f"{limit:g} days; {days:g} are allowed")


def _judge_age(one: CheckedResource, look: Look, days: float) -> Iterator[RuleResult]:
    created = created_at(one.values)
    if created and look.at - created > timedelta(days=days):
        age = (look.at - created).days
        reason = Sentence(f"{age} days ago, and {days:g} are allowed: change {{}}; {_PAGE}", FieldName("rotation"))
        yield violation(one, (_CREATED,), reason)


KEY_AGE = PolicyRule(
    "key-age",
    "Keys, certificates and credentials are replaced in time.",
    judge_keys,
    parameters=(positive_number("days", "Maximum number of days for which a key may be in use", default=365),),
    is_about_stack=True,
)
