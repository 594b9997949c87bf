"""URLs that a platform calls, by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_payment_webhooks.reconcile.declare.urls import https_url, web_url

VALID = [
    *("https://hooks.example.net", "https://hooks.example.net:8443/a/b?c=d", "HTTPS://HOOKS.example.net/x"),
    *("https://[2001:db8::1]/x", "https://[2001:DB8:0::1]:65535/x", "https://8.8.8.8/", "https://hooks.example.net:1/"),
    *("https://xn--mller-kva.example.net/", "https://a-b.c_d.example.net/", "https://example.com/*/a@b:c"),
    *("http://127.0.0.1:8080/x", "http://[::1]/x", "http://localhost/x", "http://hooks.localhost:99/", "http://127.1/"),
    *("https://hooks.example.net/a%20b?c=%23", "https://receiver/", "https://10.0.0.1/", "https://hooks.example.net:/"),
]
INVALID = {
    "plain http is allowed for a loopback address only": [
        *("http://hooks.example.net/", "http://127.0.0.1.example.net/", "http://0.0.0.0/", "http://10.0.0.1/"),
    ],
    "not another scheme": ["ftp://hooks.example.net/", "ws://hooks.example.net/", "//hooks.example.net/"],
    "with a host, such as": [
        "hooks.example.net",
        "https:///path",
        "",
        "https:hooks.example.net",
        "mailto:a@example.net",
    ],
    "a port from 1 to 65535": [
        *("https://hooks.example.net:0/", "https://hooks.example.net:port/", "https://hooks.example.net:65536/"),
        *("https://hooks.example.net:-1/", "https://hooks.example.net:443:443/", "https://h.example.net:\u0664\u0664/"),
        "https://2001:db8::1/",
    ],
    "its host cannot be read": ["https://[::1/", "https://[::1]x/", "https://[]/", "https://a[b]/", "https://:443/"],
    "blanks or control characters": [
        *(
            "https://a b.example.net/",
            "https://hooks.example.net/a b",
            " https://hooks.example.net/",
            "https://a\tb.net/",
        ),
        *("https://hooks.example.net/\n", "https://hooks.example.net/\x00", "https://hooks\u200b.example.net/"),
    ],
    "a backslash": ["https://hooks.example.net\\@other.example.net/", "https:\\\\hooks.example.net/"],
    "a user name or password": [
        *("https://me@hooks.example.net/", "https://me:pass@hooks.example.net/", "https://@hooks.example.net/"),
    ],
    "a #fragment": ["https://hooks.example.net/#here", "https://hooks.example.net/#"],
    "one host, not a wildcard": ["https://*.example.net/", "https://*/", "https://hooks-*.example.net/"],
    "punycode": [
        "https://m\u00fcller.example.net/",
        "https://\u043f\u0440\u0438.example.net/",
        "https://\uff11\uff12\uff17.0.0.1/",
    ],
    "without a dot at its end": ["https://hooks.example.net./", "https://localhost./"],
    "a valid host name or IP address": [
        "https://256.1.1.1/",
        "https://1.2.3.4.5/",
        "https://hooks.12/",
        "https://08.1.1.1/",
    ],
    "written as four decimal numbers": [
        "https://134744072/",
        "https://0x8080808/",
        "https://8.8.2056/",
        "https://010.8.8.8/",
    ],
    "a valid host name: ": [
        *("https://a..b.net/", "https://.example.net/", "https://-a.example.net/", "https://a-.example.net/"),
        *("https://" + "a" * 64 + ".net/", "https://" + "a." * 130 + "net/", "https://hooks%2eexample.net/"),
        *("https://a,b.net/", "https://a;b.net/", "https://$HOST/", "https://{host}/", "https://<host>/"),
    ],
}


@pytest.mark.parametrize("url", VALID)
def test_url_is_kept_as_it_was_written(url):
    """
    An https URL, or a plain one to a loopback address, is valid and unchanged.
    """
    assert https_url(url) == url


@pytest.mark.parametrize(
    ("url", "reason"),
    [(url, reason) for reason, urls in INVALID.items() for url in urls],
    ids=lambda one: ascii(one[:40]),
)
def test_wrong_url_is_refused_with_the_reason(url, reason):
    """
    A URL that no platform could deliver to is refused, and the refusal says why.
    """
    with pytest.raises(ValueError, match=reason):
        https_url(url)


@pytest.mark.parametrize(("value", "kind"), [(5, "a number"), (["https://a.net/"], "a list"), (True, "a flag")])
def test_what_is_not_text_is_refused(value, kind):
    """
    Another kind of value is named.
    """
    with pytest.raises(ValueError, match=f"must be an https URL, not {kind}"):
        https_url(value)


@pytest.mark.parametrize("url", [url for urls in INVALID.values() for url in urls if len(url) > 12], ids=ascii)
def test_no_refusal_shows_the_url(url):
    """
    The URL may be secret, so no part of it is in the message.
    """
    with pytest.raises(ValueError, match=r".") as told:
        https_url(url)

    words = str(told.value)
    assert [part for part in url.replace("//", "/").split("/")[1:] if len(part) > 3 and part in words] == []


def reason_against(url):
    """Why *url* is refused; a valid one is not."""
    try:
        https_url(url)
    except ValueError as refusal:
        return str(refusal)
    return "must be called"


@given(st.one_of(st.text(), st.text().map("https://{}/".format), st.from_regex(r"https?://[^/]*", fullmatch=True)))
def test_nothing_but_a_reason_comes_of_any_text(text):
    """
    Whatever is written there is a valid URL, or is refused with a reason.
    """
    assert reason_against(text).startswith("must ")


@pytest.mark.parametrize("url", ["http://hooks.example.net/", "http://10.0.0.1:8080", "https://hooks.example.net/a?b"])
def test_platform_that_calls_http_takes_either(url):
    """
    A URL for a platform that calls plain http, too, may have either scheme.
    """
    assert web_url(url) == url


@pytest.mark.parametrize("url", ["ftp://hooks.example.net/", "hooks.example.net", "http://me@hooks.example.net/", 7])
def test_other_urls_are_refused_in_words_of_both_schemes(url):
    """
    What is no URL is refused there as well, in words that name both schemes or the part that is wrong.
    """
    with pytest.raises(ValueError, match=r"must be an http or https URL|must not contain a user name"):
        web_url(url)
