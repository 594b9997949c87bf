"""
Every resource type of every platform can be compared: a change of any field is seen.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from tests.comparing.sides_of import stack
from tests.stacks.exports import ciphertext, resource

from pulumi_payment_webhooks.comparing.aspects import Aspect, aspect_of
from pulumi_payment_webhooks.comparing.comparison import ComparisonReport, compare
from pulumi_payment_webhooks.comparing.data import to_data
from pulumi_payment_webhooks.reconcile.declare.meaning import Role
from pulumi_payment_webhooks.reconcile.declare.shapes import Field, MapOf, ObjectOf, Scalar, SetOf, shape_of
from pulumi_payment_webhooks.registry import PLATFORMS, platform, resource_type

KINDS = [one.kind for name in PLATFORMS for one in platform(name).resources]
CANARY = "canary-4711"
Fields = Mapping[str, Any]


def values(field: Field) -> tuple[Any, Any]:
    """
    Two values of *field* that differ in what is compared.
    """
    shape = field.shape
    if isinstance(shape, ObjectOf):
        inner = next(changes(shape, None))[1:]
        return inner[0], inner[1]
    if isinstance(shape, SetOf | MapOf):
        inside: Any = {"member": True} if isinstance(shape, MapOf) else True
        return {"one": inside}, {"another": inside, "one": inside}
    if field.called or "url" in field.wire.casefold():
        return "https://hooks.example.com/one", "https://hooks.example.com/another"
    return _scalars(shape)


def _scalars(shape: Scalar) -> tuple[Any, Any]:
    if shape.choices:
        return shape.choices[0], (*shape.choices, None)[1]
    kinds = shape.kinds
    return (True, False) if bool in kinds else (1, 2) if int in kinds else ("one", "another")


def changes(shape: ObjectOf, role: Role | None) -> Iterator[tuple[Field, Fields, Fields]]:
    """
    Each field that is compared at all, with two declarations that differ in it.
    """
    for field in shape.fields:
        of = field.role or role
        is_compared = of is not Role.RUN and field.derived is None and not field.secret
        if is_compared and (not field.local or aspect_of(field, of) is Aspect.KEYS):
            one, other = values(field)
            yield field, {field.wire: one}, {field.wire: other}


CASES = [
    pytest.param(kind, field, one, other, id=f"{kind}-{field.name}")
    for kind in KINDS
    for field, one, other in changes(
        shape_of(resource_type(kind).declaration), resource_type(kind).declaration.meaning.role
    )
]


def compared(kind: str, one: Fields, other: Fields, *include: Aspect) -> ComparisonReport:
    """
    Two stacks with one resource each, which have the same name.
    """
    return compare(stack(resource(kind, "shop", **one)), stack(resource(kind, "shop", **other)), include)


@pytest.mark.parametrize(("kind", "field", "one", "other"), CASES)
def test_change_of_any_field_is_seen(kind: str, field: Field, one: Fields, other: Fields) -> None:
    """
    Another value of a field is a difference; without a request, only if the field does not vary by environment.
    """
    role = field.role or resource_type(kind).declaration.meaning.role
    whole = compared(kind, one, other, *Aspect)
    usual = compared(kind, one, other)

    assert [each.path.partition(".")[0] for pair in whole.pairs for each in pair.fields] == [field.name] or (
        role is Role.EVENTS and whole.pairs[0].events
    )
    assert usual.is_equal == (aspect_of(field, role) is not None and not isinstance(field.shape, SetOf))


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_shows_a_secret(kind: str) -> None:
    """
    Whatever field is marked secret, nothing of it is shown, and it is named as not compared.
    """
    names = [field for field in shape_of(resource_type(kind).declaration).fields if field.derived is None]
    fields = {field.wire: ciphertext(CANARY) for field in names}
    found = compared(kind, fields, fields, *Aspect)

    assert found.is_equal
    assert CANARY not in json.dumps(to_data(found))
    assert len(found.withheld) >= len([field for field in names if field.role is not Role.RUN and not field.local])
