"""The session against a platform that misbehaves in every way a socket allows."""

import gzip
import logging
import re
import threading

import pytest

from pulumi_payment_webhooks.client import Patience, announcing
from pulumi_payment_webhooks.client import session as module
from pulumi_payment_webhooks.errors import Refused, Unavailable, Unclear

NOWHERE = "http://127.0.0.1:1"
CUT_OFF = b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"


def get(session):
    """A request that is safe to repeat."""
    return session.send("GET", "/things", safe_to_repeat=True)


def post(session, body=None):
    """A request that is not."""
    return session.send("POST", "/things", body=body or {}, safe_to_repeat=False)


def test_json_is_returned_with_status_and_reference(platform, session):
    """
    A definite answer comes back whole.
    """
    platform.answers(201, {"id": 7}, v_c_correlation_id="ref-1")

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
    platform.answers(200, v_c_correlation_id="a b\x1b[31m")

    assert get(session).reference is None


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_safe_request_is_tried_again(platform, session, status):
    """
    Overload and server errors are got over by trying again.
    """
    platform.answers(status)
    platform.answers(200, {"id": 7})

    assert get(session).body == {"id": 7}


@pytest.mark.parametrize("end", [{"reset": True}, {"close": True}])
@pytest.mark.parametrize("pieces", [[], [CUT_OFF]], ids=["before", "within"])
def test_safe_request_is_tried_again_after_a_lost_connection(platform, session, pieces, end):
    """
    A connection that ends before or within the answer is got over.
    """
    platform.then(pieces, **end)
    platform.answers(200, {"id": 7})

    assert get(session).body == {"id": 7}


def test_each_try_is_signed_anew(platform, session):
    """
    A token is never sent twice, because the platform refuses one it has seen.
    """
    platform.answers(503)
    platform.answers(200)

    get(session)

    assert [one.headers["authorization"] for one in platform.requests] == ["try 1", "try 2"]


def test_tries_end(platform, session):
    """
    After the last try the error names status, number of tries and reference.
    """
    for _ in range(3):
        platform.answers(503, v_c_correlation_id="ref-1")

    with pytest.raises(Unavailable, match=r"\AHTTP 503 \(3 tries\)\Z") as problem:
        get(session)

    assert (problem.value.status, problem.value.reference) == (503, "ref-1")


def test_platform_explains_itself(platform, open_session):
    """
    The reason in a server error's JSON is part of the message.
    """
    platform.answers(500, {"why": "down\nfor cleaning"})

    with pytest.raises(Unavailable, match=r"\AHTTP 500: down for cleaning\Z"):
        get(open_session(tries=1, explain=lambda body: body["why"]))


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_unsafe_request_is_not_repeated_after_a_server_error(platform, session, status):
    """
    A POST may have been stored although the answer says otherwise, so it is sent once.
    """
    platform.answers(status)

    with pytest.raises(Unclear, match="may or may not have stored it"):
        post(session)

    assert len(platform.requests) == 1


@pytest.mark.parametrize("end", [{"reset": True}, {"close": True}])
@pytest.mark.parametrize("pieces", [[], [CUT_OFF]], ids=["before", "within"])
def test_unsafe_request_is_not_repeated_after_a_lost_connection(platform, session, pieces, end):
    """
    A POST whose answer is lost is sent once.
    """
    platform.then(pieces, **end)

    with pytest.raises(Unclear):
        post(session)

    assert len(platform.requests) == 1


def test_cut_off_answer_tells_its_status(platform, session):
    """
    An accepted POST whose answer broke off is unclear, and known to have been accepted.
    """
    platform.then([CUT_OFF], close=True)

    with pytest.raises(Unclear, match=r"was cut off \(HTTP 201\)") as problem:
        post(session)

    assert problem.value.status == 201


def test_unsafe_request_is_repeated_when_it_was_turned_away(platform, session):
    """
    A POST answered 429 was not processed, so it may be sent again.
    """
    platform.answers(429)
    platform.answers(201, {"id": 7})

    assert post(session).body == {"id": 7}


def test_unsafe_request_that_never_arrived_is_not_unclear(open_session):
    """
    A POST without a connection changed nothing, and the message names host and port.
    """
    with pytest.raises(Unavailable, match=r"\Acannot connect to 127.0.0.1:1: connection refused \(3 tries\)\Z"):
        post(open_session(NOWHERE))


def test_unknown_host_is_named(open_session):
    """
    A name that does not resolve is a connection that never stood.
    """
    with pytest.raises(Unavailable, match=r"cannot connect to nowhere\.invalid:80: "):
        post(open_session("http://nowhere.invalid", tries=1))


