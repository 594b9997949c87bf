"""
No rule stumbles over what a state may hold: a refresh stores whatever the platform has.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.policies.estates import declared, found

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.policies.catalogue import RULES
from pulumi_payment_webhooks.policies.checked_resource import walk
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN, Path
from pulumi_payment_webhooks.reconcile.declare.shapes import outputs_of, shape_of

KINDS = [one.kind for name in registry.PLATFORMS for one in registry.platform(name).resources]
ODD: list[Any] = [
    None,
    "",
    "canary-4711",
    3,
    -1,
    0.5,
    True,
    [],
    ["canary-4711"],
    [3],
    {},
    {"a": 3},
    {"a": None},
    {"a": {"b": [1]}},
    UNKNOWN,
]
GIVEN: dict[str, dict[str, Any]] = {
    "required-events": {"events": {"cybersource": {"payments": ["a"]}, "digital_river": ["a"]}},
    "allowed-hosts": {"hosts": ["hooks.example.com"]},
}


def nested(path: Path, value: Any) -> dict[str, Any]:
    """
    Properties with one value at a path.
    """
    first, *rest = path
    return {first: nested(tuple(rest), value) if rest else value}


def places(kind: str) -> Iterator[Path]:
    """
    The path of every property of a kind, at any depth.
    """
    declaration = registry.resource_type(kind).declaration
    for shape in (shape_of(declaration), outputs_of(declaration)):
        yield from (path for path, _ in walk(shape))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rule", [one.name for one in RULES])
def test_no_odd_value_breaks_a_rule(rule: str, kind: str) -> None:
    """
    A rule judges a resource with any value at any place, and repeats none of them.
    """
    for path in places(kind):
        for value in ODD:
            for one in found(rule, declared(kind, "odd", nested(path, value)), **GIVEN.get(rule, {})):
                assert "canary" not in str(one)
