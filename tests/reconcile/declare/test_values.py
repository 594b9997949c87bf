"""Leaf values and their refusals."""

import pytest

from pulumi_payment_webhooks.reconcile.declare.values import any_text, text
from pulumi_payment_webhooks.wording import did_you_mean


@pytest.mark.parametrize("wrong", ["", "  ", None, 5, b"x"])
def test_text_must_not_be_empty(wrong):
    """
    Nothing, blanks and other kinds of values are no text.
    """
    with pytest.raises(ValueError, match=r"must (be text|not be empty)"):
        text(wrong)


def test_any_text_may_be_empty():
    """
    Where the platform takes an empty text, so do we.
    """
    assert any_text("") == ""


@pytest.mark.parametrize(("word", "hint"), [("ordres", " (did you mean 'orders'?)"), ("xyz", ""), ("ORDERS", None)])
def test_hint_is_given_for_near_words_only(word, hint):
    """
    A near word is suggested whatever its case, a far one is not.
    """
    assert did_you_mean(word, ["orders", "refunds"]) == (" (did you mean 'orders'?)" if hint is None else hint)
