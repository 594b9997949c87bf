"""
The rules about how notifications are protected on their way: a bearer token, and encryption. Pure: no I/O.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..reconcile.declare.declaration import UNKNOWN, Path
from ..reconcile.declare.demands import CarriesToken, EncryptsFor
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import Field
from ..wording import Sentence, Shown, few
from .checked_resource import CheckedResource, marked, parts_of
from .parameters import texts
from .rule import Look, PolicyRule, RuleResult, Values, unclear, violation


def judge_oauth(look: Look, _: Values) -> Iterator[RuleResult]:
    """Whatever delivers events must send a bearer token with them."""
    for one in look.resources:
        if any(one.fields(Role.EVENTS)):
            for path, field, carries in marked(one.type, CarriesToken):
                yield from _judge_token(one, path, field, carries, look.stack)


def _judge_token(
    one: CheckedResource, path: Path, field: Field, carries: CarriesToken, stack: Sequence[CheckedResource]
) -> Iterator[RuleResult]:
    value = one.at(path)
    if value is None:
        if any(_tokens_apart(one, path[0], stack)):
            return
        value = field.default
    if value is UNKNOWN:
        yield unclear(one, path)
    elif value not in carries.values:
        choice = Sentence(" or ".join("{}" for _ in carries.values), *map(Shown, carries.values))
        yield violation(one, path, Sentence("notifications carry no bearer token: set it to {}", choice))


def _tokens_apart(whole: CheckedResource, member: str, stack: Sequence[CheckedResource]) -> Iterator[CheckedResource]:
    """The resources that make notifications of *whole* carry a token, or may do so."""
    for part in parts_of(whole, member, stack):
        for path, field, carries in marked(part.type, CarriesToken):
            value = part.at(path)
            if value is UNKNOWN or (field.default if value is None else value) in carries.values:
                yield part


def judge_encryption(look: Look, values: Values) -> Iterator[RuleResult]:
    """Whatever delivers events of products that are encrypted must name the certificate."""
    for one in look.resources:
        for path, _, encrypts in marked(one.type, EncryptsFor):
            if one.at(path) is None:
                products = encrypts.products if values["products"] is None else frozenset(values["products"])
                yield from _judge_products(one, path, products)


def _judge_products(one: CheckedResource, path: Path, encrypted: frozenset[str]) -> Iterator[RuleResult]:
    for field in one.fields(Role.EVENTS):
        events: object = one.at((field.wire,))
        if events is UNKNOWN:
            yield unclear(one, (field.wire,))
        elif isinstance(events, Mapping) and (found := sorted(encrypted & events.keys())):
            reason = "missing, and events of {} are only sent encrypted: name a certificate of the organization"
            yield violation(one, path, Sentence(reason, few(found)))


OAUTH = PolicyRule("oauth", "Notifications carry a bearer token.", judge_oauth, is_about_stack=True, is_opt_in=True)

ENCRYPTION = PolicyRule(
    "encryption",
    "Subscriptions to events that are only sent encrypted name a certificate.",
    judge_encryption,
    parameters=(
        texts(
            "products",
            "Products whose events are only sent encrypted",
            otherwise="those that the platform's guide names",
        ),
    ),
)