@pytest.mark.parametrize(("send", "error"), [(get, Unavailable), (post, Unclear)])
def test_silence_ends(platform, open_session, send, error):
    """
    A platform that says nothing is given up after the time limit, which the message tells.
    """
    platform.then([30.0])

    with pytest.raises(error, match=r"no answer from 127.0.0.1:\d+ within 0.05 s"):
        send(open_session(tries=1, timeout=0.05))


def test_answer_that_does_not_end_is_given_up(platform, open_session):
    """
    A platform that sends a byte now and then cannot hold a deployment for ever.
    """
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    platform.then([head, *[piece for _ in range(100) for piece in (b" ", 0.02)]], close=True)

    with pytest.raises(Unavailable, match=r"did not end within 0.1 s"):
        get(open_session(timeout=0.1))


@pytest.mark.parametrize(("send", "error"), [(get, Unavailable), (post, Unclear)])
def test_enormous_answer_is_given_up(platform, session, monkeypatch, send, error):
    """
    An answer beyond the limit is not read to its end, and not asked for again.
    """
    monkeypatch.setattr(module, "LARGEST_ANSWER", 2**20)
    platform.sends(200, b" " * (2**20 + 1))

    with pytest.raises(error, match="is larger than 1 MB"):
        send(session)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_an_error(platform, session, status):
    """
    A redirect is not followed; the message names the other host alone.
    """
    platform.answers(status, Location="https://elsewhere.example/path?token=hunter2")

    with pytest.raises(Refused, match=r"redirects to elsewhere.example \(HTTP \d+\)") as problem:
        get(session)

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


def test_waits_are_announced(platform, open_session):
    """
    A person learns why nothing seems to happen, and how often it is tried.
    """
    told = []
    platform.answers(503)
    platform.answers(200)

    get(open_session(on_wait=told.append))

    assert told == ["HTTP 503, next try (2 of 3) in 0.0 s"]


def test_waits_are_announced_to_the_thread_that_waits(platform, open_session):
    """
    A listener named for a block hears in place of the session's own.
    """
    session_hears, block_hears = [], []
    platform.answers(503)
    platform.answers(200)

    with announcing(block_hears.append):
        get(open_session(on_wait=session_hears.append))

    assert (len(session_hears), len(block_hears)) == (0, 1)


def test_last_failure_announces_no_further_try(platform, open_session):
    """
    There is one announcement less than there are tries.
    """
    told = []
    platform.answers(503)
    platform.answers(503)

    with pytest.raises(Unavailable):
        get(open_session(tries=2, on_wait=told.append))

    assert len(told) == 1


def test_wish_to_wait_too_long_is_told(platform, open_session):
    """
    A platform that asks for an hour ends the tries at once, and the message says how long it asks for.
    """
    platform.answers(429, Retry_After="3600")

    with pytest.raises(Unavailable, match=r"HTTP 429; it asks to wait 3600 s before another try"):
        get(open_session(patience=Patience(tries=3, first_wait=0.001)))


def test_wish_to_wait_is_ignored_when_waiting_is_off(platform, session):
    """
    Tests that switch waiting off never wait, whatever the platform asks for.
    """
    platform.answers(429, Retry_After="3600")
    platform.answers(200)

    assert get(session).status == 200


def test_retries_write_nothing_to_the_terminal(platform, session, capfd):
    """
    The library's own report of retries stays off, so that the user's terminal shows what we say alone.
    """
    platform.answers(503)
    platform.answers(200)

    get(session)

    assert capfd.readouterr() == ("", "")


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
    platform.answers(200, v_c_correlation_id="ref-1")

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


def test_plain_platform_behind_https_is_told(platform, open_session):
    """
    TLS spoken to a port that does not is a connection that never stood, and says so.
    """
    endpoint = platform.endpoint.replace("http:", "https:")

    with pytest.raises(Unavailable, match=r"cannot connect to 127.0.0.1:\d+: TLS: "):
        post(open_session(endpoint, tries=1))


def test_bodies_that_json_cannot_say_are_a_mistake(session):
    """
    Not-a-number is no JSON, and is not sent as if it were.
    """
    with pytest.raises(ValueError, match="JSON"):
        post(session, {"tries": float("nan")})


def test_session_shows_where_it_leads_alone(session):
    """
    Printing a session shows host and port.
    """
    assert re.fullmatch(r"Session\('127.0.0.1:\d+'\)", repr(session))
