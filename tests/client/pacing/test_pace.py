"""
How fast requests are sent to a platform that limits them, in virtual time.
"""

import pytest
from tests.client.pacing.limiters import Blocking, Bucket, Limiter, PerMinute, deploy, refuse

from pulumi_payment_webhooks.client.pacing.pace import Pace

IN_TIME = 1.1


@pytest.mark.parametrize("count", [100, 1000])
@pytest.mark.parametrize("latency", [0.005, 0.05, 0.2])
@pytest.mark.parametrize("limit", [10, 25])
def test_deployment_takes_hardly_longer_than_the_limit(limit: int, latency: float, count: int) -> None:
    """
    N requests take at most 1.1 times N / limit, although nothing is known of the limit before.
    """
    found = deploy(Blocking(limit), count, latency=latency, pace=Pace())

    assert found.seconds <= IN_TIME * count / limit + latency


@pytest.mark.parametrize("says", ["seconds", "date", "absent"])
def test_form_of_retry_after_hardly_matters(says: str) -> None:
    """
    A number of seconds, a date and no header at all lead to the end in time.
    """
    found = deploy(Blocking(25, says=says), 100, pace=Pace())

    assert found.seconds <= IN_TIME * 100 / 25


@pytest.mark.parametrize("limit", [25, 250])
def test_published_limit_is_never_exceeded(limit: int) -> None:
    """
    Where the limit is known from the start, nothing is refused at all.
    """
    found = deploy(Blocking(limit), 4 * limit, pace=Pace(limit))

    assert found.refused == []
    assert found.seconds <= IN_TIME * 4


@pytest.mark.parametrize("platform", [Blocking(25), Blocking(25, blocks=3.0), PerMinute(240)])
def test_nothing_is_refused_after_the_first_pause(platform: Limiter) -> None:
    """
    Those that waited do not return in a burst: within ten seconds all refusals are those of the first burst.
    """
    found = deploy(platform, 200, latency=0.02, pace=Pace())

    assert {round(at, 1) for at in found.refused if at < 10} <= {0.0, 0.1}


@pytest.mark.parametrize("platform", [Blocking(2), Blocking(250), PerMinute(10), Bucket(25, 5), Bucket(5, 1)])
def test_same_request_is_seldom_refused_twice(platform: Limiter) -> None:
    """
    Whatever the platform counts, no request is refused more than five times; the tenth would end it.
    """
    assert deploy(platform, 300, pace=Pace()).most_refusals <= 5


def test_requests_within_a_window_do_not_exceed_what_was_accepted() -> None:
    """
    After a refusal no second sees more requests than the second before it.
    """
    pace = Pace()
    for _ in range(4):
        pace.answered(pace.send("POST", 0.0), 0.1)
    refuse(pace, pace.send("POST", 0.0), 0.1, 1.0)
    pace.answered(pace.send("GET", 0.0), 0.1)
    now = pace.next_at(0.1) + 0.001
    sent = 0
    while (at := pace.next_at(now)) < now + 0.9:
        pace.answered(pace.send("POST", at), at)
        sent += 1

    assert sent == pace.most == 5


def test_single_refusal_does_not_slow_what_follows() -> None:
    """
    One request that is refused alone shows no limit: only its pause is kept.
    """
    pace = Pace()
    refuse(pace, pace.send("GET", 0.0), 0.1, 2.0)

    assert pace.next_at(0.1) >= 2.1
    assert pace.next_at(3.0) == 3.0
    assert pace.most is None


def test_guess_is_corrected_soon() -> None:
    """
    A limit learned from three requests is doubled when it was felt for a second and nothing was refused.
    """
    pace = Pace()
    for _ in range(3):
        pace.answered(pace.send("POST", 0.0), 0.0)
    refuse(pace, pace.send("POST", 0.0), 0.0, 0.0)
    now, limits = 0.1, []
    for _ in range(40):
        now = pace.next_at(now)
        pace.answered(pace.send("POST", now), now)
        limits.append(pace.most)

    assert sorted({one for one in limits if one})[:3] == [3, 6, 12]


def test_waits_of_late_answers_are_kept() -> None:
    """
    Of several refusals the one that asks for the longest wait counts.
    """
    pace = Pace()
    first, second = pace.send("POST", 0.0), pace.send("POST", 0.0)
    refuse(pace, first, 0.1, 20.0)
    refuse(pace, second, 0.2, 1.0)

    assert pace.next_at(0.3) >= 20.1
