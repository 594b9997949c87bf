"""Keys, markers and lengths of comments."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.review.posting import check_key, derive_key
from pulumi_payment_webhooks.review.posting.comment import LONGEST_KEY, cut_report, is_marked, marker_of

# A comment in HTML as GitHub's Markdown defines it: its text has no "--" and does not begin or end with a hyphen.
HTML_COMMENT = re.compile(r"<!--(?!>|->)(?:(?!--).)*(?<!-)-->")


def test_key_names_the_stacks_in_order():
    """
    The order in which stacks are given does not matter.
    """
    assert derive_key(["shop/test", "shop/production"]) == derive_key(["shop/production", "shop/test", "shop/test"])
    assert derive_key(["shop/test", "shop/production"]) == "shop/production shop/test"


def test_many_stacks_have_a_short_key():
    """
    Forty stacks have a digest, which differs from that of others.
    """
    forty = [f"shop/environment-{number}" for number in range(40)]

    assert re.fullmatch(r"40-stacks-[0-9a-f]{16}", derive_key(forty))
    assert derive_key(forty) != derive_key([*forty[:-1], "shop/other"])


def test_reports_of_different_kinds_have_different_keys():
    """
    Projects whose folders have long names in common, and a search for drift, have comments of their own.
    """
    folder = "infrastructure/" + "payments/" * 12
    keys = {
        derive_key(["test"], folder=one, is_drift=drift)
        for one in ("", folder, f"{folder}a")
        for drift in (False, True)
    }

    assert len(keys) == 6
    assert derive_key(["test"], folder="infra/shop") == "infra/shop/ test"
    assert derive_key(["test"], folder="production") != derive_key(["production", "test"])
    assert derive_key(["test"], folder=".") == "test"


@given(st.lists(st.text(), max_size=5), st.text(), st.booleans())
def test_every_derived_key_is_one_that_could_be_chosen(stacks, folder, is_drift):
    """
    Whatever stacks and folders are called, the key is valid, and its marker is one HTML comment.
    """
    key = derive_key(stacks, folder=folder, is_drift=is_drift)

    assert check_key(key) == key
    assert HTML_COMMENT.fullmatch(marker_of(key))


@pytest.mark.parametrize("key", ["", " a", "a  b", "a\nb", "-->", "ä", "a" * (LONGEST_KEY + 1), "a#b"])
def test_key_that_is_not_offered_is_refused(key):
    """
    A key that could end the HTML comment, or that is too long, is refused.
    """
    with pytest.raises(SettingsProblem, match="letters, digits"):
        check_key(key)


def test_markers_of_different_keys_differ():
    """
    Hyphens are encoded, so that no two keys have one marker.
    """
    assert marker_of("a--b") == "<!-- payment-webhooks review: a%2D%2Db -->"
    assert marker_of("a") != marker_of("a b")


def test_line_ends_of_a_browser_do_not_matter():
    """
    A comment that was edited in a browser, which writes CR LF, is still recognised.
    """
    assert is_marked(f"{marker_of('a')}\r\n\r\ntext", marker_of("a"))


@pytest.mark.parametrize("text", ["", "short", "x" * 1000], ids=["empty", "short", "exact"])
def test_text_that_fits_is_unchanged(text):
    """
    Nothing is cut that fits.
    """
    assert cut_report(text, 1000) == text


def test_cut_is_at_the_end_of_a_line():
    """
    The cut leaves whole lines, and says that it is one.
    """
    text = cut_report("a line of words\n" * 100, 1000)

    body, _, last = text.rstrip().rpartition("\n\n")
    assert set(body.splitlines()) == {"a line of words"}
    assert last == "_The rest of this report is cut, because a comment can have at most 1,000 characters._"


def test_cut_closes_what_it_opens():
    """
    A cut inside a code block of a folded part closes both, so that the note about the cut is visible.
    """
    text = cut_report("<details><summary>diff</summary>\n\n```diff\n" + "- one\n" * 1000 + "```\n\n</details>\n", 1000)

    assert "\n```\n</details>\n\n_The rest" in text


def test_cut_closes_a_long_fence():
    """
    A block of four backquotes may contain three, which do not end it.
    """
    text = cut_report("````text\n" + "- one\n```\n" * 1000 + "````\n", 1000)

    assert "\n````\n\n_The rest" in text


@given(st.lists(st.sampled_from(["word\n", "```\n", "<details>\n", "</details>\n", "\n"]), max_size=200))
def test_cut_text_is_not_too_long(lines):
    """
    Whatever is open where the cut is, the result has at most the length that was asked for.
    """
    assert len(cut_report("".join(lines), 400)) <= 400
