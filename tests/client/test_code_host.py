"""The REST API of a host of code: pages, retries, and a token that nobody sees."""

import logging

import pytest

from pulumi_payment_webhooks.client.code_host import Access, CodeHost, next_query
from pulumi_payment_webhooks.client.retry import Patience
from pulumi_payment_webhooks.client.schemes import bearer
from pulumi_payment_webhooks.client.session import Dialect
from pulumi_payment_webhooks.errors import Unavailable

TOKEN = "ghs_canary"


@pytest.fixture
def host(platform):
    access = Access(f"{platform.endpoint}/api/v3", bearer(TOKEN), TOKEN, {"accept": "application/json"})
    opened = CodeHost(access, Dialect(explain=lambda body: body["message"]), Patience(tries=2, first_wait=0.0))
    yield opened
    opened.close()


def test_path_follows_that_of_the_address(platform, host):
    """
    An API below a path, as of a host on one's own premises, is asked there, with the token and the headers.
    """
    platform.answers(200, [])
    host.ask("GET", "/user")

    assert platform.requests[0].target == "/api/v3/user"
    assert platform.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert platform.requests[0].headers["accept"] == "application/json"


def test_pages_follow_the_link(platform, host):
    """
    The next page is asked for as the host says, and the last page ends the list.
    """
    platform.answers(200, [1], Link='<https://elsewhere.example/x?after=c1&per_page=2>; rel="next", <x>; rel="last"')
    platform.answers(200, [2], Link='<https://elsewhere.example/x>; rel="first"')

    assert [page.body for page in host.pages("/things", {"sort": "asc"})] == [[1], [2]]
    targets = [request.target for request in platform.requests]
    assert targets == ["/api/v3/things?sort=asc&per_page=100", "/api/v3/things?after=c1&per_page=2"]


def test_refused_page_is_the_last(platform, host):
    """
    A refusal in the middle of a list is handed on, once.
    """
    platform.answers(403, {"message": "no"}, Link='<x?page=2>; rel="next"')

    assert [page.status for page in host.pages("/things", {})] == [403]


@pytest.mark.parametrize(
    ("link", "query"),
    [
        ("", None),
        ("<u?page=2>; rel=next", {"page": "2"}),
        ('<u?page=1>; rel="prev", <u?page=3>; rel="next"', {"page": "3"}),
        ('<u?page=3>; title="a"; rel="last next"', {"page": "3"}),
        ('<u?page=3>; rel="nextish"', None),
        ("<u?page=3>", None),
        ('<http://[?page=3>; rel="next"', None),
    ],
    ids=["none", "unquoted", "second", "several", "similar", "bare", "broken"],
)
def test_next_page_is_read_from_the_link(link, query):
    """
    The relation "next" is recognised however it is written.
    """
    assert next_query(link) == query


def test_no_text_shows_the_token(platform, host, caplog):
    """
    A host that repeats the token has it removed from errors, and it is in no repr and no log.
    """
    caplog.set_level(logging.DEBUG)
    platform.answers(403, {"message": f"token {TOKEN} may not"})
    refused = host.reason(host.ask("GET", "/user"))
    platform.answers(500, {"message": f"token {TOKEN} failed"})
    platform.answers(500, {"message": f"token {TOKEN} failed"})
    with pytest.raises(Unavailable) as failed:
        host.ask("GET", "/user")

    assert (refused, str(failed.value).count("***")) == ("token *** may not", 1)
    access = Access("https://api.example", bearer(TOKEN), TOKEN)
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("pulumi")]
    assert TOKEN not in f"{host!r} {access!r} {failed.value!r} {failed.value.__cause__!r}"
    assert ours
    assert [line for line in ours if TOKEN in line] == []


def test_token_at_the_end_of_a_long_reason_is_removed(platform, host):
    """
    A long text is cut after the token was removed: a part of the token would not be recognised.
    """
    long = f"{'x' * 192} {TOKEN}"
    platform.answers(403, {"message": long})
    platform.answers(500, {"message": long})
    platform.answers(500, {"message": long})
    refused = host.reason(host.ask("GET", "/user"))
    with pytest.raises(Unavailable) as failed:
        host.ask("GET", "/user")

    assert TOKEN[:4] not in f"{refused} {failed.value}"


@pytest.mark.parametrize("url", ["", "api.example", "ftp://api.example"])
def test_address_must_be_a_web_url(url):
    """
    What is not an http or https URL is refused before the token is sent anywhere.
    """
    with pytest.raises(ValueError, match="not an absolute"):
        CodeHost(Access(url, bearer(TOKEN), TOKEN), Dialect())
