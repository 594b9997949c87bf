"""The session and what a platform may answer, read off a socket."""

import gzip
import logging
import re
import threading

import pytest
from tests.client.scripted import NOWHERE, get, post

from pulumi_payment_webhooks.errors import Unavailable, Unclear


def test_json_is_returned_with_status_and_reference(platform, session):
    """
    A definite answer comes back whole.
    """
    platform.answers(201, {"id": 7}, x_reference="ref-1")

    answer = post(session)

    assert (answer.status, answer.body, answer.reference) == (201, {"id": 7}, "ref-1")


def test_body_is_compact_json(platform, session):
    """
    The bytes on the wire are the compact JSON of the value, with its length and type.
    """
    platform.answers(200)

    post(session, {"name": "ä b", "on": True})

    assert platform.requests[0].body == b'{"name":"\\u00e4 b","on":true}'
    assert platform.requests[0].headers["content-type"] == "application/json;charset=utf-8"


def test_query_and_headers_are_sent(platform, session):
    """
    Query parameters are encoded, and further headers added.
    """
    platform.answers(200)

    session.send("GET", "/things", query={"of": "a b&c"}, headers={"x-more": "1"}, safe_to_repeat=True)

    assert (platform.requests[0].target, platform.requests[0].headers["x-more"]) == ("/things?of=a+b%26c", "1")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422])
def test_refusal_is_an_answer(platform, session, status):
    """
    A 4xx is a definite answer: returned, and not tried again.
    """
    platform.answers(status, {"message": "no"})

    assert get(session).status == status


@pytest.mark.parametrize("content", [b"<html>hunter2</html>", b"{", b"\xff\xfe\xfa", b"[" * 100_000])
def test_answer_that_is_not_json_is_tolerated(platform, session, content):
    """
    A page in place of JSON has no body, and is known to be foreign.
    """
    platform.sends(200, content)

    answer = get(session)

    assert (answer.body, answer.is_foreign) == (None, True)


def test_empty_answer_is_not_foreign(platform, session):
    """
    An answer may have nothing to say.
    """
    platform.sends(204, b"", Content_Length=None)

    assert get(session).is_foreign is False


def test_compressed_answer_is_read(platform, session):
    """
    Compression is undone.
    """
    platform.sends(200, gzip.compress(b'{"id": 7}'), Content_Encoding="gzip")

    assert get(session).body == {"id": 7}


def test_forged_reference_is_dropped(platform, session):
    """
    A reference header that no platform would send does not reach messages.
    """
    platform.answers(200, x_reference="a b\x1b[31m")

    assert get(session).reference is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(("send", "kind"), [(get, Unavailable), (post, Unclear)], ids=["get", "post"])
def test_redirect_is_an_error(platform, session, status, send, kind):
    """
    A redirect is not followed, and what it did to a POST is not known; the message names the other host alone.
    """
    platform.answers(status, Location="https://elsewhere.example/path?token=hunter2")

    with pytest.raises(kind, match=r"redirects to elsewhere.example \(HTTP \d+\)") as problem:
        send(session)

    assert "hunter2" not in str(problem.value)


def test_cookies_are_not_kept(platform, session):
    """
    What one answer sets is not sent with the next request.
    """
    platform.answers(200, Set_Cookie="session=1; Path=/")
    platform.answers(200)

    get(session)
    get(session)

    assert "cookie" not in platform.requests[1].headers


def test_connection_is_kept(platform, session):
    """
    Requests one after another use one connection.
    """
    for _ in range(3):
        platform.answers(200, {"id": 7})
        get(session)

    assert len({one.connection for one in platform.requests}) == 1


def test_connection_is_given_back_after_a_failure(platform, session):
    """
    A refused request leaves its connection for the next.
    """
    platform.answers(404, {"message": "gone"})
    platform.answers(503, {"message": "busy"})
    platform.answers(200)

    get(session)
    get(session)

    assert len({one.connection for one in platform.requests}) == 1


