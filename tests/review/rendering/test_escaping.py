"""
Foreign text in Markdown and in a terminal.
"""

import pytest
from markdown_it import MarkdownIt

from pulumi_payment_webhooks.review.rendering.escaping import (
    block,
    code,
    code_in_table,
    markdown,
    plain_text,
    wrapped,
)
from pulumi_payment_webhooks.wording import Sentence, Shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("orders", "`orders`"),
        ("a`b", "``a`b``"),
        ("`a`", "`` `a` ``"),
        ("", "(empty)"),
        (" \n ", "(empty)"),
        ("a\nb", "`a b`"),
        ("\x1b[31m", "`\\u001b[31m`"),
        ("a\u202eb", "`a\\u202eb`"),
        ("a\u200bb", "`a\\u200bb`"),
        ("a\u3164b", "`a\\u3164b`"),
        ("a\U000e0041b", "`a\\U000e0041b`"),
        ("a\u2764\ufe0fb", "`a\u2764\ufe0fb`"),
    ],
    ids=ascii,
)
def test_foreign_text_is_code(text: str, shown: str):
    """
    Backticks need a longer fence, and what cannot be seen is written out.
    """
    assert code(text) == shown


@pytest.mark.parametrize("text", ["@team", "<!-- x", "[a](b)", "a`b``c", "``", "*a*", "https://x.example.com", "|"])
def test_markdown_reads_back_what_was_written(text: str):
    """
    A reader of Markdown sees the text itself, and no markup.
    """
    (inline,) = [one for one in MarkdownIt().parse(f"See {code(text)}.") if one.type == "inline"]

    assert [(one.type, one.content) for one in inline.children or ()] == [
        ("text", "See "),
        ("code_inline", text),
        ("text", "."),
    ]


def test_bar_does_not_end_a_cell():
    """
    Even within code, a bar ends the cell of a table unless it is escaped.
    """
    table = f"| a | b |\n| --- | --- |\n| {code_in_table('x|y')} | z |\n"

    cells = [one.content for one in MarkdownIt().enable("table").parse(table) if one.type == "inline"]

    assert cells == ["a", "b", "`x|y`", "z"]


def test_block_cannot_be_closed_from_within():
    """
    The fence is longer than any run of backticks in the text.
    """
    text = "a\n````\n# b\n```"

    (token,) = MarkdownIt().parse(block(text))

    assert (token.type, token.content) == ("fence", f"{text}\n")


def test_long_values_are_cut():
    """
    A value of a kilobyte would hide the sentence around it.
    """
    assert len(plain_text(Sentence("{}", Shown("x" * 5_000)))) == 300


def test_sentences_are_rendered_with_their_parts():
    """
    Values are code in Markdown and themselves in a terminal.
    """
    words = Sentence("{} and {}", Shown("a"), Sentence("not {}", Shown("b")))

    assert markdown(words) == "`a` and not `b`"
    assert plain_text(words) == "a and not b"


def test_long_lines_are_broken_between_words():
    """
    Each part is as indented as its line; a line with a very long word, such as a command with a URN, stays whole.
    """
    command = f"  run {'u' * 25} and look at it"

    assert wrapped("a b\n  one two three four\n\nend", 12) == "a b\n  one two\n  three four\n\nend"
    assert wrapped(command, 30) == command
