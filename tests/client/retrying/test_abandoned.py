"""A request that waits for another try when nobody wants its answer any more."""

import pytest
from tests.client.scripted import get, post

from pulumi_payment_webhooks.attendance import awaited
from pulumi_payment_webhooks.errors import Unavailable


@pytest.mark.parametrize("send", [get, post])
def test_nothing_is_sent_that_nobody_waits_for(platform, session, send):
    """
    Before the first try it is asked whether somebody waits; if not, nothing is sent.
    """
    with (
        awaited(lambda: False),
        pytest.raises(Unavailable, match=r"nothing was sent to .*: the command was interrupted"),
    ):
        send(session)

    assert platform.requests == []


@pytest.mark.parametrize("send", [get, post])
def test_wait_that_was_interrupted_sends_nothing(platform, session, send):
    """
    After each wait it is asked again: a request whose command was interrupted meanwhile is not sent.
    """
    platform.answers(429)

    with awaited(lambda: not platform.requests), pytest.raises(Unavailable, match="the command was interrupted"):
        send(session)

    assert len(platform.requests) == 1


def test_one_that_is_awaited_is_sent_again(platform, session):
    """
    While somebody waits, tries go on.
    """
    platform.answers(503)
    platform.answers(200)

    with awaited(lambda: True):
        assert get(session).status == 200