def test_threads_share_a_session(platform, session):
    """
    Eight threads that begin at once are all answered, through one client.
    """
    barrier = threading.Barrier(8)
    statuses = []

    def work():
        barrier.wait()
        statuses.append(get(session).status)

    for _ in range(8):
        platform.answers(200)
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200] * 8


def test_proxy_of_the_environment_is_not_used_for_this_machine(platform, open_session, monkeypatch):
    """
    A company's proxy cannot reach a simulator on loopback, so it is not asked.
    """
    monkeypatch.setenv("HTTP_PROXY", NOWHERE)
    platform.answers(200)

    assert get(open_session()).status == 200


def test_proxy_of_the_environment_is_used_for_others(platform, open_session, monkeypatch):
    """
    A request to another host goes to the proxy, with the whole address as its target.
    """
    monkeypatch.setenv("HTTP_PROXY", platform.endpoint)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    platform.answers(200)

    get(open_session("http://platform.invalid"))

    assert platform.requests[0].target == "http://platform.invalid/things"


@pytest.mark.parametrize(
    ("name", "value"), [("ALL_PROXY", "socks://:canary@127.0.0.1:1080/"), ("NO_PROXY", "fe80::/10")]
)
def test_proxy_that_cannot_be_used_is_told(open_session, monkeypatch, name, value):
    """
    A proxy of the environment that cannot be used ends in one line that names the variables, and nothing of it.
    """
    monkeypatch.setenv(name, value)

    with pytest.raises(Unavailable, match=rf"cannot connect to platform\.invalid:443: .*{name}.* unset it") as caught:
        post(open_session("https://platform.invalid"))

    assert "canary" not in str(caught.value)


def test_proxy_that_cannot_be_used_is_no_concern_of_this_machine(platform, open_session, monkeypatch):
    """
    Desktops name SOCKS proxies for everything: a simulator on loopback is reached all the same.
    """
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:1080/")
    platform.answers(200)

    assert get(open_session()).status == 200


def test_authorities_that_cannot_be_read_are_told(open_session, monkeypatch):
    """
    A file of certificate authorities that does not exist ends in one line that names the variable.
    """
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")

    with pytest.raises(Unavailable, match=r"cannot connect to platform\.invalid:443: .*SSL_CERT_FILE.* unset it"):
        post(open_session("https://platform.invalid"))


def test_debug_log_has_no_secret(platform, session, caplog):
    """
    With every logger at its chattiest, neither headers nor secret members of bodies are written.
    """
    caplog.set_level(logging.DEBUG)
    platform.answers(201, {"keyInformation": {"key": "generated-secret", "keyId": "public-id"}})

    post(
        session,
        {"clientSecret": "given-secret", "webhookUrl": "https://me:given-secret@hooks.example/a?b=given-secret"},
    )

    assert not re.search("given-secret|generated-secret|try 1", caplog.text)
    assert "public-id" in caplog.text


def test_debug_log_tells_what_happened(platform, session, caplog):
    """
    One line for each try: method, path, status and reference.
    """
    caplog.set_level(logging.DEBUG, "pulumi_payment_webhooks")
    platform.answers(200, x_reference="ref-1")

    get(session)

    assert [re.sub(r"\d+ ms.*", "", one.message) for one in caplog.records if "things" in one.message][-1] == (
        "GET /things: HTTP 200, reference ref-1, "
    )


def test_closed_session_opens_again(platform, session):
    """
    Closing drops the connections; the next request opens new ones.
    """
    platform.answers(200)
    platform.answers(200)

    get(session)
    session.close()
    get(session)

    assert len({one.connection for one in platform.requests}) == 2


def test_bodies_that_json_cannot_say_are_a_mistake(session):
    """
    Not-a-number is not valid JSON, and is never sent.
    """
    with pytest.raises(ValueError, match="JSON"):
        post(session, {"tries": float("nan")})


def test_session_shows_where_it_leads_alone(session):
    """
    Printing a session shows host and port.
    """
    assert re.fullmatch(r"Session\('127.0.0.1:\d+'\)", repr(session))
