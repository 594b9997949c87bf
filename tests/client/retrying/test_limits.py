"""The session at a platform that limits requests: HTTP 429, or 503 with Retry-After. The clock is turned by hand."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from tests.client.retrying.by_hand import NOON, HandClock
from tests.client.scripted import get, post

from pulumi_payment_webhooks.attendance import announcing
from pulumi_payment_webhooks.client.pacing.gate import Gate
from pulumi_payment_webhooks.client.retry import Patience
from pulumi_payment_webhooks.errors import Unavailable, Unclear

WAITING = Patience(tries=2, jitter=lambda: 0.0)


def http_date(seconds):
    """So many seconds after noon."""
    return format_datetime(NOON + timedelta(seconds=seconds), usegmt=True)


@pytest.fixture
def by_hand():
    return HandClock()


@pytest.fixture
def session(open_session, by_hand):
    """A session that tries twice, and waits as long as it is asked to."""
    return open_session(patience=WAITING, timing=by_hand.timing)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        (http_date(9), 9.0),
        (http_date(-3600), 0.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        (None, 1.0),
        ("soon", 1.0),
        ("1_0", 1.0),
        ("inf", 1.0),
        ("9" * 400, 1.0),
    ],
)
def test_pause_is_as_long_as_the_platform_says(platform, session, by_hand, header, seconds):
    """
    Seconds and dates are obeyed, the past is over, and without a usable value the pause is a second.
    """
    platform.answers(429, Retry_After=header)
    platform.answers(200)

    get(session)

    assert by_hand.now == pytest.approx(seconds)


def test_date_is_compared_with_the_clock_of_the_platform(platform, session, by_hand):
    """
    A platform whose clock is an hour ahead is obeyed by its own clock.
    """
    platform.answers(429, Retry_After=http_date(3609), Date=http_date(3600))
    platform.answers(200)

    get(session)

    assert by_hand.now == pytest.approx(9.0)


def test_refusals_are_no_tries(platform, session):
    """
    A request is refused more often than it may be tried, and is accepted in the end; so is one that may be sent once.
    """
    for _ in range(5):
        platform.answers(429, Retry_After="1")
    platform.answers(201, {"id": 7})

    assert post(session).body == {"id": 7}


def test_refusals_in_a_row_are_answered_with_longer_pauses(platform, session, by_hand):
    """
    A platform that refuses again after it was obeyed is not asked at the same speed for ever.
    """
    for _ in range(5):
        platform.answers(429, Retry_After="0")
    platform.answers(200)

    get(session)

    assert by_hand.now == pytest.approx(0 + 1 + 2 + 4 + 8)


def test_refusals_end(platform, session):
    """
    Ten refusals of one request end it with an error that says so, and names the remedy.
    """
    for _ in range(10):
        platform.answers(429, {"why": "quota"}, Retry_After="2", x_reference="ref-1")

    with pytest.raises(
        Unavailable, match=r"HTTP 429 to all of 10 requests in \d+ s; .* run this again later"
    ) as problem:
        post(session)

    assert (problem.value.status, problem.value.reference) == (429, "ref-1")


def test_refusals_end_after_minutes(platform, session, by_hand):
    """
    Long pauses add up to five minutes, no more.
    """
    for _ in range(6):
        platform.answers(429, Retry_After="60")

    with pytest.raises(Unavailable, match=r"HTTP 429 to all of 6 requests in 300 s"):
        get(session)

    assert by_hand.now == pytest.approx(300.0)


@pytest.mark.parametrize(
    ("header", "shown"), [("61", "61 s"), ("86400", "24 h"), ("31536000", "365 days"), (http_date(7200), "2 h")]
)
def test_absurd_pause_is_an_error_at_once(platform, session, by_hand, header, shown):
    """
    What no deployment can wait for is not waited for, and the message says how long the platform asks to wait.
    """
    platform.answers(429, Retry_After=header)

    with pytest.raises(Unavailable, match=f"HTTP 429; it asks to wait {shown} before another try"):
        post(session)

    assert by_hand.now == 0.0


def test_nothing_is_sent_within_a_pause_that_is_too_long(platform, session):
    """
    Requests within the pause would be refused as well: they fail without being sent.
    """
    platform.answers(429, Retry_After="7200")
    for _ in range(3):
        with pytest.raises(Unavailable, match="HTTP 429; it asks to wait 2 h"):
            post(session)

    assert len(platform.requests) == 1


def test_pause_is_reported_with_host_reason_and_length(platform, session):
    """
    The row of the resource says which host it waits for, why, and how long.
    """
    heard: list[str] = []
    platform.answers(429, Retry_After="12")
    platform.answers(200)
    with announcing(heard.append):
        get(session)

    assert heard == [f"{session.place} limits requests (HTTP 429): next request in 12 s"]


def test_unavailable_platform_is_waited_for(platform, session, by_hand):
    """
    503 with Retry-After is a pause like that of 429, and no try.
    """
    heard: list[str] = []
    for _ in range(3):
        platform.answers(503, Retry_After="20")
    platform.answers(200)
    with announcing(heard.append):
        get(session)

    assert by_hand.now == pytest.approx(60.0)
    assert set(heard) == {f"{session.place} is not available (HTTP 503): next request in 20 s"}


def test_post_is_not_repeated_after_503(platform, session):
    """
    Unlike 429, 503 does not say that the request was not processed.
    """
    platform.answers(503, Retry_After="1")

    with pytest.raises(Unclear):
        post(session)


def test_published_limit_is_kept(platform, open_session, by_hand):
    """
    A session that knows the limit of two requests per second sends the third a second after the first.
    """
    session = open_session(patience=WAITING, timing=by_hand.timing, gate=Gate(8, 2, timing=by_hand.timing))
    for _ in range(3):
        platform.answers(200)
        get(session)

    assert 1.0 <= by_hand.now <= 1.1


def limit_by_header(status, headers, at):
    """A platform that says in a header of its own when it accepts requests again."""
    return float(headers["x-open-in"]) if status == 403 and "x-open-in" in headers else None


def test_platform_may_say_in_its_own_way_that_it_limits_requests(platform, open_session, by_hand):
    """
    A limit that is not 429 pauses all requests as long as it says, and costs no try, even of a change.
    """
    session = open_session(tries=1, limit=limit_by_header, patience=WAITING, timing=by_hand.timing)
    for _ in range(3):
        platform.answers(403, X_Open_In="7")
    platform.answers(201)

    assert (post(session).status, by_hand.now) == (201, pytest.approx(21.0))


def test_refusal_that_is_not_a_limit_is_an_answer(platform, open_session, by_hand):
    """
    Without that header, the same status is a definite no.
    """
    session = open_session(limit=limit_by_header, patience=WAITING, timing=by_hand.timing)
    platform.answers(403)

    assert (get(session).status, by_hand.now) == (403, 0.0)
