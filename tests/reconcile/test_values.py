"""Leaf values and their refusals."""

import pytest

from pulumi_payment_webhooks.reconcile.values import any_text, https_url, text
from pulumi_payment_webhooks.wording import did_you_mean


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.net",
        "https://hooks.example.net:8443/a/b?c=d",
        "HTTPS://HOOKS.example.net/x",
        "https://[2001:db8::1]/x",
        "http://127.0.0.1:8080/x",
        "http://[::1]/x",
        "http://localhost/x",
        "http://hooks.localhost:99/",
    ],
)
def test_url_is_kept_as_it_was_written(url):
    """
    An https URL, or a plain one to this machine itself, is valid and unchanged.
    """
    assert https_url(url) == url


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://hooks.example.net/", "plain http is only possible to this machine itself"),
        ("http://127.0.0.1.example.net/", "plain http is only possible to this machine itself"),
        ("ftp://hooks.example.net/", "not another scheme"),
        ("hooks.example.net", "with a host"),
        ("https:///path", "with a host"),
        ("https://hooks.example.net:0/", "with a host"),
        ("https://a b.example/", "with a host"),
        ("https://hooks.example.net/a b", "with a host"),
        ("https://hooks.example.net:port/", "cannot be read"),
        ("https://hooks.example.net:99999/", "cannot be read"),
        ("https://[::1/", "cannot be read"),
        ("https://me@hooks.example.net/", "user name or password"),
        ("https://me:pass@hooks.example.net/", "user name or password"),
        ("https://hooks.example.net/#here", "#fragment"),
        ("", "with a host"),
        (5, "not a number"),
        (None, "not something else"),
    ],
)
def test_wrong_url_is_refused_with_the_reason(url, reason):
    """
    A URL that no platform could deliver to is refused, and the refusal says why.
    """
    with pytest.raises(ValueError, match=reason):
        https_url(url)


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
