"""
No secret, and nothing that the engine has marked secret, is in any form of a report.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.review.steps import changed, created, deleted, subscription, whole

from pulumi_payment_webhooks.reconcile.declare.shapes import Field, MapOf, ObjectOf, Scalar, SetOf, outputs_of, shape_of
from pulumi_payment_webhooks.registry import PLATFORMS, platform
from pulumi_payment_webhooks.review.preview import SECRET, Diagnostic, Step
from pulumi_payment_webhooks.review.rendering.as_json import to_data
from pulumi_payment_webhooks.review.rendering.as_markdown import to_markdown
from pulumi_payment_webhooks.review.rendering.as_text import to_lines
from pulumi_payment_webhooks.review.report import Report

CANARY = "canary7f3a"
MOMENT = datetime(2026, 7, 1, tzinfo=UTC)
TYPES = [one for name in PLATFORMS for one in platform(name).resources]
FIELDS = [
    (one.kind, field)
    for one in TYPES
    for field in (*shape_of(one.declaration).fields, *outputs_of(one.declaration).fields)
]
SECRETS = [(kind, field) for kind, field in FIELDS if field.secret]
every_bag = pytest.mark.parametrize("marked", ["old_inputs", "new_inputs", "old_state", "new_state"])
each = pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[f"{kind} {field.wire}" for kind, field in FIELDS])
OPS = ["create", "update", "replace", "delete", "import", "refresh"]


def forms(report: Report) -> str:
    """
    Return everything that any renderer makes of *report*.
    """
    lines = "\n".join(line.text for line in to_lines(report))
    return f"{to_markdown(report)}\n{json.dumps(to_data(report))}\n{lines}"


def value_of(field: Field, number: int) -> Any:
    """
    Return a value of the shape of *field* that has a canary in it.
    """
    shape = field.shape
    if isinstance(shape, ObjectOf):
        return {one.wire: value_of(one, number) for one in shape.fields}
    if isinstance(shape, MapOf):
        return {f"{CANARY}{number}": f"{CANARY}{number}"}
    if isinstance(shape, SetOf):
        return {f"{CANARY}{number}": True}
    return f"{CANARY}{number}"


def steps(kind: str, bags: Mapping[str, Any], name: str) -> Iterator[Step]:
    for op in OPS:
        urn, type_ = f"urn:pulumi:dev::shop::t::r-{op}", f"pulumi-python:dynamic/{kind}"
        yield Step(op, urn, kind, type_, f"r-{op}", changed={name: "update"}, **bags)


@every_bag
@each
def test_what_is_marked_once_is_shown_nowhere(kind: str, field: Field, marked: str):
    """
    A value that is secret in one place of a step is not shown from another place.
    """
    names = ["old_inputs", "new_inputs", "old_state", "new_state"]
    bags = {name: {field.wire: value_of(field, number)} for number, name in enumerate(names)}
    bags[marked] = {field.wire: SECRET}

    for drift in (False, True):
        assert CANARY not in forms(whole(*steps(kind, bags, field.wire), drift=drift, at=MOMENT))


@pytest.mark.parametrize(("kind", "field"), SECRETS, ids=[f"{kind} {field.wire}" for kind, field in SECRETS])
def test_secret_fields_are_not_shown_even_if_the_engine_shows_them(kind: str, field: Field):
    """
    A preview with `--show-secrets` makes a report without secrets, whatever its messages repeat.
    """
    names = ["old_inputs", "new_inputs", "old_state", "new_state"]
    bags = {name: {field.wire: value_of(field, number)} for number, name in enumerate(names)}
    said = (Diagnostic("warning", f"the platform said {CANARY}1", "", ""),)

    for drift in (False, True):
        assert CANARY not in forms(whole(*steps(kind, bags, field.wire), drift=drift, at=MOMENT, said=said))


def test_each_type_with_secrets_is_tested():
    """
    The fields of both platforms that hold secrets are among those of the test above.
    """
    assert {kind.partition(":")[0] for kind, _ in SECRETS} == set(PLATFORMS)


def test_secrets_in_objects_are_not_shown():
    """
    A secret member of an object that is not secret as a whole stays secret.
    """
    nested = [
        (kind, field, member)
        for kind, field in FIELDS
        if isinstance(field.shape, ObjectOf) and not field.secret
        for member in field.shape.fields
        if isinstance(member.shape, Scalar) and member.secret
    ]

    for kind, field, member in nested:
        values = {field.wire: {member.wire: CANARY}}
        assert CANARY not in forms(whole(*steps(kind, {"old_inputs": values, "new_inputs": {}}, field.wire)))


@pytest.mark.parametrize(
    "url",
    [
        f"https://hooks.example.com/a?token={CANARY}",
        f"https://{CANARY}:x@hooks.example.com/a",
        f"https://x:{CANARY}@hooks.example.com/a",
        f"https://hooks.example.com/a#{CANARY}",
        f"https://[{CANARY}",
        f"{CANARY}",
    ],
)
def test_what_may_be_secret_in_a_url_is_not_shown(url: str):
    """
    Of a URL, the scheme, the host and the path are shown; what cannot be read as a URL is not.
    """
    old, new = subscription("a", "b"), subscription("a", webhookUrl=url, healthCheckUrl=url)
    said = (Diagnostic("error", f"no answer from {url}"),) if "://" in url else ()

    shown = forms(
        whole(changed("p", old, new), changed("q", new, old), created("r", new), deleted("s", new), said=said)
    )

    assert CANARY not in shown
