"""
Whatever a preview holds, a report of it can be made, keeps to its limit, and is valid Markdown.
"""

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.review.steps import RETRIES, subscription, webhook

from pulumi_payment_webhooks.reconcile.declare.shapes import outputs_of, shape_of
from pulumi_payment_webhooks.registry import PLATFORMS, platform, resource_type
from pulumi_payment_webhooks.review.preview import SECRET, UNKNOWN, Diagnostic, Preview, Step
from pulumi_payment_webhooks.review.rendering.as_json import to_data
from pulumi_payment_webhooks.review.rendering.as_markdown import to_markdown
from pulumi_payment_webhooks.review.rendering.as_text import to_lines
from pulumi_payment_webhooks.review.reviewing import review

MOMENT = datetime(2026, 7, 1, tzinfo=UTC)
KINDS = [one.kind for name in PLATFORMS for one in platform(name).resources]
OPS = [
    *("create", "update", "delete", "replace", "create-replacement", "delete-replaced", "same", "refresh", "import"),
    *("read", "discard", "read-discard", "remove-pending-replace", "unheard of"),
]
FLAGS = ("protected", "unprotected", "retained", "retained_later", "deleted_with")
EVIL = [
    *("@team", "<!-- x", "-->", "[a](https://b.example.com)", "![x](y)", "```", "~~~", "``", "`", "|", "<img src=x>"),
    *("</details>", "<summary>", "\n\n# heading\n", "\n- item", "\r", "\x1b[31m", "\u202e", "\x00", "&lt;", "\\", "_"),
    *("*", "{}", "{0}", "https://x.example.com", "#1", "\ud800"),
]

evil = st.lists(st.sampled_from([*EVIL, "a", "order", " "]), max_size=6).map("".join)
leaf = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), evil, st.sampled_from([SECRET, UNKNOWN]), st.text(max_size=8)
)
value = st.recursive(
    leaf, lambda one: st.lists(one, max_size=3) | st.dictionaries(evil | st.text(max_size=4), one, max_size=4)
)
START: dict[str, dict[str, Any]] = {
    "cybersource:WebhookSubscription": subscription("a", "b", retryPolicy=RETRIES, status="ACTIVE"),
    "cybersource:RetryPolicy": {"subscription": "s", **RETRIES},
    "digital_river:Webhook": webhook("a", "b"),
}


@st.composite
def values(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """
    Inputs or a state of *kind*: good ones in which some fields are anything.
    """
    declaration = resource_type(kind).declaration
    names = [one.wire for one in (*shape_of(declaration).fields, *outputs_of(declaration).fields)]
    odd = draw(st.dictionaries(st.sampled_from([*names, "unheard"]), value, max_size=4))
    return {**START.get(kind, {}), **odd} if draw(st.booleans()) else odd


@st.composite
def steps(draw: st.DrawFn) -> Step:
    kind = draw(st.sampled_from([*KINDS, ""]))
    names = ("old_inputs", "new_inputs", "old_state", "new_state")
    flags: dict[str, Any] = {one: draw(st.booleans()) for one in FLAGS}
    bags: dict[str, Any] = {one: draw(values(kind)) if kind else {} for one in names}
    name = draw(evil)
    type_ = f"pulumi-python:dynamic/{kind}" if kind and draw(st.booleans()) else f"payment-webhooks:{kind}"
    paths = st.sampled_from(["products", 'products.a["b.c"]', "keyId", "key", "secret", "rotation", "[", '["', "", "x"])
    return Step(
        draw(st.sampled_from(OPS)),
        f"urn:pulumi:dev::shop::{type_}::{draw(st.sampled_from('abc'))}",
        kind,
        type_,
        name,
        **bags,
        changed=draw(st.dictionaries(paths | evil, st.sampled_from(["add", "delete", "update"]), max_size=3)),
        replace_keys=draw(
            st.sampled_from([(), ("id",), ("provider",), ("organizationId", "name"), ("replaceWith", "x")])
        ),
        **flags,
        sources=draw(st.dictionaries(st.sampled_from(["subscription", "webhook"]), st.tuples(evil), max_size=1)),
    )


previews = st.lists(
    st.builds(
        Preview,
        stack=evil,
        project=st.sampled_from(["shop", "keys"]),
        steps=st.lists(steps(), max_size=5),
        diagnostics=st.lists(
            st.builds(Diagnostic, st.sampled_from(["error", "warning", "info"]), evil, st.just(""), evil), max_size=2
        ),
        failed=st.booleans(),
        drift=st.booleans(),
        first=st.booleans(),
        counts=st.dictionaries(st.sampled_from(OPS), st.integers(0, 1000), max_size=2),
    ),
    max_size=3,
)


def tokens_of(text: str) -> list[Token]:
    parsed = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    return [inner for token in parsed for inner in (token, *(token.children or ()))]


def problems_of(text: str) -> list[str]:
    """
    Say what is wrong with a comment: markup that is not ours, or that is not closed.
    """
    tokens = tokens_of(text)
    found = [f"HTML: {one.content!r}" for one in tokens if one.type == "html_inline"]
    found += [f"a {one.type}" for one in tokens if one.type in ("link_open", "image", "code_block", "hr")]
    blocks = [one.content.strip() for one in tokens if one.type == "html_block"]
    opened = [
        one for one in blocks if one.startswith("<details>\n<summary>Exact changes of ") and one.endswith("</summary>")
    ]
    closed = [one for one in blocks if one == "</details>"]
    if len(opened) != len(closed) or len(opened) + len(closed) != len(blocks):
        found.append(f"blocks: {blocks}")
    texts = "".join(one.content for one in tokens if one.type == "text")
    found += [f"{one!r} outside of code" for one in ("@team", "<", "x.example.com") if one in texts]
    headings = [after for token, after in pairwise(tokens) if token.type == "heading_open"]
    return found + [f"heading {one.content}" for one in headings if one.content == "heading"]


@settings(max_examples=60)
@given(previews)
def test_every_preview_has_a_report(found: list[Preview]):
    """
    Each form of a report can be made, whatever the steps hold, and the Markdown has no markup but ours.
    """
    report = review(found, at=MOMENT)

    text = to_markdown(report)
    json.dumps(to_data(report))
    assert not [line for line in to_lines(report) if "\x1b" in line.text]
    assert not problems_of(text)
    assert text.encode()  # No lone surrogate.


@settings(max_examples=25)
@given(previews, st.integers(2_000, 4_000))
def test_no_comment_exceeds_its_limit(found: list[Preview], limit: int):
    """
    What does not fit is left out, and what remains is valid.
    """
    text = to_markdown(review([*found] * 6, at=MOMENT), limit=limit)

    assert len(text) <= limit
    assert not problems_of(text)


@pytest.mark.parametrize("markup", [one for one in EVIL if one != "\ud800"], ids=ascii)
def test_the_check_of_this_file_notices_markup(markup: str):
    """
    At least with a line of its own, what must not be in a comment is noticed, if it is markup at all.
    """
    harmless = ("~~~", "``", "`", "|", "-->", "\n- item", "\r", "\x1b[31m", "\u202e", "\x00", "&lt;", "\\", "_", "*")
    text = f"x\n\n{markup}\n"

    assert problems_of(text) or markup in (*harmless, "```", "{}", "{0}", "#1")
