"""Pulumi's property paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_payment_webhooks.faces.paths import segments, written

SPELLINGS = {
    ("a",): ["a", '["a"]', "['a']", "[a]"],
    ("a", "b"): ["a.b", 'a["b"]', "a['b']", "a[b]", '["a"]["b"]', '["a"].b', 'a.["b"]'],
    ("a", "b", "c"): ["a.b.c", 'a["b"].c', 'a.b["c"]', "a['b'][\"c\"]"],
    ("a", "b.c"): ['a["b.c"]', "a['b.c']", "a[b.c]"],
    ("a", 'b"c'): ['a["b\\"c"]', "a['b\"c']", 'a["b\\"c"]'],
    ("a", "b]c"): ['a["b]c"]'],
    ("a", 0): ["a[0]"],
    ("a", 10, "b"): ["a[10].b"],
    ("a", "0"): ['a["0"]', "a.0"],
    ("a", "*", "b"): ["a.*.b", "a[*].b", 'a["*"].b'],
    ("*",): ["*"],
    ("a-b", "c d"): ["a-b.c d", '["a-b"]["c d"]'],
}
WRONG = ["", ".", ".a", "a.", "a..b", "a[", "a]", "a[]", 'a["b]', 'a["b"', "a['b]", "a[0", 'a["b"]c', "[", "a.[", "]a"]


@pytest.mark.parametrize(("path", "spelling"), [(path, one) for path, all in SPELLINGS.items() for one in all])
def test_every_spelling_is_read(path, spelling):
    """
    Dots, brackets and both quotes are understood, mixed as people like.
    """
    assert segments(spelling) == path


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_not_a_path(wrong):
    """
    What the engine could not read is refused.
    """
    with pytest.raises(ValueError, match="not a property path"):
        segments(wrong)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("a", "bC", "_d$1"), "a.bC._d$1"),
        (("a", "b.c"), 'a["b.c"]'),
        (("a.b", "c"), '["a.b"].c'),
        (("a", 3, "b"), "a[3].b"),
        (("a", "3"), 'a["3"]'),
        (("a", "*"), "a.*"),
        (("a", 'b"c'), 'a["b\\"c"]'),
    ],
)
def test_path_is_written_for_the_engine(path, text):
    """
    A path is written with dots, and with brackets and double quotes only where they are needed.
    """
    assert written(path) == text


@given(st.lists(st.one_of(st.text(st.characters(exclude_characters="\\"), min_size=1), st.integers(0, 99)), min_size=1))
def test_written_path_is_read_back(path):
    """
    Whatever the names are, what is written is read as it was.
    """
    assert segments(written(path)) == tuple(path)
