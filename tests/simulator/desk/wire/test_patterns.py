"""Patterns that users write: what they match, and how long that can take."""

from __future__ import annotations

import time

import pytest

from pulumi_payment_webhooks.simulator.desk.wire.patterns import LONGEST, check_pattern, matches


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("webhooks", "/v2/webhooks/1", True),
        ("webhooks$", "/v2/webhooks/1", False),
        ("webhooks$", "/v2/webhooks", True),
        ("^/v2/*/status$", "/v2/webhooks/1/status", True),
        ("^/v2/*/status$", "/v1/webhooks/1/status", False),
        ("^/v2/webhooks$", "/v2/webhooks", True),
        ("^/v2/webhooks$", "/v2/webhooks/1", False),
        ("a*b*c", "a-b-c", True),
        ("a*b*c", "a-c-b", False),
        ("^a*a$", "a", False),
        ("shop.example", "https://shopXexample", False),
        ("", "anything", True),
        ("*", "", True),
    ],
)
def test_pattern_is_plain_text(pattern: str, text: str, expected: bool) -> None:
    """
    A pattern is found anywhere; only the star and the two anchors are not plain text.
    """
    assert matches(pattern, text) is expected


@pytest.mark.parametrize("pattern", ["(a+)+$", "/webhooks/.*", "[ab]", "a|b", r"\d", "a{9}", "x" * (LONGEST + 1)])
def test_regular_expression_is_refused(pattern: str) -> None:
    """
    What means something else as a regular expression, and what is too long, is refused.
    """
    with pytest.raises(ValueError, match="pattern"):
        check_pattern(pattern)


def test_no_pattern_takes_long() -> None:
    """
    The worst pattern over the longest text that a request can carry is decided in a moment.
    """
    began = time.process_time()

    assert not matches("a" + "*a" * (LONGEST // 2 - 1) + "b", "a" * 65_536)
    assert not matches("a" * (LONGEST - 1) + "b", "a" * 65_536)

    assert time.process_time() - began < 1
