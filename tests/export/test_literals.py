"""Values as source text: they mean the same, and formatters leave them alone."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.estates import ODD

from pulumi_payment_webhooks.export.literals import Code, FunctionCall, comment, layout, literal

HOSTILE = [*ODD, "\ud800", "'" * 3, '"' * 3 + "'", "\\'\\\"", "a" * 200, "\N{NO-BREAK SPACE}", "\x7f\x85\ufeff"]
TREES: list[Any] = [
    {"one": ["a"]},
    {"one": ["a", "b"], "two": {"three": [], "four": {}}},
    {"a" * 60: ["b" * 60], "c": {"d" * 100: "e" * 100}},
    [True, 3, 2.5, "it's", 'say "no"', "\\ \" '"],
    {"name": FunctionCall("config.require_secret", [("", "a" * 80)])},
    FunctionCall("cybersource.WebhookSubscription", [("", "orders"), ("name", "x" * 120), ("on", Code("TRUE"))]),
    FunctionCall("f", [("only", ["x" * 90])]),
    *({"wide": [one * 38]} for one in ("\u652f", "\U0001f600", "\uff21")),
    *({"narrow": [one * 38]} for one in ("e\u0301", "\u0915\u0941", "\u00e9")),
    *HOSTILE,
]


def check_format(source: str, width: int) -> None:
    """Have ruff check that it would change nothing."""
    ruff = Path(sys.prefix) / "bin" / "ruff"
    command = [
        str(ruff),
        "format",
        "--isolated",
        "--diff",
        "--line-length",
        str(width),
        "--stdin-filename",
        "a.py",
        "-",
    ]
    ran = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@given(st.text())
def test_literal_means_the_text(text: str) -> None:
    """
    Any text comes back from its literal, which is one line of what can be printed.
    """
    written = literal(text)

    assert ast.literal_eval(written) == text
    assert written.isprintable()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_literal_of_hostile_text(text: str) -> None:
    """
    So do texts that look like source, and those that cannot be encoded.
    """
    assert ast.literal_eval(literal(text)) == text
    assert literal(text).encode()


@pytest.mark.parametrize("width", [88, 100, 120])
def test_layout_is_that_of_the_formatters(width: int) -> None:
    """
    At every usual line length, a formatter changes nothing.
    """
    lines = [layout(tree, before=f"value_{number} = ") for number, tree in enumerate(TREES)]

    check_format("\n".join(lines) + "\n", width)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_ends_a_comment(text: str) -> None:
    """
    A comment with any text in it is a comment, on every line.
    """
    lines = list(comment(f"before {text} after", indent="  "))

    assert "".join(lines).isprintable()
    assert all(line.startswith("# ") for line in lines)
